"""Kinds of service from a table, for many units at once; all rows or none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chassis import tenants
from chassis.database import Database
from chassis.imports import Outcome
from chassis.principal import Principal
from chassis.problems import Invalid
from chassis.tables import Column, Row, RowFault, Table
from sqlalchemy import Connection

from forms_service.services.handlers import (
    change_alone,
    check_services,
    keep,
    new_service,
    services_of,
)
from forms_service.services.rules import MOST_ACTIVE, YES_NO
from forms_service.shared.units import units_by_code

State = dict[str, Any]
COLUMNS = (
    Column("tenant_code", "W11-01"),
    Column("name", "Kunjungan"),
    Column("name_en", "Visits"),
    Column("key", "kunjungan", needed=False),
    Column("active", "ya", needed=False),
)


@dataclass
class ServiceChanges:
    """`known` is what each unit has after the rows so far; `kept` what it has now."""

    units: Mapping[str, State]
    known: dict[str, list[State]] = field(default_factory=dict)
    kept: dict[str, list[State]] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    unchanged: int = 0
    faults: list[RowFault] = field(default_factory=list)


def import_services(database: Database, by: Principal, table: Table, store_them: bool) -> Outcome:
    """A row is the service of its unit with this key, else with this name, else a new one."""
    with database.scope(by.scope) as connection:
        plan = ServiceChanges(units_by_code(connection), faults=[*table.faults])
        if store_them:
            named = {row["tenant_code"] for row in table.sound()} & plan.units.keys()
            change_alone(connection, [str(plan.units[code]["tenant_id"]) for code in named])
        for row in table.sound():
            _take(connection, plan, row)
        _check_all(plan)
        new, changed = _differences(plan)
        if store_them and not plan.faults:
            _store(connection, by, new, changed, plan)
    return Outcome(
        new=len(new),
        changed=len(changed),
        unchanged=plan.unchanged,
        faults=sorted(plan.faults, key=lambda fault: fault.row),
    )


def _take(connection: Connection, plan: ServiceChanges, row: Row) -> None:
    tenant = plan.units.get(row["tenant_code"])
    active = YES_NO.get(row["active"].lower())
    if tenant is None:
        plan.faults.append(row.fault("tenant_code", "not_in_scope"))
    if active is None:
        plan.faults.append(row.fault("active", "choice", known="ya, tidak"))
    if tenant is None or active is None:
        return
    tenant_id = str(tenant["tenant_id"])
    if tenant_id not in plan.known:
        plan.kept[tenant_id] = services_of(connection, tenant)
        plan.known[tenant_id] = [dict(each) for each in plan.kept[tenant_id]]
    plan.rows.setdefault(tenant_id, []).append(row)
    known = plan.known[tenant_id]
    wanted = _found(known, row)
    if wanted is None:
        wanted = new_service(known, tenant_id, row["key"] or row["name"], row["name_en"])
        known.append(wanted)
    wanted.update(name=row["name"], name_en=row["name_en"], active=active)
    if wanted in plan.kept[tenant_id]:
        plan.unchanged += 1


def _found(known: list[State], row: Row) -> State | None:
    name = "key" if row["key"] else "name"
    wanted = row[name].casefold()
    return next((each for each in known if each[name].casefold() == wanted), None)


def _check_all(plan: ServiceChanges) -> None:
    """By the rules of the page; a unit is looked at once it has all of its rows."""
    for tenant_id, rows in plan.rows.items():
        known = plan.known[tenant_id]
        for row in rows:
            wanted = _found(known, row)
            if wanted is None:
                plan.faults.append(row.fault("name", "service_name"))
                continue
            try:
                check_services(known, wanted)
            except Invalid as refused:
                plan.faults.append(_fault(row, refused.faults[0].field, known))


def _fault(row: Row, name: str, known: list[State]) -> RowFault:
    if name == "name":
        return row.fault("name", "service_name")
    none = not any(each["active"] for each in known)
    return row.fault("active", "service_last" if none else "service_most", most=MOST_ACTIVE)


def _differences(plan: ServiceChanges) -> tuple[list[State], list[State]]:
    new, changed = list[State](), list[State]()
    for tenant_id, known in plan.known.items():
        ids = {each["service_id"]: each for each in plan.kept[tenant_id]}
        new += [each for each in known if each["service_id"] not in ids]
        changed += [
            each for each in known if each["service_id"] in ids and each != ids[each["service_id"]]
        ]
    return new, changed


def _store(
    connection: Connection,
    by: Principal,
    new: list[State],
    changed: list[State],
    plan: ServiceChanges,
) -> None:
    for tenant_id, kept in plan.kept.items():
        mine = [each for each in new if each["tenant_id"] == tenant_id]
        other = [each for each in changed if each["tenant_id"] == tenant_id]
        if not mine and not other:
            continue
        tenants.write_as(connection, tenant_id)
        keep(connection, by, [*kept, *mine], mine, other, plan.known[tenant_id])
