"""Names of periods: a month `2026-11`, a quarter `2026-Q4`, a semester `2026-S2`.

No survey runs for a quarter: it is a view over three months, as units of Kemenimipas report
(domain notes 14.2).
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

MONTHS_IN = {"Q": 3, "S": 6}


def months_of(period: str) -> Sequence[str]:
    """The months of a quarter or a semester, the first one first."""
    year, part = period.split("-")
    count = MONTHS_IN[part[0]]
    last = count * int(part[1:])
    return [f"{year}-{month:02}" for month in range(last - count + 1, last + 1)]


def quarter_of(month: str) -> str:
    year, number = month.split("-")
    return f"{year}-Q{(int(number) + 2) // 3}"


def semester_of(month: str) -> str:
    year, number = month.split("-")
    return f"{year}-S{1 if int(number) <= MONTHS_IN['S'] else 2}"


def is_month(period: str) -> bool:
    return period[5] not in MONTHS_IN


def span_of(period: str) -> str:
    """The longest one over which small results are taken together: no two overlap."""
    return quarter_of(period) if is_month(period) else period


def spans_of(period: str) -> Sequence[str]:
    """Every period in whose summary a result of this one is."""
    return [period, quarter_of(period), semester_of(period)] if is_month(period) else [period]


def within(period: str) -> Sequence[str]:
    """Every period of which a result is in its summary: itself, and its months."""
    return [period] if is_month(period) else [period, *months_of(period)]


def last_day(period: str) -> date:
    year, month = (int(part) for part in within(period)[-1].split("-"))
    return date(year, month, monthrange(year, month)[1])


def before(period: str) -> str:
    """The month before a month, the semester before a semester."""
    year, part = period.split("-")
    if part.startswith("S"):
        return f"{year}-S1" if part == "S2" else f"{int(year) - 1}-S2"
    months = int(year) * 12 + int(part) - 2
    return f"{months // 12}-{months % 12 + 1:02}"
