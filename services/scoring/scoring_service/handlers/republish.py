"""Every score and target once more, from the database: for a reader that has lost its own."""

from chassis.database import Database
from chassis.events import new_event
from chassis.outbox import Relay, add_events

from scoring_service.config import ScoringSettings
from scoring_service.handlers.scoring import SCORES
from scoring_service.handlers.targets import TARGETS
from scoring_service.store import scores


def republish(settings: ScoringSettings) -> int:
    """How many were sent; what a running relay sends is not counted."""
    database = Database(settings.database_worker_url)
    with database.unbound() as connection:
        for topic, table in ((SCORES, "scores"), (TARGETS, "targets")):
            rows = scores.everything(connection, table)
            add_events(connection, [new_event(topic, str(r.tenant_id), r.state) for r in rows])
    relay = Relay("scoring", database, settings.kafka_bootstrap, settings.kafka_topic_prefix)
    return relay.drain()
