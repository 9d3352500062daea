"""What a kanwil confirms: the months of its units, and decisions on exactly what it has seen."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from chassis import tenants
from chassis.database import Database, Scope
from chassis.principal import Principal
from chassis.problems import NotFound, invalid
from chassis.second_person import independent

from forms_service.populations import handlers as populations
from forms_service.populations.confirmations.rules import NEEDS, UnitMonth, unit_months
from forms_service.populations.rules import MONTHS_BACK
from forms_service.services.handlers import names_of
from forms_service.shared.events import as_state
from forms_service.shared.offices import serves_public
from forms_service.shared.period import (
    CAPITAL,
    ZONES,
    before,
    bounds,
    current,
    months_before,
    semester_of,
)

State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Overview:
    """The units below `top` (the whole scope when it is None) in `period`, or `only` one of them;
    no practice unit, unless `top` is one;
    `choices` are the periods to choose from, newest first, `waiting` how many units wait in which;
    `over` says that the period is, in its last time zone; `name_of` finds both names of a unit's
    service by its key."""

    period: str
    choices: list[str]
    waiting: dict[str, int]
    top: State | None
    only: UnitMonth | None
    units: list[UnitMonth]
    over: bool
    name_of: Callable[[Mapping[str, Any], str], tuple[str, str]]

    @property
    def groups(self) -> dict[str, list[UnitMonth]]:
        """By need; only those that have units."""
        by_need = {need: [each for each in self.units if each.need == need] for need in NEEDS}
        return {need: units for need, units in by_need.items() if units}

    @property
    def elsewhere(self) -> dict[str, int]:
        """The other periods in which something waits, newest first."""
        others = sorted(self.waiting, key=lambda each: bounds(each, CAPITAL), reverse=True)
        return {each: self.waiting[each] for each in others if each != self.period}


def overview(
    database: Database,
    by: Principal,
    period: str | None,
    unit: str | None,
    now: datetime,
    *,
    only: str | None = None,
) -> Overview:
    """The period defaults to the present month. Raise NotFound for a unit outside the scope,
    Invalid for what is no period."""
    with database.scope(by.scope) as connection:
        known = tenants.states(connection)
    top = _top(known, by, unit)
    present = current("month", now, top["time_zone"] if top else CAPITAL)
    period = period or present
    try:
        ends = {zone: bounds(period, zone)[1] for zone in ZONES}
    except ValueError as fault:
        raise invalid("period", str(fault)) from fault
    over = {zone for zone, end in ends.items() if end <= now}
    scope = Scope(top["tenant_id"], by.unit_types) if top else by.scope
    with database.scope(scope) as connection:
        seen = tenants.states(connection) if top else known
        rows = populations.of_periods(connection, [period, before(period)])
        waiting = populations.waiting(connection)
        name_of = names_of(connection)
    apart = partial(independent, second=by)
    public = [each for each in tenants.counted(seen.values(), top) if serves_public(each)]
    ids = {each["tenant_id"] for each in public}
    mine = {(row.period, str(row.tenant_id)) for row in waiting if apart(row.entered_by)}
    counts = dict(Counter(each for each, tenant_id in mine if tenant_id in ids))
    states = [as_state(row) for row in rows]
    found = unit_months(public, states, period, apart, over=over)
    return Overview(
        period,
        _choices(period, present, counts),
        counts,
        top,
        _one(found, only),
        found,
        over == {*ZONES},
        name_of,
    )


def _choices(period: str, present: str, waiting: Iterable[str]) -> list[str]:
    """A year of months and its semesters, and whatever else is shown or waits."""
    months = [*months_before(present, MONTHS_BACK), present]
    offered = {period, *months, *(semester_of(month) for month in months), *waiting}
    return sorted(offered, key=lambda each: bounds(each, CAPITAL)[::-1], reverse=True)


def _one(found: Iterable[UnitMonth], code: str | None) -> UnitMonth | None:
    """Raise NotFound for a code that is not among them."""
    if code is None:
        return None
    one = next((each for each in found if each.tenant["code"] == code), None)
    if one is None:
        raise NotFound
    return one


def decide_seen(
    database: Database, by: Principal, seen: Mapping[str, int | None], *, confirm: bool, reason: str
) -> list[State]:
    """Decide on the numbers {population id: recipients} as they were on the page, all or none.

    Raise NotFound outside the scope, Invalid when one has changed meanwhile or none is chosen.
    """
    if not seen:
        raise invalid("population", "choose at least one number")
    return populations.decide(database, by, list(seen), confirm=confirm, reason=reason, seen=seen)


def _top(known: Mapping[str, State], by: Principal, unit: str | None) -> State | None:
    """The unit asked for, else the caller's own, which a scope cut by unit type may not hold."""
    if unit is None:
        return known.get(by.tenant_id)
    found = next((each for each in known.values() if each["code"] == unit), None)
    if found is None:
        raise NotFound
    return found
