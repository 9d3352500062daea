"""Whether an office that is closed was answered about on the spot."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

# Where a person stands at the place; a link or a card is answered at home, at any hour.
ON_THE_SPOT = frozenset({"qr", "kiosk", "nfc"})
# People answer while they wait for the doors, and after they have closed behind them.
MARGIN = timedelta(hours=2)


def out_of_hours(point: Mapping[str, Any], time_zone: str, at: datetime) -> bool:
    """More than two hours away from the opening hours of the point on that day; a point whose
    hours nobody entered is never closed."""
    hours = point.get("hours") or []
    if point["channel"] not in ON_THE_SPOT or len(hours) != 7:
        return False
    local = at.astimezone(ZoneInfo(time_zone))
    return not any(_near(local, opens, closes) for opens, closes in hours[local.weekday()])


def _near(local: datetime, opens: str, closes: str) -> bool:
    begin, end = (_at(local, clock) for clock in (opens, closes))
    return begin - MARGIN <= local <= end + MARGIN


def _at(local: datetime, clock: str) -> datetime:
    hour, minute = (int(part) for part in clock.split(":"))
    return local.replace(hour=hour, minute=minute, second=0, microsecond=0)
