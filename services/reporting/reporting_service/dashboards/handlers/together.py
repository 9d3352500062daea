"""What final results say together, as pages and answers read it."""

from collections.abc import Sequence
from typing import Any

from chassis.database import Database
from chassis.principal import Principal
from chassis.tenant_tree import short_name
from sqlalchemy import Connection

from reporting_service.dashboards import store
from reporting_service.dashboards.rules.region import Part, RegionView, by_period, parts
from reporting_service.dashboards.rules.shown_together import (
    Together,
    newest_listed,
    together_of,
)
from reporting_service.shared.tenants import named

State = dict[str, Any]


def summed(
    database: Database, person: Principal, code: str, instrument: str
) -> tuple[State, Together]:
    """A tenant, and what its final results and those below it say together. Raise NotFound for one
    outside the caller's scope."""
    with database.scope(person.scope) as connection:
        tenant = named(connection, code)
        return tenant, read_together(connection, tenant, instrument)


def read_together(connection: Connection, tenant: State, instrument: str) -> Together:
    kept = store.summaries_of(connection, tenant["tenant_id"])
    return together_of(tenant["tenant_id"], instrument, kept)


def listed_below(
    connection: Connection, region: RegionView, below: list[State], instrument: str
) -> tuple[Sequence[Part], int | None]:
    """What stands in the list of `region`, and the newest edition in it."""
    kept = store.summaries_in(connection, region.period)
    there = [(each, *kept[key]) for each in below if (key := each["tenant_id"]) in kept]
    found = parts(
        (each["code"], short_name(each), summary)
        for each, state, _ in there
        if (summary := by_period([state], instrument).get(region.period))
    )
    return found, newest_listed(found, (edition for *_, edition in there))
