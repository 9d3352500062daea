"""Enter, confirm and return the populations of a tenant; for the API, the pages and imports."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from chassis import tenants
from chassis.audit import audit
from chassis.database import Database
from chassis.events import new_event
from chassis.fields import Fields
from chassis.outbox import add_events
from chassis.principal import Principal
from chassis.problems import FieldFault, Invalid, NotFound, invalid
from chassis.second_person import hand, independent
from contracts.codec import Event
from sqlalchemy import Connection, Row

from forms_service.populations import rules, store
from forms_service.services.handlers import services_of
from forms_service.services.rules import EMPLOYEES
from forms_service.shared.events import POPULATIONS, as_state
from forms_service.shared.period import bounds
from forms_service.shared.tables.rows import all_rows
from forms_service.shared.units import owner

State = dict[str, Any]


def enter_population(database: Database, by: Principal, body: State) -> State:
    """How many people a service had in a period: N of the sample target (PermenPANRB 14/2017).

    A confirmed number changes only with a `reason`, and is confirmed anew. Raise Invalid.
    """
    fields = Fields(body, ("tenant", "period", "service", "recipients", "stage", "reason"))
    tenant_id, period = fields.id("tenant"), fields.text("period")
    row = {
        "service": fields.text("service"),
        "recipients": fields.number("recipients", 0, rules.MOST),
        "stage": fields.choice("stage", rules.STAGES, rules.STAGES[0]),
    }
    reason = fields.text("reason") if body.get("reason") else ""
    fields.done()
    return enter_populations(database, by, tenant_id, period, [row], reason)[0]


def enter_populations(
    database: Database,
    by: Principal,
    tenant_id: str,
    period: str,
    rows: Sequence[State],
    reason: str = "",
) -> list[State]:
    """All `rows` (service, recipients, stage) of one tenant and period, or none.

    Raise Invalid with every fault at once, each message beginning with its service.
    """
    full = [{**row, "period": period, "reason": reason} for row in rows]
    with database.scope(by.scope) as connection:
        return enter_all(connection, by, tenant_id, full)


def enter_all(
    connection: Connection, by: Principal, tenant_id: str, rows: Sequence[State]
) -> list[State]:
    """As `enter_populations`, in the transaction of the caller; each row has its own period and
    reason, and no two are of the same period, service and stage."""
    tenant = owner(connection, tenant_id)
    periods = {row["period"] for row in rows}
    for period in periods:
        try:
            bounds(period, tenant["time_zone"])
        except ValueError as fault:
            raise invalid("period", str(fault)) from fault
    held = {_key(row): row for row in map(as_state, store.held(connection, tenant_id, periods))}
    active = sorted(each["key"] for each in services_of(connection, tenant) if each["active"])
    wanted, faults = list[State](), list[FieldFault]()
    for row in rows:
        own: State = {
            "population_id": str(uuid.uuid4()),
            "tenant_id": tenant_id,
            "status": "active",
        }
        new = {name: value for name, value in row.items() if name != "reason"}
        own["unit_services"] = None if row["service"] == EMPLOYEES else active
        try:
            wanted.append(
                rules.entered(held.get(_key(row)), {**own, **new}, hand(by), row["reason"])
            )
        except rules.RefusedError as fault:
            faults.append(FieldFault(fault.field, f"{row['service']}: {fault}"))
    if faults:
        raise Invalid(faults=faults)
    fresh = [row for row in wanted if row != held.get(_key(row))]
    kept = {_key(row): row for row in _keep(connection, by, fresh, "enter")}
    return [kept.get(_key(row), row) for row in wanted]


def _key(row: State) -> tuple[str, str, str]:
    return row["period"], row["service"], row["stage"]


def decide(
    database: Database,
    by: Principal,
    population_ids: Sequence[str],
    *,
    confirm: bool,
    reason: str = "",
    seen: Mapping[str, int | None] | None = None,
) -> list[State]:
    """Confirm or return several numbers at once, of whatever units in scope; all or none.

    Raise NotFound outside the scope, Invalid for one's own entry, a decision without need, or a
    number that is no longer what was `seen`.
    """
    with database.scope(by.scope) as connection:
        rows = [_locked(connection, each) for each in sorted(population_ids)]
        for row in rows if seen else []:
            if row.recipients != (seen or {})[str(row.population_id)]:
                raise invalid("population", f"{row.service} has changed; load the page anew")
        return [_decide(connection, by, row, confirm, reason) for row in rows]


def hand_back(database: Database, by: Principal, population_id: str, body: State) -> State:
    """Return one number with a `reason`. Raise NotFound outside the scope, Invalid."""
    with database.scope(by.scope) as connection:
        if store.population(connection, population_id) is None:
            raise NotFound
    fields = Fields(body, ("reason",))
    reason = fields.text("reason")
    fields.done()
    return decide(database, by, [population_id], confirm=False, reason=reason)[0]


def listed(
    connection: Connection, after: str, limit: int, tenant: str | None, period: str | None
) -> list[Row[Any]]:
    """By id, the `limit` after `after`, of one tenant or period or of all."""
    return store.populations(connection, after, limit, tenant, period)


def of_tenant(connection: Connection, tenant_id: str, periods: list[str]) -> list[Row[Any]]:
    """What a tenant has for these periods."""
    return store.of_tenant(connection, tenant_id, periods)


def of_periods(connection: Connection, periods: list[str]) -> list[Row[Any]]:
    """What the tenants in scope have for these periods."""
    return store.of_periods(connection, periods)


def waiting(connection: Connection) -> list[Row[Any]]:
    """What waits for a decision in the scope."""
    return store.waiting(connection)


def every_event(connection: Connection) -> list[Event]:
    """Every number as it stands."""
    return [event(as_state(row)) for row in all_rows(connection, "populations")]


def event(row: State) -> Event:
    return new_event(POPULATIONS, row["tenant_id"], rules.in_force(row))


def _locked(connection: Connection, population_id: str) -> Row[Any]:
    """Nobody enters another number between the look and the decision. Raise NotFound."""
    found = store.population(connection, population_id)
    if found is None:
        raise NotFound
    tenants.write_as(connection, str(found.tenant_id))
    locked = store.population(connection, population_id, lock=True)
    if locked is None:
        raise NotFound
    return locked


def _decide(
    connection: Connection, by: Principal, found: Row[Any], confirm: bool, reason: str
) -> State:
    tenants.write_as(connection, str(found.tenant_id))
    try:
        wanted = rules.decided(
            as_state(found),
            by.subject,
            independent=independent(found.entered_by, by),
            confirm=confirm,
            reason=reason,
        )
    except rules.RefusedError as fault:
        raise invalid(fault.field, f"{found.service} {found.period}: {fault}") from fault
    return _keep(connection, by, [wanted], "confirm" if confirm else "return")[0]


def _keep(connection: Connection, by: Principal, rows: list[State], verb: str) -> list[State]:
    if not rows:
        return []
    states = [as_state(row) for row in store.keep(connection, rows, by.subject)]
    add_events(connection, [each for state in states for each in _events(by, state, verb)])
    return states


def _events(by: Principal, state: State, verb: str) -> tuple[Event, Event]:
    what = {name: state[name] for name in ("recipients", "stage", "state", "reason")}
    action = f"forms.population.{verb}"
    return event(state), audit(by, action, state["population_id"], state["tenant_id"], **what)
