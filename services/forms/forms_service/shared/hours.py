"""Opening hours of a collection point as an office enters, reads and counts them."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from contracts.opening_hours import OFFICE, Week, is_open

DAYS = 7


def faults(week: Any) -> list[str]:
    """What is wrong with opening hours, by weekday from 1 for Monday; empty when nothing is."""
    if not isinstance(week, list) or len(week) != DAYS:
        return ["must be a list of seven days, Monday first"]
    return [
        f"day {place}: must be pairs like 08:00 and 16:00, in order and apart"
        for place, day in enumerate(week, start=1)
        if not _is_day(day)
    ]


def open_hours(week: Week, since: datetime, until: datetime, time_zone: str) -> list[datetime]:
    """The whole UTC hours in [since, until) at whose middle the point is open."""
    first = since.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    count = int((until - first) / timedelta(hours=1))
    hours = [first + timedelta(hours=n) for n in range(max(0, count))]
    return [hour for hour in hours if is_open(week, hour + timedelta(minutes=30), time_zone)]


def _is_day(day: Any) -> bool:
    if not isinstance(day, list):
        return False
    try:
        pairs = [(time.fromisoformat(start), time.fromisoformat(end)) for start, end in day]
    except (TypeError, ValueError):
        return False
    # Only the last span of a day may reach past midnight.
    flat = [moment for pair in pairs for moment in pair]
    ordered = flat[:-1] == sorted(set(flat[:-1]))
    return ordered and (not pairs or pairs[-1][0] != pairs[-1][1])


def same_every_day(opens: str, closes: str, days: int = 5) -> list[list[list[str]]]:
    """The first `days` of the week from `opens` to `closes`."""
    return [[[opens, closes]] if day < days else [] for day in range(DAYS)]


def in_words(week: Week, names: Mapping[int, str]) -> list[tuple[str, str]]:
    """(days, hours) with equal neighbours joined: ("Senin–Jumat", "08.00–16.00")."""
    rows: list[tuple[int, int, str]] = []
    for place, day in enumerate(week or OFFICE):
        said = ", ".join("–".join(moment.replace(":", ".") for moment in pair) for pair in day)
        if rows and rows[-1][2] == said:
            rows[-1] = (rows[-1][0], place, said)
        else:
            rows.append((place, place, said))
    return [
        (names[first] if first == last else f"{names[first]}–{names[last]}", said)
        for first, last, said in rows
    ]
