"""The national schedule as its administrator keeps it, and what an opening would do, in numbers."""

import re
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chassis.audit import audit
from chassis.auth import Principal
from chassis.database import Database
from chassis.outbox import add_events
from chassis.problems import NotFound
from sqlalchemy import Connection

from forms_service.schedule import store
from forms_service.schedule.rules import Due, Skipped, asked_in, due, in_year
from forms_service.shared.events import as_state
from forms_service.shared.fields import Fields, invalid
from forms_service.shared.period import bounds
from forms_service.shared.store import surveys, tenants
from forms_service.shared.unit_types import unit_types
from forms_service.surveys.handlers import LATE_DAYS_MOST, RELEASE_STEP

State = dict[str, Any]
STATUSES = ("active", "paused", "ended")
CHANGEABLE = (
    *("opens_day", "opens_time", "late_days", "place_id", "place_en"),
    *("unit_types", "to_period", "release_step", "status"),
)
# What each number of a schedule lies between.
NUMBERS = {
    "opens_day": (1, 28),
    "late_days": (0, LATE_DAYS_MOST),
    "release_step": (RELEASE_STEP, 1000),
}
TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")


@dataclass(frozen=True, slots=True)
class Plan:
    """What opening `period` does: surveys due, those there already, and why units get none."""

    period: str
    tenants: int
    due: int
    existing: int
    skipped: dict[str, int]

    @property
    def opens(self) -> int:
        return self.due - self.existing


def plan(connection: Connection, period: str, now: datetime) -> Plan:
    """Raise Invalid for what is no period."""
    units = list(tenants.states(connection).values())
    try:
        asked = asked_in(store.schedules(connection), period)
    except ValueError as fault:
        raise invalid("period", str(fault)) from fault
    found = [due(schedule, unit, each, now) for unit in units for schedule, each in asked]
    wanted = {
        (each.tenant_id, each.instrument, each.period) for each in found if isinstance(each, Due)
    }
    there = surveys.known_keys(connection, {each for _, each in asked})
    reasons = Counter(each.why for each in found if isinstance(each, Skipped))
    return Plan(period, len(units), len(wanted), len(wanted & there), dict(reasons))


def ask_opening(database: Database, by: Principal, body: State) -> State:
    """A run of the background process; one that waits for this period already is returned.

    Raise Invalid for what is no period, or one in which nothing is scheduled.
    """
    fields = Fields(body, ("period",))
    period = fields.text("period")
    fields.done()
    with database.scope(by.scope) as connection:
        if not plan(connection, period, datetime.now(UTC)).due:
            raise invalid("period", "has nothing to open by the national schedule")
        tenants.write_as(connection, by.tenant_id)
        made = as_state(
            store.ask_opening(
                connection,
                {
                    "opening_id": str(uuid.uuid4()),
                    "tenant_id": by.tenant_id,
                    "period": period,
                    "requested_by": by.subject,
                },
            )
        )
        entry = audit(by, "forms.opening.ask", made["opening_id"], by.tenant_id, period=period)
        add_events(connection, [entry])
    return made


def find_opening(database: Database, by: Principal, opening_id: str) -> State:
    """Raise NotFound outside the scope."""
    with database.scope(by.scope) as connection:
        found = store.opening(connection, opening_id)
    if found is None:
        raise NotFound
    return as_state(found)


def find_schedule(database: Database, by: Principal, schedule_id: str) -> State:
    with database.scope(by.scope) as connection:
        found = store.schedules(connection)
    for each in found:
        if str(each["schedule_id"]) == schedule_id:
            return {**each, "schedule_id": schedule_id, "tenant_id": str(each["tenant_id"])}
    raise NotFound


def change_schedule(database: Database, by: Principal, schedule_id: str, body: State) -> State:
    """Every changeable field at once; surveys that are open already keep what they opened with.

    Raise NotFound for a schedule of another ministry, Invalid with every fault.
    """
    values = _read(body)
    known = find_schedule(database, by, schedule_id)
    if known["tenant_id"] != by.tenant_id:
        raise NotFound
    with database.scope(by.scope) as connection:
        _check_periods(known, values)
        tenants.write_as(connection, by.tenant_id)
        changed = store.change_schedule(connection, schedule_id, values)
        if changed is None:
            raise NotFound
        entry = audit(by, "forms.schedule.change", schedule_id, by.tenant_id, **values)
        add_events(connection, [entry])
    return as_state(changed)


def calendar(schedules: list[State], year: int) -> list[tuple[Mapping[str, Any], str, list[Due]]]:
    """(schedule, period, one Due for each time zone) of everything that opens in `year`."""
    unit = {"tenant_id": "", "code": "", "kind": "upt", "unit_type": "", "status": "active"}
    start = datetime(year - 1, 1, 1, tzinfo=UTC)
    lines = []
    for schedule, period in in_year(schedules, year):
        open_to_all = {**schedule, "unit_types": []}
        found = [due(open_to_all, {**unit, "time_zone": zone}, period, start) for zone in ZONES]
        lines.append((schedule, period, [each for each in found if isinstance(each, Due)]))
    return sorted(lines, key=lambda line: (line[2][0].opens_at, line[0]["instrument"]))


def _read(body: State) -> State:
    fields = Fields(body, CHANGEABLE)
    opens_time = fields.text("opens_time")
    if opens_time and not TIME.fullmatch(opens_time):
        fields.fault("opens_time", "must be a time of day like 00:00")
    types, known = body.get("unit_types", []), unit_types()
    if not isinstance(types, list) or any(each not in known for each in types):
        listed = ", ".join(known)
        fields.fault("unit_types", f"must be unit types out of {listed}; an empty list means all")
    values = {
        "opens_day": fields.number("opens_day", *NUMBERS["opens_day"]),
        "opens_time": opens_time,
        "late_days": fields.number("late_days", *NUMBERS["late_days"]),
        "place": {code: fields.text(f"place_{code}") for code in ("id", "en")},
        "unit_types": [each for each in known if each in types],
        "to_period": fields.text("to_period") if body.get("to_period") else None,
        "release_step": fields.number("release_step", *NUMBERS["release_step"]),
        "status": fields.choice("status", STATUSES, STATUSES[0]),
    }
    fields.done()
    return values


def _check_periods(known: State, values: State) -> None:
    last = values["to_period"]
    if last is None:
        return
    try:
        bounds(last, ZONES[0])
    except ValueError as fault:
        raise invalid("to_period", str(fault)) from fault
    if ("S" in last) != ("S" in known["from_period"]) or last < known["from_period"]:
        raise invalid("to_period", f"must be of the kind of {known['from_period']}, not before it")
