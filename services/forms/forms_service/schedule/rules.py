"""The national schedule (juknis: when, where, who): which survey is due at which unit, and from
when to when in the unit's own time zone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from forms_service.shared.offices import PUBLIC_KINDS
from forms_service.shared.period import bounds, current, semester_of
from forms_service.surveys.rules import LATE_DAYS_MOST, RELEASE_STEP, RELEASE_STEP_MOST

State = Mapping[str, Any]
STATUSES = ("active", "paused", "ended")
# What its keeper may change of a schedule, in the order of the page.
CHANGEABLE = (
    "opens_day",
    "opens_time",
    "late_days",
    "place_id",
    "place_en",
    "unit_types",
    "to_period",
    "release_step",
    "status",
)
# What each number of a schedule lies between; every month has a 28th.
NUMBERS = {
    "opens_day": (1, 28),
    "late_days": (0, LATE_DAYS_MOST),
    "release_step": (RELEASE_STEP, RELEASE_STEP_MOST),
}
# So many periods from the present one on are offered as the last one of a schedule.
ENDS_OFFERED = {"month": 24, "semester": 8}


@dataclass(frozen=True, slots=True)
class Due:
    """One survey that a tenant ought to have; `day` is its first by the tenant's own calendar."""

    tenant_id: str
    code: str
    schedule_id: str
    instrument: str
    period: str
    day: date
    opens_at: datetime
    closes_at: datetime
    late_days: int
    release_step: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A tenant that gets no survey, and why: `closed`, `no_public_service`, `unit_type`, `over`."""

    tenant_id: str
    code: str
    instrument: str
    why: str


def due(schedule: State, tenant: State, period: str, now: datetime) -> Due | Skipped:
    """What `schedule` asks of `tenant` in `period`. Raise ValueError for what is no period."""
    first, last = bounds(period, tenant["time_zone"])
    why = _why_not(schedule, tenant) or ("over" if last <= now else "")
    if why:
        return Skipped(tenant["tenant_id"], tenant["code"], schedule["instrument"], why)
    day = first.astimezone(ZoneInfo(tenant["time_zone"])).date().replace(day=schedule["opens_day"])
    return Due(
        tenant_id=tenant["tenant_id"],
        code=tenant["code"],
        schedule_id=str(schedule["schedule_id"]),
        instrument=schedule["instrument"],
        period=period,
        day=day,
        opens_at=_instant(day, schedule["opens_time"], tenant["time_zone"]),
        closes_at=last,
        late_days=schedule["late_days"],
        release_step=schedule["release_step"],
    )


def applies(schedule: State, period: str) -> bool:
    """Whether an active schedule speaks of this period: same kind, within its from and to."""
    return (
        schedule["status"] == "active"
        and (schedule["period_kind"] == "semester") == ("S" in period)
        and schedule["from_period"] <= period
        and (schedule["to_period"] is None or period <= schedule["to_period"])
    )


def asked_in(schedules: Iterable[State], period: str) -> list[tuple[State, str]]:
    """(schedule, its period) of all that is due in `period`; what a month opens includes its
    semester, so that a half-yearly survey needs no click of its own.

    Raise ValueError for what is no period.
    """
    bounds(period, "UTC")
    periods = [period]
    if "S" not in period:
        periods.append(semester_of(period))
    held = list(schedules)
    return [(each, wanted) for wanted in periods for each in held if applies(each, wanted)]


def in_year(schedules: Iterable[State], year: int) -> list[tuple[State, str]]:
    """(schedule, period) of every period of a year that a schedule speaks of."""
    kinds = {
        "month": [f"{year}-{month:02}" for month in range(1, 13)],
        "semester": [f"{year}-S1", f"{year}-S2"],
    }
    return [
        (each, period)
        for each in schedules
        for period in kinds[each["period_kind"]]
        if applies(each, period)
    ]


def current_period(schedule: State, tenant: State, now: datetime) -> str:
    """The period that a schedule is in at a tenant, by the tenant's own calendar."""
    return current(schedule["period_kind"], now, tenant["time_zone"])


def _why_not(schedule: State, tenant: State) -> str:
    if tenant["status"] != "active":
        return "closed"
    if tenant["kind"] not in PUBLIC_KINDS:
        return "no_public_service"
    if schedule["unit_types"] and tenant["unit_type"] not in schedule["unit_types"]:
        return "unit_type"
    return ""


def _instant(day: date, at: str, time_zone: str) -> datetime:
    local = datetime.combine(day, time.fromisoformat(at), ZoneInfo(time_zone))
    return local.astimezone(UTC)
