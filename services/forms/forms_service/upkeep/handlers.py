"""Sends every state again, from the database; for a command."""

from contextlib import closing

from chassis import tenants
from chassis.database import Database
from chassis.events import new_event
from chassis.outbox import add_events
from contracts.codec import Event
from sqlalchemy import Connection

from forms_service.config import FormsSettings
from forms_service.points import handlers as points
from forms_service.populations import handlers as populations
from forms_service.recordings import handlers as recordings
from forms_service.services.handlers import services_event, services_of
from forms_service.shared.commands import drain, ministry_id
from forms_service.shared.events import FORM_VERSIONS, FORMULA_VERSIONS
from forms_service.shared.tables import versions
from forms_service.surveys import handlers as surveys


def republish(settings: FormsSettings) -> int:
    """Every state once more, from the database; return the number of events sent."""
    with closing(Database(settings.database_worker_url)) as worker:
        with worker.unbound() as connection:
            add_events(connection, _all_states(connection))
        return drain(settings, worker)


def _all_states(connection: Connection) -> list[Event]:
    units = tenants.states(connection)
    asked = surveys.every_event(connection)
    asking = {event.payload["tenant_id"] for event in asked}
    return [
        *_versions(connection, ministry_id(units)),
        *asked,
        *(services_event(key, services_of(connection, units[key])) for key in sorted(asking)),
        *points.every_event(connection),
        *recordings.every_event(connection),
        *populations.every_event(connection),
    ]


def _versions(connection: Connection, owner: str) -> list[Event]:
    """The oldest first, as they were published."""
    forms, formulas = versions.form_versions(connection), versions.formula_versions(connection)
    return [
        *(new_event(FORM_VERSIONS, state["owner_tenant_id"], state) for state in reversed(forms)),
        *(new_event(FORMULA_VERSIONS, owner, state) for state in formulas),
    ]
