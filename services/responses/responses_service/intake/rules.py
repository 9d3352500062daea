"""How large a body may be, how long a device is known, and whether an office that is closed was
answered about on the spot."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from contracts.opening_hours import is_open

# Bytes of an answer in JSON.
LARGEST_BODY = 64 * 1024
# The month of a survey, its late week, and some.
DEVICE_KEPT = timedelta(days=45)
# Where a person stands at the place; a link or a card is answered at home, at any hour.
ON_THE_SPOT = frozenset({"qr", "kiosk", "nfc"})
# People answer while they wait for the doors, and after they have closed behind them.
MARGIN = timedelta(hours=2)


def out_of_hours(point: Mapping[str, Any], time_zone: str, at: datetime) -> bool:
    """Two hours or more away from the opening hours of the point; a point whose hours nobody
    entered is never closed."""
    hours = point.get("hours") or []
    if point["channel"] not in ON_THE_SPOT or len(hours) != 7:
        return False
    return not is_open(hours, at, time_zone, MARGIN)
