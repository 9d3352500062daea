"""Surveys at which practice people answer, out of the tables of forms."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis import clock, tenants
from chassis.config import read_settings
from chassis.database import Database
from chassis.outbox import add_events
from contracts.form_shapes import Item
from forms_service.config import FormsSettings
from forms_service.shared.ids import seed_id
from forms_service.shared.offices import serves_public
from forms_service.shared.period import CAPITAL, period_of
from forms_service.shared.tables import rows, versions
from forms_service.surveys import handlers as surveys
from sqlalchemy import Connection

from suara_local.practice.extent import Extent, number_is, units_in
from suara_local.practice.months import DEMO_UNITS, MONTHLY, survey_of
from suara_local.practice.past_months import number_of, numbers_begun, surveys_begun
from suara_local.practice.truth import Unit, recipients, unit_of

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


def this_month(now: datetime) -> str:
    return period_of(MONTHLY, now, CAPITAL)


def open_month(environment: Environment, extent: Extent, month: str, last: str) -> list[Place]:
    """Have a month that is over, `last` being the last of them; return where answers are missing:
    what was closed had its answers before. `environment` is that of forms."""
    now = clock.now()
    with _connection(environment) as connection:
        public = _public(connection)
        units = units_in(extent, public, month, this_month(now))
        wanted = [(each, survey_of(each, month, now)) for each in units]
        numbers = [one for each in units for one in _numbers(each, month, last)]
        add_events(connection, surveys_begun(connection, wanted))
        add_events(connection, numbers_begun(connection, numbers))
        return list(_places(connection, units, {(MONTHLY, month)}))


def close_before(environment: Environment, month: str) -> None:
    """Whatever ended when `month` began, at that true end."""
    surveys.close_before(read_settings(FormsSettings, environment), month)


def present(environment: Environment, extent: Extent) -> list[Place]:
    """Where people answer today."""
    now = clock.now()
    with _connection(environment) as connection:
        month = this_month(now)
        units = units_in(extent, _public(connection), month, month)
        half = period_of(HALF_YEARLY, now, CAPITAL)
        return list(_places(connection, units, {(MONTHLY, month), (HALF_YEARLY, half)}))


def _public(connection: Connection) -> list[State]:
    return [each for each in tenants.states(connection).values() if serves_public(each)]


def _numbers(state: State, month: str, last: str) -> Iterator[State]:
    """The demo units have theirs in every month."""
    demo = state["code"] in DEMO_UNITS
    known = "confirmed" if demo else number_is(state["code"], month, last)
    if known:
        for service, number in recipients(unit_of(state), month).items():
            yield number_of(state, month, service, number, confirmed=known == "confirmed")


def _places(
    connection: Connection, units: Sequence[State], periods: Collection[tuple[str, str]]
) -> Iterator[Place]:
    """Of the surveys that are open, in the order of the units."""
    items = {
        form["form_version_id"]: form["definition"]["items"]
        for form in versions.form_versions(connection)
    }
    points = rows.all_rows(connection, "collection_points")
    codes = {str(row.point_id): row.code for row in points}
    found: dict[str, list[Any]] = {}
    for row in rows.all_rows(connection, "surveys"):
        if row.status == "open" and (row.instrument, row.period) in periods:
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
