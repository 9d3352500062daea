"""Surveys at which practice people answer, out of the tables of forms."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from chassis import clock, tenants
from chassis.config import read_settings
from chassis.database import Database
from chassis.outbox import add_events
from contracts.form_shapes import Item
from forms_service.config import FormsSettings
from forms_service.shared.ids import seed_id
from forms_service.shared.period import CAPITAL, period_of
from forms_service.shared.tables import rows, versions
from sqlalchemy import Connection

from suara_local.practice.extent import Extent, months_of, public_of, units_in
from suara_local.practice.months import MONTHLY, this_month
from suara_local.practice.past_months import past_ended
from suara_local.practice.truth import Unit, unit_of

State = dict[str, Any]
Environment = Mapping[str, str]
HALF_YEARLY = "IKM"


@dataclass(frozen=True)
class Place:
    """`code` is that of the unit's first point; `items` are the statements, in their order."""

    unit: Unit
    code: str
    survey_id: str
    form_version_id: str
    instrument: str
    period: str
    items: Sequence[Item]


def past(environment: Environment, extent: Extent) -> dict[str, list[Place]]:
    """By month, oldest first, where people answered then. `environment` is that of forms."""
    now = this_month(clock.now())
    with _connection(environment) as connection:
        public = public_of(tenants.states(connection))
        units = {month: units_in(extent, public, month, now) for month in months_of(extent, now)}
        return {
            month: list(_places(connection, some, {(MONTHLY, month)}))
            for month, some in units.items()
        }


def end(environment: Environment, month: str) -> None:
    """All its answers are there."""
    with _connection(environment) as connection:
        public = public_of(tenants.states(connection))
        add_events(connection, past_ended(connection, public, month))


def present(environment: Environment, extent: Extent) -> list[Place]:
    """Where people answer today."""
    now = clock.now()
    with _connection(environment) as connection:
        month, half = this_month(now), period_of(HALF_YEARLY, now, CAPITAL)
        units = units_in(extent, public_of(tenants.states(connection)), month, month)
        wanted = {(MONTHLY, month), (HALF_YEARLY, half)}
        return list(_places(connection, units, wanted, open_ones=True))


def _places(
    connection: Connection,
    units: Sequence[State],
    periods: Collection[tuple[str, str]],
    *,
    open_ones: bool = False,
) -> Iterator[Place]:
    """Of the surveys of these instruments and periods, in the order of the units."""
    items = {
        form["form_version_id"]: form["definition"]["items"]
        for form in versions.form_versions(connection)
    }
    points = rows.all_rows(connection, "collection_points")
    codes = {str(row.point_id): row.code for row in points}
    found: dict[str, list[Any]] = {}
    for row in rows.all_rows(connection, "surveys"):
        wanted = row.status == "open" or not open_ones
        if wanted and (row.instrument, row.period) in periods:
            found.setdefault(str(row.tenant_id), []).append(row)
    for state in units:
        for row in found.get(state["tenant_id"], []):
            yield Place(
                unit_of(state),
                codes[seed_id("point", state["code"])],
                str(row.survey_id),
                str(row.form_version_id),
                row.instrument,
                row.period,
                items[str(row.form_version_id)],
            )


@contextmanager
def _connection(environment: Environment) -> Iterator[Connection]:
    settings = read_settings(FormsSettings, environment)
    with closing(Database(settings.database_worker_url)) as worker, worker.unbound() as connection:
        yield connection
