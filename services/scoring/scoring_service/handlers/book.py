"""All that summaries of one period are made of, read once for however many tenants ask."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from chassis import clock, tenants
from contracts.summary_shapes import Region, Small, Summaries, Summary
from sqlalchemy import Connection, Row

from scoring_service.domain.life import DAY_OF
from scoring_service.domain.methods import Formula, read_formula
from scoring_service.domain.periods import is_month, last_day, within
from scoring_service.domain.summaries import Result, Unit, own, region, unit
from scoring_service.handlers.idle import idle_months
from scoring_service.handlers.small import small_of
from scoring_service.store import finals, small, summaries

State = dict[str, Any]
# Without any of these there is nothing to tell.
PARTS = ("own", "region", "regrouped", "small")
Results = Mapping[str, Mapping[str, Mapping[str, Result]]]
"""By instrument, tenant and period."""


@dataclass(frozen=True)
class Book:
    """`units` and `small` by instrument and tenant; `then` and `now`: who stands below whom on the
    last day of the period and today, by ancestor."""

    period: str
    tenants: Mapping[str, State]
    then: Mapping[str, set[str]]
    now: Mapping[str, set[str]]
    surveyed: Mapping[str, set[str]]
    units: Mapping[str, Mapping[str, Unit]]
    small: Mapping[tuple[str, str], list[Small]]

    def summaries(self, tenant_id: str) -> Summaries:
        instruments = {*self.units, *(instrument for instrument, _ in self.small)}
        made = [self._summary(tenant_id, instrument) for instrument in sorted(instruments)]
        return {
            "summary_id": f"{tenant_id}/{self.period}",
            "tenant_id": tenant_id,
            "period": self.period,
            "summaries": [each for each in made if any(each.get(part) for part in PARTS)],
        }

    def _summary(self, tenant_id: str, instrument: str) -> Summary:
        itself = self.units.get(instrument, {}).get(tenant_id)
        then, now = (
            self._members(tenant_id, instrument, tree.get(tenant_id, set()))
            for tree in (self.then, self.now)
        )
        return {
            "instrument": instrument,
            "own": own(itself) if itself and self.period not in itself.whys else None,
            "region": self._region(instrument, then),
            "regrouped": None if now == then else self._region(instrument, now),
            "small": self.small.get((instrument, tenant_id), []),
        }

    def _members(self, tenant_id: str, instrument: str, below: Iterable[str]) -> set[str]:
        """Those that should have answers: with a survey of it, and each UPT there was."""
        asked = self.tenants.get(tenant_id)
        every = (self.tenants[each] for each in below if each in self.tenants)
        surveyed = self.surveyed.get(instrument, set())
        return {
            each["tenant_id"]
            for each in tenants.counted(every, asked)
            if each["tenant_id"] in surveyed or self._should(each)
        }

    def _should(self, tenant: State) -> bool:
        began = min(link["valid_from"] for link in tenant["parents"])
        there = began <= last_day(self.period).isoformat()
        return bool(there and tenant["status"] == "active" and tenant["kind"] == "upt")

    def _region(self, instrument: str, members: Iterable[str]) -> Region | None:
        units = self.units.get(instrument, {})
        return region({each: units.get(each) for each in sorted(members)})


def read_book(connection: Connection, period: str) -> Book:
    today = clock.today(DAY_OF)
    results, pooled = _results(connection, period), small.of_span(connection, period)
    formulas = _formulas(connection, results, pooled)
    return Book(
        period,
        tenants.states(connection),
        summaries.below(connection, min(last_day(period), today)),
        summaries.below(connection, today),
        summaries.surveyed(connection, within(period)),
        _units(period, results, _idle(connection, period, results), formulas),
        small_of(pooled, formulas),
    )


def _units(
    period: str,
    results: Results,
    idle: Mapping[str, set[str]],
    formulas: Mapping[str, Formula],
) -> dict[str, dict[str, Unit]]:
    return {
        instrument: {
            tenant: made
            for tenant, of_unit in by_tenant.items()
            if (made := unit(period, of_unit, idle.get(tenant, ()), formulas))
        }
        for instrument, by_tenant in results.items()
    }


def _results(connection: Connection, period: str) -> Results:
    found: dict[str, dict[str, dict[str, Result]]] = defaultdict(lambda: defaultdict(dict))
    for row in finals.of_periods(connection, within(period)):
        found[row.instrument][str(row.tenant_id)][row.period] = Result(
            row.state["version"],
            row.state["n"],
            {code: Fraction(value) for code, value in row.state["values"].items()},
            row.state["lack"],
        )
    return found


def _formulas(
    connection: Connection, results: Results, pooled: Iterable[Row[Any]]
) -> dict[str, Formula]:
    """Of the versions by which they are."""
    wanted = {row.state["version"] for row in pooled} | {
        result.version
        for by_tenant in results.values()
        for of_unit in by_tenant.values()
        for result in of_unit.values()
    }
    return {
        state["formula_version_id"]: read_formula(state["code"], state["definition"])
        for state in summaries.formula_states(connection)
        if state["formula_version_id"] in wanted
    }


def _idle(connection: Connection, period: str, results: Results) -> dict[str, set[str]]:
    """By tenant that lacks a month, those of which the kanwil has confirmed that nobody was
    served."""
    months = [each for each in within(period) if each != period or is_month(period)]
    lacking = {
        tenant
        for by_tenant in results.values()
        for tenant, of_unit in by_tenant.items()
        if period not in of_unit and len(of_unit) < len(months)
    }
    return idle_months(connection, sorted(lacking), months)
