"""How many answers an open survey will have when it closes, if they come as they have come."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, floor, sqrt
from typing import Literal

from contracts.enough import DETAILED_FROM
from contracts.shapes import Survey

# Of its time: before that much is over, one busy day would speak for the month.
SHARE_OVER = 0.2
DAY = timedelta(days=1)
Case = Literal["reached", "reaches", "short", "unsure"]
# Counts vary as much as their square root (Poisson), nearly always within two of it: what has come,
# from which the pace is taken, as well as what is still to come.
SPREAD = 2


@dataclass(frozen=True)
class Forecast:
    """`answers` at the close, rounded down. `case`: whether that reaches the target nearly always,
    or never, or nobody can tell. `a_day`: how many came a day; `needed`: how many must. `met_at`:
    when the target is reached at that pace, in UTC; None where that is not before the close, or
    has been."""

    answers: int
    case: Case
    a_day: int
    needed: int
    met_at: str | None


def forecast(counted: int, target: int | None, survey: Survey, now: datetime) -> Forecast | None:
    """None of a closed survey, without a target, and while too little has come to tell."""
    opens, closes = (datetime.fromisoformat(survey[at]) for at in ("opens_at", "closes_at"))
    over, left = now - opens, closes - now
    early = over < SHARE_OVER * (closes - opens) or counted < DETAILED_FROM
    if survey["status"] != "open" or not target or early or left <= timedelta(0):
        return None
    more = counted * (left / over)
    spread = SPREAD * sqrt(more * (1 + left / over))
    missing = max(0, target - counted)
    met_at = now + over * (missing / counted)
    return Forecast(
        answers=counted + floor(more),
        case=_case(counted, target, more, spread),
        a_day=floor(counted / (over / DAY)),
        needed=ceil(missing / (left / DAY)),
        met_at=met_at.isoformat() if missing and met_at < closes else None,
    )


def _case(counted: int, target: int, more: float, spread: float) -> Case:
    if counted >= target:
        return "reached"
    if counted + more - spread >= target:
        return "reaches"
    return "short" if counted + more + spread < target else "unsure"
