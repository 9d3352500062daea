"""Periods: a month `2026-11` or a semester `2026-S2`, in the tenant's own time zone."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
CAPITAL = ZONES[0]
SHAPE = re.compile(r"^(20\d\d)-(?:(0[1-9]|1[0-2])|S([12]))$", re.ASCII)
MONTH_INSTRUMENTS = frozenset({"SPKP-SPAK"})
SEMESTER_INSTRUMENTS = frozenset({"IKM", "INTEGRITAS"})
MONTH, SEMESTER = "a month like 2026-11", "a semester like 2026-S2"


def bounds(period: str, time_zone: str) -> tuple[datetime, datetime]:
    """First instant of the period and first instant after it, in UTC.

    Raise ValueError for what is no period.
    """
    found = SHAPE.fullmatch(period)
    if found is None:
        raise ValueError(f"must be {MONTH} or {SEMESTER}")
    year, month, semester = int(found[1]), found[2], found[3]
    first = int(month) if month else 1 + 6 * (int(semester) - 1)
    last = first + (1 if month else 6)
    following = date(year + (last - 1) // 12, (last - 1) % 12 + 1, 1)
    return _midnight(date(year, first, 1), time_zone), _midnight(following, time_zone)


def survey_bounds(
    instrument: str, period: str, time_zone: str, now: datetime
) -> tuple[datetime, datetime]:
    """The instants between which a survey opened at `now` takes answers.

    Raise ValueError for a period that is no period, is over, or is not of the instrument's kind:
    SPKP-SPAK is monthly, IKM and INTEGRITAS are half-yearly (PermenPANRB 14/2017 allows it).
    """
    opens, closes = bounds(period, time_zone)
    semester = "S" in period
    if instrument in MONTH_INSTRUMENTS and semester:
        raise ValueError(f"must be {MONTH}: {instrument} runs monthly")
    if instrument in SEMESTER_INSTRUMENTS and not semester:
        raise ValueError(f"must be {SEMESTER}: {instrument} runs once a semester")
    if closes <= now:
        raise ValueError(f"is over; the current one is {_current(semester, now, time_zone)}")
    return opens, closes


def period_of(instrument: str, now: datetime, time_zone: str) -> str:
    """The period an instrument is in: SPKP-SPAK monthly, IKM and INTEGRITAS each semester."""
    return _current(instrument in SEMESTER_INSTRUMENTS, now, time_zone)


def months_before(month: str, count: int) -> list[str]:
    """The `count` months before `month`, oldest first."""
    year, number = (int(part) for part in month.split("-"))
    total = year * 12 + number - 1
    return [f"{(total - back) // 12}-{(total - back) % 12 + 1:02}" for back in range(count, 0, -1)]


def before(period: str) -> str:
    """The month before a month, the semester before a semester."""
    if "S" not in period:
        return months_before(period, 1)[0]
    year = int(period[:4])
    return f"{year}-S1" if period.endswith("S2") else f"{year - 1}-S2"


def onward(period: str, count: int) -> list[str]:
    """`period` and the `count` after it, of the same kind."""
    found = [period]
    while len(found) <= count:
        year, part = found[-1].split("-")
        last = part in ("12", "S2")
        next_part = f"S{int(part[1]) + 1}" if "S" in part else f"{int(part) + 1:02}"
        first = "S1" if "S" in part else "01"
        found.append(f"{int(year) + 1}-{first}" if last else f"{year}-{next_part}")
    return found


def semester_of(month: str) -> str:
    return f"{month[:4]}-S{1 if int(month[5:]) <= 6 else 2}"


def _midnight(day: date, time_zone: str) -> datetime:
    local = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(time_zone))
    return local.astimezone(UTC)


def current(kind: str, now: datetime, time_zone: str) -> str:
    """The `month` or `semester` that `now` is in, in `time_zone`."""
    return _current(kind == "semester", now, time_zone)


def _current(semester: bool, now: datetime, time_zone: str) -> str:
    here = now.astimezone(ZoneInfo(time_zone))
    return f"{here.year}-S{1 if here.month <= 6 else 2}" if semester else f"{here:%Y-%m}"
