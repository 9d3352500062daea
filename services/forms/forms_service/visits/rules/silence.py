"""When a collection point has fallen silent: no scan for longer than it usually goes without one.

Time is counted in opening hours, so nights, weekends and holidays of a week plan are no silence.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from math import ceil
from typing import Literal

from contracts.opening_hours import OFFICE, Week

from forms_service.shared.hours import open_hours

# Four weeks hold every weekday four times and are short enough to follow a change of habit.
WINDOW = timedelta(days=28)
# Of a rarer point ten gaps cannot be told, so nothing is usual yet.
ENOUGH_SCANS = 10
# A new poster is first printed, hung and noticed.
YOUNG = timedelta(days=3)
# Shorter pauses happen at every counter; an officer sent for nothing does not come again.
SHORTEST = 4
# Even the quietest point that is judged at all is looked at after three days that it was open.
LONGEST_DAYS = 3
# One gap in twenty is longer without anything being wrong.
USUAL = 0.95
# Nobody scans a sheet of paper, and a kiosk shows its form all day.
SCANNED_CHANNELS = ("qr", "card", "nfc", "link", "website", "message")

State = Literal["not_scanned", "young", "few", "heard", "silent"]


@dataclass(frozen=True)
class Silence:
    """`usual` and `quiet` are opening hours; 0 when the point is not judged. `since` is the hour of
    the last scan of a silent point."""

    state: State
    scans: int = 0
    usual: int = 0
    quiet: int = 0
    since: datetime | None = None


@dataclass(frozen=True)
class Place:
    """What the opening hours of a point are, where and since when it is there."""

    channel: str
    week: Week
    time_zone: str
    added_at: datetime


def judge(place: Place, hours: Sequence[datetime], scans: int, now: datetime) -> Silence:
    """`hours`: the whole UTC hours of the last four weeks in which the point was scanned, rising;
    `scans`: how many scans that were."""
    if place.channel not in SCANNED_CHANNELS:
        return Silence("not_scanned")
    if now - place.added_at < YOUNG:
        return Silence("young", scans)
    if scans < ENOUGH_SCANS:
        return Silence("few", scans)
    this_hour = now.replace(minute=0, second=0, microsecond=0)
    opened = _opened(_frozen(place.week), place.time_zone, this_hour)
    usual = _usual(opened, hours, place.week)
    quiet = len(opened) - bisect_right(opened, hours[-1])
    if quiet < usual:
        return Silence("heard", scans, usual, quiet)
    return Silence("silent", scans, usual, quiet, hours[-1])


def _usual(opened: Sequence[datetime], hours: Sequence[datetime], week: Week) -> int:
    """The gap that nineteen of twenty gaps between scans do not exceed, within its bounds."""
    places = sorted({bisect_left(opened, hour) for hour in hours})
    gaps = sorted(later - earlier for earlier, later in zip(places, places[1:], strict=False))
    found = gaps[ceil(USUAL * len(gaps)) - 1] if gaps else SHORTEST
    return max(SHORTEST, min(found, _longest(week)))


def _longest(week: Week) -> int:
    """Three opening days in hours, by the mean day of this week plan."""
    monday = datetime.fromisoformat("2024-01-01T00:00:00+00:00")
    total = len(open_hours(week, monday, monday + timedelta(days=7), "UTC"))
    days = sum(1 for day in week or OFFICE if day)
    return ceil(LONGEST_DAYS * total / days) if days else LONGEST_DAYS * 24


@lru_cache(maxsize=256)
def _opened(week: Week, time_zone: str, until: datetime) -> tuple[datetime, ...]:
    """Opening hours of the window that are over; many points share one plan: each is made once."""
    return tuple(open_hours(week, until - WINDOW, until, time_zone))


def _frozen(week: Week) -> Week:
    return tuple(tuple(tuple(span) for span in day) for day in week)
