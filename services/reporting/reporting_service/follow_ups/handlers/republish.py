"""The state of every follow-up once more, from the database: for a reader that lost its own."""

from contextlib import closing

from chassis.database import Database
from chassis.outbox import Relay, add_events

from reporting_service.config import ReportingSettings
from reporting_service.follow_ups import store
from reporting_service.follow_ups.handlers.telling import state_event


def republish(settings: ReportingSettings) -> int:
    """How many were sent; what a running relay sends is not counted."""
    with closing(Database(settings.database_worker_url)) as database:
        with database.unbound() as connection:
            add_events(connection, map(state_event, store.everything(connection)))
        broker = settings.kafka_bootstrap, settings.kafka_topic_prefix
        return Relay("reporting", database, *broker).drain()
