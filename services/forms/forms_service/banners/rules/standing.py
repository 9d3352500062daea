"""Where each point stands by its last check. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal

from forms_service.banners.rules.limits import FRESH

Standing = Literal["unreadable", "never", "stale", "readable"]
# The order of the headings: what needs somebody first.
STANDINGS: tuple[Standing, ...] = ("unreadable", "never", "stale", "readable")


def standing(result: str | None, at: datetime | None, now: datetime) -> Standing:
    """Of the last result and its time; None of a point that nobody has photographed."""
    if result is None or at is None:
        return "never"
    if result != "readable":
        return "unreadable"
    return "readable" if now - at <= FRESH else "stale"


def grouped(points: Iterable[Any], now: datetime) -> Mapping[Standing, list[Any]]:
    """Every heading with its points, each with `result` and `at`, in the order they came in."""
    found: dict[Standing, list[Any]] = {each: [] for each in STANDINGS}
    for point in points:
        found[standing(point.result, point.at, now)].append(point)
    return found
