"""What a kanwil confirms: the months of its units, and decisions on exactly what it has seen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis.auth import Principal
from chassis.database import Database, Scope
from chassis.problems import NotFound

from forms_service.domain.period import before, bounds, current
from forms_service.domain.schedule import PUBLIC_KINDS
from forms_service.domain.unit_month import NEEDS, UnitMonth, unit_months
from forms_service.handlers.events import as_state
from forms_service.handlers.fields import invalid
from forms_service.handlers.populations import decide
from forms_service.handlers.services import names_of
from forms_service.store import populations, tenants

State = dict[str, Any]
CAPITAL = "Asia/Jakarta"


@dataclass(frozen=True, slots=True)
class Overview:
    """The units below `top` (the whole scope when it is None) in `period`; `name_of` finds both
    names of a unit's service by its key."""

    period: str
    top: State | None
    units: list[UnitMonth]
    name_of: Callable[[Mapping[str, Any], str], tuple[str, str]]

    @property
    def groups(self) -> dict[str, list[UnitMonth]]:
        """By need; only those that have units."""
        by_need = {need: [each for each in self.units if each.need == need] for need in NEEDS}
        return {need: units for need, units in by_need.items() if units}


def overview(
    database: Database, by: Principal, period: str | None, unit: str | None, now: datetime
) -> Overview:
    """The period defaults to the present month. Raise NotFound for a unit outside the scope,
    Invalid for what is no period."""
    with database.scope(by.scope) as connection:
        known = tenants.states(connection)
    top = _top(known, by, unit)
    period = period or current("month", now, top["time_zone"] if top else CAPITAL)
    try:
        bounds(period, CAPITAL)
    except ValueError as fault:
        raise invalid("period", str(fault)) from fault
    scope = Scope(top["tenant_id"], by.unit_types) if top else by.scope
    with database.scope(scope) as connection:
        units = tenants.states(connection).values() if top else known.values()
        rows = populations.of_periods(connection, [period, before(period)])
        name_of = names_of(connection)
    public = [each for each in units if each["status"] == "active" and each["kind"] in PUBLIC_KINDS]
    states = [as_state(row) for row in rows]
    return Overview(period, top, unit_months(public, states, period, by.subject), name_of)


def decide_seen(
    database: Database, by: Principal, seen: Mapping[str, int], *, confirm: bool, reason: str
) -> list[State]:
    """Decide on the numbers {population id: recipients} as they were on the page, all or none.

    Raise NotFound outside the scope, Invalid when one has changed meanwhile or none is chosen.
    """
    if not seen:
        raise invalid("population", "choose at least one unit")
    return decide(database, by, list(seen), confirm=confirm, reason=reason, seen=seen)


def _top(known: Mapping[str, State], by: Principal, unit: str | None) -> State | None:
    """The unit asked for, else the caller's own, which a scope cut by unit type may not hold."""
    if unit is None:
        return known.get(by.tenant_id)
    found = next((each for each in known.values() if each["code"] == unit), None)
    if found is None:
        raise NotFound
    return found
