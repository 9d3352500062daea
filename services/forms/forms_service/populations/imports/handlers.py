"""Numbers of recipients from a table, for many units and periods at once; all rows or none.

What is stored goes the way of the operator's page, so it waits for the same confirmation.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chassis.database import Database
from chassis.imports import Outcome
from chassis.principal import Principal
from chassis.second_person import hand
from chassis.tables import Column, Row, RowFault, Table, repeated, whole_number
from sqlalchemy import Connection

from forms_service.populations import rules
from forms_service.populations.handlers import enter_all, of_periods
from forms_service.populations.rules import MOST, STAGES
from forms_service.services.handlers import services_of
from forms_service.shared.events import as_state
from forms_service.shared.period import bounds
from forms_service.shared.reasons import SHORTEST_REASON
from forms_service.shared.units import units_by_code

State = dict[str, Any]
COLUMNS = (
    Column("tenant_code", "W11-01"),
    Column("period", "2026-11"),
    Column("service", "Kunjungan"),
    Column("recipients", "310"),
    Column("stage", "provisional", needed=False),
    Column("reason", needed=False),
)
Key = tuple[str, str, str, str]


@dataclass
class NumberChanges:
    """What is held by (tenant, period, service, stage), and by tenant the rows that would change
    it; `taken`: by the same key the row of the table that had it first."""

    by: Principal
    units: Mapping[str, State]
    held: Mapping[Key, State]
    services: dict[str, dict[str, str]] = field(default_factory=dict)
    rows: defaultdict[str, list[State]] = field(default_factory=lambda: defaultdict(list))
    taken: dict[Key, int] = field(default_factory=dict)
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    faults: list[RowFault] = field(default_factory=list)


def import_populations(database: Database, by: Principal, table: Table, store: bool) -> Outcome:
    with database.scope(by.scope) as connection:
        plan = _looked_at(connection, by, table)
        if store and not plan.faults:
            for tenant_id, rows in plan.rows.items():
                enter_all(connection, by, tenant_id, rows)
    return Outcome(
        new=plan.new,
        changed=plan.changed,
        unchanged=plan.unchanged,
        faults=sorted(plan.faults, key=lambda fault: fault.row),
    )


def _looked_at(connection: Connection, by: Principal, table: Table) -> NumberChanges:
    periods = sorted({row["period"] for row in table.rows})
    held: dict[Key, State] = {
        (str(row.tenant_id), row.period, row.service, row.stage): as_state(row)
        for row in of_periods(connection, periods)
    }
    twice = repeated(table.rows, "tenant_code", "period", "stage", "service")
    plan = NumberChanges(by, units_by_code(connection), held, faults=[*table.faults, *twice])
    faulty = {fault.row for fault in plan.faults}
    for row in table.rows:
        if row.number not in faulty:
            _take(connection, plan, row)
    return plan


def _take(connection: Connection, plan: NumberChanges, row: Row) -> None:
    tenant = plan.units.get(row["tenant_code"])
    number, stage = whole_number(row["recipients"]), row["stage"] or STAGES[0]
    service = _service(connection, plan, tenant, row["service"]) if tenant else ""
    faults = list[RowFault]()
    if tenant is None:
        faults.append(row.fault("tenant_code", "not_in_scope"))
    elif not _is_period(row["period"], tenant["time_zone"]):
        faults.append(row.fault("period", "period"))
    if number is None or number > MOST:
        faults.append(row.fault("recipients", "number", most=MOST))
    if stage not in STAGES:
        faults.append(row.fault("stage", "choice", known=", ".join(STAGES)))
    if tenant and service is None:
        known = ", ".join(sorted(set(plan.services[tenant["tenant_id"]].values())))
        faults.append(row.fault("service", "service_unknown", known=known))
    plan.faults += faults
    if tenant and not faults:
        entered = {"service": service, "recipients": number, "stage": stage}
        _sort(plan, row, str(tenant["tenant_id"]), entered)


def _sort(plan: NumberChanges, row: Row, tenant_id: str, entered: State) -> None:
    """By the rules of the page: a confirmed number changes with a reason alone."""
    key = (tenant_id, row["period"], entered["service"], entered["stage"])
    # One by its name, one by its key: the same service all the same.
    earlier = plan.taken.setdefault(key, row.number)
    if earlier != row.number:
        plan.faults.append(row.fault("service", "repeated", earlier=earlier))
        return
    before = plan.held.get(key)
    if before and before["recipients"] == entered["recipients"] and before["state"] != "returned":
        plan.unchanged += 1
        return
    new = {"population_id": str(uuid.uuid4()), **entered}
    try:
        rules.entered(before, new, hand(plan.by), row["reason"])
    except rules.RefusedError:
        plan.faults.append(row.fault("reason", "reason", least=SHORTEST_REASON))
        return
    more = {"period": row["period"], "reason": row["reason"]}
    plan.rows[tenant_id].append({**entered, **more})
    plan.changed += before is not None
    plan.new += before is None


def _service(connection: Connection, plan: NumberChanges, tenant: State, said: str) -> str | None:
    """The key of an active service by its name or key."""
    tenant_id = str(tenant["tenant_id"])
    if tenant_id not in plan.services:
        active = [each for each in services_of(connection, tenant) if each["active"]]
        plan.services[tenant_id] = {
            **{each["key"].casefold(): each["key"] for each in active},
            **{each["name"].casefold(): each["key"] for each in active},
        }
    return plan.services[tenant_id].get(said.casefold())


def _is_period(text: str, time_zone: str) -> bool:
    try:
        bounds(text, time_zone)
    except ValueError:
        return False
    return True
