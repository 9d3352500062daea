"""How large a photo may be, how it is looked at, and how long a check is kept; no library is opened
for it."""

from datetime import timedelta

# Bytes of a photo; and of a form with one, somewhat more, so that what is a little too large is
# told in the page's own words.
LARGEST = 10_000_000
LARGEST_FORM = LARGEST * 3 // 2
# A telephone of 50 megapixels and a little more.
MOST_PIXELS = 55_000_000
# As words tell them: megabytes and megapixels.
TOLD = {"mb": LARGEST // 10**6, "mp": MOST_PIXELS // 10**6}
# Pixels of the longer side beyond which a photo is scaled down before it is looked at.
LONGEST_SIDE = 4032
# What opens a photo: bytes of memory, seconds of a processor, seconds on the clock.
MEMORY, SECONDS, PATIENCE = 1 << 30, 20, 60
# As long as visits are kept: the same month of the year before can still be seen.
KEPT = timedelta(days=400)
# A sheet yellows and is moved, a lamp is hung: what was seen so long ago says little of today.
FRESH = timedelta(days=90)
# Channels whose code hangs where people sit.
HUNG = ("qr",)
# Checks of a point on its page, and points below each heading of a region; others are counted.
CHECKS_SHOWN, POINTS_SHOWN = 10, 200
