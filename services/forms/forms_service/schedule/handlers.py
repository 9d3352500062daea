"""The national schedule as its administrator keeps it."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import yaml
from chassis import tenants
from chassis.audit import audit
from chassis.database import Database
from chassis.fields import Fields
from chassis.outbox import add_events
from chassis.principal import Principal
from chassis.problems import NotFound, invalid
from sqlalchemy import Connection

from forms_service.schedule import store
from forms_service.schedule.rules import CHANGEABLE, NUMBERS, STATUSES, Due, due, in_year
from forms_service.shared.events import as_state
from forms_service.shared.ids import seed_id
from forms_service.shared.period import CAPITAL, ZONES, bounds
from forms_service.shared.unit_types import unit_types

State = dict[str, Any]
TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)


def schedules(connection: Connection) -> list[State]:
    """Of the instruments that are offered."""
    return store.schedules(connection)


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
    values = _values(body)
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


def calendar(known: list[State], year: int) -> list[tuple[Mapping[str, Any], str, list[Due]]]:
    """(schedule, period, one Due for each time zone) of everything that opens in `year`."""
    unit = {"tenant_id": "", "code": "", "kind": "upt", "unit_type": "", "status": "active"}
    start = datetime(year - 1, 1, 1, tzinfo=UTC)
    lines = []
    for schedule, period in in_year(known, year):
        open_to_all = {**schedule, "unit_types": []}
        found = [due(open_to_all, {**unit, "time_zone": zone}, period, start) for zone in ZONES]
        lines.append((schedule, period, [each for each in found if isinstance(each, Due)]))
    return sorted(lines, key=lambda line: (line[2][0].opens_at, line[0]["instrument"]))


def begin_schedules(connection: Connection, owner: str) -> None:
    """`data/schedules.yaml` as schedules of the ministry `owner`; what is there already stays."""
    file = files("forms_service") / "data" / "schedules.yaml"
    rows = [
        {
            **each,
            "schedule_id": seed_id("schedule", f"{each['instrument']}:{each['from_period']}"),
            "tenant_id": owner,
        }
        for each in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]
    store.add_schedules(connection, rows)


def _values(body: State) -> State:
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
        bounds(last, CAPITAL)
    except ValueError as fault:
        raise invalid("to_period", str(fault)) from fault
    if ("S" in last) != ("S" in known["from_period"]) or last < known["from_period"]:
        raise invalid("to_period", f"must be of the kind of {known['from_period']}, not before it")
