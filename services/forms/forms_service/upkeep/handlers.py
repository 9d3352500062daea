"""Closes surveys whose time is over and sends every state again; for timers and commands."""

from contextlib import closing

from chassis.database import Database
from chassis.outbox import Relay, add_events
from contracts.codec import Event, new_event
from sqlalchemy import Connection, Row

from forms_service.config import FormsSettings
from forms_service.points.store import POINT
from forms_service.populations.handlers import event as population_event
from forms_service.recordings.handlers import RECORDINGS
from forms_service.recordings.store import RECORDING
from forms_service.services.handlers import services_of, told
from forms_service.shared.events import (
    FORM_VERSIONS,
    FORMULA_VERSIONS,
    POINTS,
    SURVEYS,
    as_state,
    own_audit,
    row_event,
)
from forms_service.shared.period import bounds
from forms_service.shared.store import rows, surveys, tenants, versions

MINISTRY = "KEMENKUMHAM"


class CommandError(Exception):
    """A command cannot do its work as things stand; the message says why."""


def close_due(database: Database) -> None:
    """Close every survey whose time is over."""
    with database.unbound() as connection:
        closed = surveys.close_due(connection)
        add_events(connection, [event for row in closed for event in _closing_events(row)])


def close_before(settings: FormsSettings, period: str) -> int:
    """Close every open survey whose period ended when `period` began, at that true end.

    Return the number of events sent; raise CommandError for what is no period.
    """
    try:
        bounds(period, "UTC")
    except ValueError as fault:
        raise CommandError(f"--before {fault}") from fault
    with closing(Database(settings.database_worker_url)) as worker:
        with worker.unbound() as connection:
            zones = {key: state["time_zone"] for key, state in tenants.states(connection).items()}
            for row in surveys.open_surveys(connection):
                zone = zones[str(row.tenant_id)]
                end = bounds(row.period, zone)[1]
                if end <= bounds(period, zone)[0]:
                    closed = surveys.close(connection, str(row.survey_id), end)
                    add_events(connection, _closing_events(closed) if closed else [])
        return drain(settings, worker)


def republish(settings: FormsSettings) -> int:
    """Every state once more, from the database; return the number of events sent."""
    with closing(Database(settings.database_worker_url)) as worker:
        with worker.unbound() as connection:
            add_events(connection, _all_states(connection))
        return drain(settings, worker)


def drain(settings: FormsSettings, worker: Database) -> int:
    return Relay("forms", worker, settings.kafka_bootstrap, settings.kafka_topic_prefix).drain()


def ministry_id(states: dict[str, dict[str, object]]) -> str:
    """The tenant that owns what is official; raise CommandError before identity has seeded."""
    for key, state in states.items():
        if state["code"] == MINISTRY:
            return key
    raise CommandError(f"no tenant {MINISTRY} yet: seed identity first")


def _closing_events(row: Row[tuple[object, ...]]) -> list[Event]:
    key, tenant = str(row.survey_id), str(row.tenant_id)
    return [row_event(SURVEYS, row), own_audit("forms.survey.close", key, tenant)]


def _all_states(connection: Connection) -> list[Event]:
    units = tenants.states(connection)
    owner, asked = ministry_id(units), rows.all_rows(connection, "surveys")
    told_of = {str(row.tenant_id) for row in asked}
    points = rows.all_rows(connection, "collection_points", POINT)
    sounds = rows.all_rows(connection, "recordings", RECORDING)
    forms, formulas = versions.form_versions(connection), versions.formula_versions(connection)
    return [
        *(new_event(FORM_VERSIONS, state["owner_tenant_id"], state) for state in reversed(forms)),
        *(new_event(FORMULA_VERSIONS, owner, state) for state in formulas),
        *(row_event(SURVEYS, row) for row in asked),
        *(told(key, services_of(connection, units[key])) for key in sorted(told_of)),
        *(row_event(POINTS, row) for row in points),
        *(row_event(RECORDINGS, row) for row in sounds),
        *(population_event(as_state(row)) for row in rows.all_rows(connection, "populations")),
    ]
