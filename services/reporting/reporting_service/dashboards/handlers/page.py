"""What pages and reports need, each read in one transaction of the caller's scope."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from chassis import clock
from chassis.database import Database
from chassis.principal import Principal
from chassis.problems import Unavailable
from chassis.tenant_tree import is_practice, short_name
from chassis.tenants import tenant as tenant_of
from contracts.form_shapes import FormVersion
from contracts.summary_shapes import Own, Small
from sqlalchemy import Connection

from reporting_service.dashboards import store
from reporting_service.dashboards.handlers.together import listed_below, read_together
from reporting_service.dashboards.rules.computed import computed
from reporting_service.dashboards.rules.forecast import forecast
from reporting_service.dashboards.rules.periods import (
    FIRST,
    FIRST_DAYS,
    chosen,
    last_final,
    running,
)
from reporting_service.dashboards.rules.region import (
    Part,
    RegionView,
    own_quarters,
    region_view,
    small_ones,
)
from reporting_service.dashboards.rules.shown import Editions, editions_of
from reporting_service.dashboards.rules.shown_together import Together
from reporting_service.dashboards.rules.summary import Group, groups
from reporting_service.dashboards.rules.units import UnitRow, unit_row
from reporting_service.dashboards.rules.views import SurveyView, survey_view
from reporting_service.dashboards.rules.zone import Zone, zone_of
from reporting_service.historic.handlers import beside
from reporting_service.historic.rules import HistoricView
from reporting_service.shared import tenants

State = dict[str, Any]


@dataclass(frozen=True)
class UnitPage:
    """One tenant, the surveys of it and below it as choices, its own one shown, with its history up
    to then, and what stands below. `period` is None where what was asked for is not there. `zone`
    is where it stands on the way to WBK and WBBM now; `running` are its surveys after the one shown
    whose result is still to come; `region` is what the units below it come to
    together, with `parts` of it, and `quarters` are its own; `small` is what too few said, taken
    together, `historic` what was published of it before Suara. `begun` is the newest period, where
    that has only just begun and tells nothing yet; `editions` and `together` tell what of all this
    was shown."""

    tenant: State
    above: list[State]
    instrument: str
    period: str | None
    instruments: list[str]
    periods: list[str]
    shown: SurveyView | None
    history: list[SurveyView]
    running: list[SurveyView]
    last_final: str | None
    units: list[UnitRow]
    groups: list[Group]
    zone: Zone | None
    begun: str | None
    region: RegionView | None
    parts: Sequence[Part]
    quarters: Sequence[tuple[str, Own]]
    small: Sequence[tuple[str, Small]]
    historic: HistoricView | None
    editions: Editions
    together: Together

    @property
    def newest(self) -> bool:
        """Whether it is the newest period that tells anything, on which a standing of now may be
        read: of an office alone the last final one too, since a standing is of final ones."""
        told = self.periods[: 2 if self.begun else 1]
        return self.period in told or (not self.units and self.is_last_final)

    @property
    def is_last_final(self) -> bool:
        return self.shown is not None and self.period == self.last_final


def own_office(database: Database, person: Principal) -> str | None:
    """The code of the caller's office; None when a scope cut by unit type does not hold it."""
    with database.scope(person.scope) as connection:
        own = tenant_of(connection, person.tenant_id)
    return own["code"] if own else None


def units_found(
    database: Database, person: Principal, search: str, after: str, limit: int
) -> list[State]:
    """Units of the caller's scope by code, whose code or name holds `search`."""
    with database.scope(person.scope) as connection:
        return tenants.tenants(connection, search, after, limit)


def code_of(database: Database, person: Principal, tenant_id: str) -> str:
    """Raise NotFound for a tenant outside the caller's scope."""
    with database.scope(person.scope) as connection:
        return str(tenants.named(connection, tenant_id)["code"])


def unit_page(
    database: Database,
    person: Principal,
    code: str,
    instrument: str | None,
    period: str | None,
    language: str,
    span: str | None = None,
    *,
    telling: bool = False,
) -> UnitPage:
    """Raise NotFound for a tenant outside the caller's scope, whatever the reason. Where no period
    is asked for it is the newest; or, for who wants a `telling` one, the last that is final of a
    unit alone, and of others the one before a newest that has only just begun."""
    with database.scope(person.scope) as connection:
        tenant = tenants.named(connection, code)
        above = _above(connection, tenant)
        offered = store.offered(connection, tenant["tenant_id"], practice=is_practice(tenant))
        wanted, when = chosen(offered, instrument, period) or (instrument or FIRST, None)
        periods = [each for code, each in offered if code == wanted]
        below = tenants.tenants_below(connection, tenant)
        begun = _only_begun(connection, wanted, periods, alone=not below)
        if begun and telling and period is None:
            when = periods[1]
        rows = [dict(row._mapping) for row in store.surveys_of(connection, tenant["tenant_id"])]
        services = store.services_of(connection, tenant["tenant_id"])
        every = [
            _view(connection, row, services, language)
            for row in rows
            if row["survey"]["instrument"] == wanted
        ]
        final = last_final(every)
        if final and telling and period is None and not below:
            when = final
        views = [view for view in every if view.period <= (when or "")]
        # Of it and all below: the scope is narrowed to them.
        standings = store.standings(connection)
        zones = {key: zone_of(each, wanted) for key, (each, _) in standings.items()}
        listed = {tenant["tenant_id"], *(each["tenant_id"] for each in below)}
        stand = {key: (standings[key][1], bool(zones[key])) for key in listed & zones.keys()}
        found = _found(connection, tenant, below, wanted, when)
        units = _units(tenant, below, found, language, zones)
        together = read_together(connection, tenant, wanted)
        region = region_view(together.summaries, when, span) if when and below else None
        those, newest = listed_below(connection, region, below, wanted) if region else ([], None)
        own = computed(views, together.summaries)
        # An office without any survey has no choice of instruments.
        asked = wanted if offered else None
        historic = beside(connection, tenant["tenant_id"], asked, when, own)
    return UnitPage(
        tenant=tenant,
        above=above,
        instrument=wanted,
        period=when,
        instruments=sorted({code for code, _ in offered}),
        periods=periods,
        shown=next((view for view in views if view.period == when), None),
        history=views[::-1],
        running=running(every, when),
        last_final=final,
        units=units,
        groups=groups(units, _parents(below, tenant["tenant_id"])),
        zone=zones.get(tenant["tenant_id"]),
        begun=begun,
        region=region,
        parts=those,
        quarters=own_quarters(together.summaries, when) if when else (),
        small=small_ones(together.summaries, when) if when else (),
        historic=historic,
        editions=editions_of(tenant["tenant_id"], (wanted, when), rows, found, stand),
        together=replace(together, below=newest),
    )


def _only_begun(
    connection: Connection, instrument: str, periods: Sequence[str], *, alone: bool
) -> str | None:
    """The newest of several periods in its first days, before there is anything to tell: for a unit
    that stands `alone` an answer, for those above a figure of one of their units."""
    if len(periods) <= 1:
        return None
    since = clock.now() - FIRST_DAYS
    told = store.has_told(connection, instrument, periods[0], since=since, counts=alone)
    return None if told else periods[0]


def _above(connection: Connection, tenant: State) -> list[State]:
    """The offices above, from the top of the caller's scope down."""
    parent = _parent(tenant)
    state = tenant_of(connection, parent) if parent else None
    return [*_above(connection, state), state] if state else []


def _found(
    connection: Connection,
    tenant: State,
    below: list[State],
    instrument: str,
    period: str | None,
) -> dict[str, State]:
    """Surveys of the period by tenant, of those below alone."""
    if not below or period is None:
        return {}
    found = store.rows_below(connection, tenant["tenant_id"], instrument, period)
    return {key: found[key] for each in below if (key := each["tenant_id"]) in found}


def _units(
    tenant: State,
    below: list[State],
    found: Mapping[str, State],
    language: str,
    zones: Mapping[str, Zone | None],
) -> list[UnitRow]:
    """Every unit below with a survey, and every UPT that should have one."""
    top = _tops(below, tenant["tenant_id"])
    return [
        unit_row(each, short_name(each), top[key], found.get(key), language, zones.get(key))
        for each in below
        if (key := each["tenant_id"]) in found or each["kind"] == "upt"
    ]


def _parents(below: list[State], above: str) -> dict[str, str]:
    """Names of the direct children of `above`, by code."""
    return {each["code"]: short_name(each) for each in below if _parent(each) == above}


def _tops(below: Iterable[State], above: str) -> dict[str, str]:
    """By tenant id: the code of the child of `above` on the way up to it."""
    by_id = {each["tenant_id"]: each for each in below}

    def climb(each: State) -> str:
        parent = by_id.get(_parent(each) or above)
        return climb(parent) if parent else str(each["code"])

    return {key: climb(each) for key, each in by_id.items()}


def _parent(tenant: State) -> str | None:
    day = clock.today().isoformat()
    held = [
        link["parent_id"]
        for link in tenant["parents"]
        if link["valid_from"] <= day and (link.get("valid_to") or "9999") > day
    ]
    return held[0] if held else None


def _view(connection: Connection, row: Any, services: Sequence[State], language: str) -> SurveyView:
    survey = row["survey"]
    form: FormVersion = _version(connection, "form_versions", survey["form_version_id"])
    formula: State = _version(connection, "formula_versions", survey["formula_version_id"])
    view = survey_view(survey, row["score"], row["target"], form, formula, language, services)
    return replace(view, forecast=forecast(view.counted, view.target, survey, clock.now()))


def _version(connection: Connection, table: str, identifier: str) -> Any:
    """Topics may arrive in any order; the form of a new survey follows within a moment."""
    known: dict[str, Any] = connection.info.setdefault("versions", {})
    if identifier not in known:
        found = store.version(connection, table, identifier)
        if found is None:
            raise Unavailable("The form of this survey has not arrived yet")
        known[identifier] = found
    return known[identifier]
