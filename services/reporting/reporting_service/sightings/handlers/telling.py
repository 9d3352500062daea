"""Telling auditors who was shown a result, in which edition, and when first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chassis import clock
from chassis.database import Database
from chassis.principal import Principal
from chassis.problems import invalid
from chassis.tenant_tree import ClosureRow, closure, is_practice
from chassis.tenants import State, some
from sqlalchemy import Connection

from reporting_service.shared.tenants import named
from reporting_service.sightings import store
from reporting_service.sightings.rules import KINDS, Asked, Figure, Sighting, until_of


@dataclass(frozen=True)
class Report:
    """Who was shown one figure, until some moment if one was asked for. `figure` is None where the
    unit has none such; `of` says what it is of. `partly`: lists of offices above are out of the
    reader's scope, and nothing is known of them."""

    tenant: State
    figure: Figure | None
    of: str
    sightings: list[Sighting]
    until: datetime | None
    partly: bool


def report(database: Database, person: Principal, identifier: str, asked: Asked) -> Report:
    """Of the unit with this code or id, the newest period if none is named. Raise NotFound for a
    unit outside the caller's scope, Invalid for what `until` and `of` cannot be."""
    if asked.of not in KINDS:
        raise invalid("of", f"must be one of {', '.join(KINDS)}")
    with database.scope(person.scope) as connection:
        tenant = named(connection, identifier)
        moment = _moment(asked.until, tenant["time_zone"])
        figure = _figure(connection, tenant["tenant_id"], asked)
        known = _with_above(connection, tenant)
        found = []
        if figure:
            above, last = _listing(known, tenant), moment or clock.now()
            rows = store.first_sightings(connection, figure, tenant["unit_type"], above, last)
            found = sorted((Sighting(**row._mapping) for row in rows), key=lambda each: each.key)
    partly = bool(_parents(known.values()) - known.keys())
    return Report(tenant, figure, asked.of, found, moment, partly)


def _figure(connection: Connection, tenant_id: str, asked: Asked) -> Figure | None:
    about = (tenant_id, asked.instrument, asked.period)
    if kinds := KINDS[asked.of]:
        return store.newest_value(connection, *about, kinds)
    return store.newest_result(connection, *about)


def _moment(until: str, zone: str) -> datetime | None:
    if not until:
        return None
    moment = until_of(until, zone)
    if moment is None:
        raise invalid("until", "must be a day (2026-11-18), or a moment with its offset from UTC")
    return moment


def _with_above(connection: Connection, tenant: State) -> dict[str, State]:
    """The unit and the offices that ever stood above it, inside the reader's scope, by id."""
    known = {tenant["tenant_id"]: tenant}
    wanted = _parents([tenant])
    while wanted:
        found = some(connection, wanted)
        known |= found
        wanted = _parents(found.values()) - known.keys()
    return known


def _parents(states: Iterable[State]) -> set[str]:
    return {link["parent_id"] for each in states for link in each["parents"] if link["parent_id"]}


def _listing(known: dict[str, State], tenant: State) -> list[ClosureRow]:
    """Those in whose lists the unit stood, and when: lists of others leave practice units out."""
    return [
        row
        for row in closure(known.values())
        if row.tenant_id == tenant["tenant_id"] != row.ancestor_id
        and (is_practice(known[row.ancestor_id]) or not is_practice(tenant))
    ]
