"""What an operator does for a month: one number for each kind of service, for its kanwil."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chassis.consumer import Message, Outgoing
from chassis.database import Database
from chassis.principal import Principal
from chassis.problems import FieldFault, Invalid, invalid
from sqlalchemy import Connection

from forms_service.populations import handlers as populations
from forms_service.populations.handlers import enter_populations
from forms_service.populations.month import store as targets
from forms_service.populations.rules import MONTHS_BACK, MOST, is_locked
from forms_service.services.handlers import services_of
from forms_service.services.rules import EMPLOYEES
from forms_service.shared.events import as_state
from forms_service.shared.period import before, bounds, current, months_before, semester_of
from forms_service.shared.reasons import NEEDED, is_too_short
from forms_service.shared.tables import surveys
from forms_service.shared.typed_number import typed_number
from forms_service.shared.units import public_unit_of
from forms_service.surveys.early_closes.handlers import why_not_asked

State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of service: what stands for this month, if anything, and what was confirmed for the
    month before."""

    service: State
    held: State | None
    before: int | None

    @property
    def locked(self) -> bool:
        return is_locked(self.held)


@dataclass(frozen=True, slots=True)
class Month:
    """`stage` is provisional until the month is over at `ends`; `asked` are (survey, its target or
    None), `early` says by survey why its early close may not be asked for, a key of
    `early_closes.REFUSED` or empty; `unfinished` is the month before while it has no final
    number."""

    tenant: State
    period: str
    stage: str
    ends: datetime
    others: list[str]
    lines: list[Line]
    asked: list[tuple[State, State | None]]
    early: dict[str, str]
    unfinished: str | None

    @property
    def state(self) -> str:
        """`empty`, `returned`, `waiting`, `incomplete` where a service has no number beside those
        that are confirmed, or `confirmed`."""
        states = {line.held["state"] for line in self.lines if line.held}
        for state, told in (("returned", "returned"), ("entered", "waiting")):
            if state in states:
                return told
        if states and not all(line.held for line in self.lines):
            return "incomplete"
        return "confirmed" if states else "empty"

    @property
    def locked(self) -> bool:
        return any(line.locked for line in self.lines)


def find_month(
    database: Database, by: Principal, code: str | None, period: str | None, now: datetime
) -> Month | None:
    """None when the caller has to choose a unit first. Raise NotFound, Invalid (`period`)."""
    with database.scope(by.scope) as connection:
        tenant = public_unit_of(connection, by, code)
        return _month(connection, tenant, period, now) if tenant else None


def save_month(
    database: Database,
    by: Principal,
    month: Month,
    given: Mapping[str, str],
    *,
    nothing: bool = False,
    reason: str = "",
) -> list[State]:
    """Enter {service key: number as typed} at once; a confirmed number that is not given stays.

    `nothing` says that there was no service at all. Raise Invalid naming every faulty field by
    its key, or `nothing`, or `reason`.
    """
    faults, rows = list[FieldFault](), list[State]()
    for line in month.lines:
        key = line.service["key"]
        if line.locked and key not in given:
            continue
        number = 0 if nothing else typed_number(given.get(key, ""))
        if number is None or number > MOST:
            faults.append(FieldFault(key, f"must be a whole number from 0 to {MOST}"))
        else:
            rows.append({"service": key, "recipients": number, "stage": month.stage})
    if nothing and any(typed.strip(" 0") for typed in given.values()):
        faults.append(FieldFault("nothing", "cannot be said beside a number above 0"))
    if _corrects(month, rows) and is_too_short(reason):
        faults.append(FieldFault("reason", NEEDED))
    if faults:
        raise Invalid(faults=faults)
    tenant_id = month.tenant["tenant_id"]
    return enter_populations(database, by, tenant_id, month.period, rows, reason)


def _corrects(month: Month, rows: list[State]) -> bool:
    """Whether a confirmed number would change."""
    wanted = {row["service"]: row["recipients"] for row in rows}
    return any(
        line.held and line.locked and wanted[line.service["key"]] != line.held["recipients"]
        for line in month.lines
        if line.service["key"] in wanted
    )


def _month(connection: Connection, tenant: State, period: str | None, now: datetime) -> Month:
    zone = tenant["time_zone"]
    present = current("month", now, zone)
    others = [*months_before(present, MONTHS_BACK), present]
    period = period or present
    if period not in others:
        raise invalid("period", f"must be a month from {others[0]} to {present}")
    ends = bounds(period, zone)[1]
    over = ends <= now.astimezone(UTC)
    stage = "final" if over else "provisional"
    rows = populations.of_tenant(connection, tenant["tenant_id"], [period, before(period)])
    states = [as_state(row) for row in rows if row.service != EMPLOYEES]
    held = {
        row["service"]: row for row in states if (row["period"], row["stage"]) == (period, stage)
    }
    past = {
        row["service"]: row["confirmed_recipients"]
        for row in sorted(states, key=lambda each: each["stage"] == "final")
        if row["period"] != period and row["confirmed_recipients"] is not None
    }
    lines = [
        Line(service, held.get(service["key"]), past.get(service["key"]))
        for service in services_of(connection, tenant)
        if service["active"] or service["key"] in held
    ]
    asked = _asked(connection, tenant, period)
    finished = over or any(row["stage"] == "final" for row in states if row["period"] != period)
    return Month(
        tenant,
        period,
        stage,
        ends,
        others,
        lines,
        asked,
        {each["survey_id"]: _why_not_early(connection, each) for each, _ in asked},
        None if finished else before(period),
    )


def staff_of(connection: Connection, tenant_id: str, semester: str) -> State | None:
    """The number of employees as it stands, if anybody has entered one."""
    rows = populations.of_tenant(connection, tenant_id, [semester])
    return next((as_state(row) for row in rows if row.service == EMPLOYEES), None)


def _why_not_early(connection: Connection, asked: State) -> str:
    found = surveys.survey(connection, asked["survey_id"])
    return why_not_asked(connection, found) if found else "closed"


def _asked(connection: Connection, tenant: State, month: str) -> list[tuple[State, State | None]]:
    """The surveys of the month and of its semester, with their targets."""
    periods = [month, semester_of(month)]
    found = [as_state(row) for row in surveys.of_periods(connection, tenant["tenant_id"], periods)]
    known = targets.targets(connection, [each["survey_id"] for each in found])
    return [(each, known.get(each["survey_id"])) for each in found]


def keep_targets(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    """The targets are shown beside the numbers they rest on."""
    targets.keep_targets(connection, [message.event.payload for message in messages])
    return []
