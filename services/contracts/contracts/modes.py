"""How an answer came: the one list. Topics, limits, flags, findings and words follow it.

A new mode is added here; tests then name every place that has to say something about it.
"""

from typing import Final

# On one's own device; on one that goes from hand to hand; at a device of the office; by a member
# of the staff for somebody; typed from a sheet; out of an earlier system.
SELF: Final = "self"
SHARED: Final = "shared"
KIOSK: Final = "kiosk"
ASSISTED: Final = "assisted"
PAPER: Final = "paper"
IMPORT: Final = "import"
MODES = (SELF, SHARED, KIOSK, ASSISTED, PAPER, IMPORT)
