"""Every score, target, standing, summary and earlier published index once more, from the database:
for a reader that lost its own."""

from chassis.database import Database
from chassis.events import new_event
from chassis.outbox import Relay, add_events

from scoring_service.config import ScoringSettings
from scoring_service.handlers import historic
from scoring_service.handlers.scoring import SCORES
from scoring_service.handlers.standing import STANDINGS
from scoring_service.handlers.summarising import SUMMARIES
from scoring_service.handlers.targets import TARGETS
from scoring_service.store import scores

TABLES = (
    (SCORES, "scores"),
    (TARGETS, "targets"),
    (STANDINGS, "standings"),
    (SUMMARIES, "summaries"),
)


def republish(settings: ScoringSettings) -> int:
    """How many were sent; what a running relay sends is not counted."""
    database = Database(settings.database_worker_url)
    with database.unbound() as connection:
        for topic, table in TABLES:
            rows = scores.everything(connection, table)
            add_events(connection, [new_event(topic, str(r.tenant_id), r.state) for r in rows])
        add_events(connection, historic.states(connection))
    relay = Relay("scoring", database, settings.kafka_bootstrap, settings.kafka_topic_prefix)
    return relay.drain()
