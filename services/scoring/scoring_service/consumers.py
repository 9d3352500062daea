"""Background of scoring: follows states, folds answers, publishes scores."""

from collections.abc import Callable, Sequence

from chassis import tenant_tree
from chassis.consumer import Consumer, Handler, Message, Outgoing
from chassis.database import Database
from chassis.outbox import Relay
from chassis.process import Every, Loop
from sqlalchemy import Connection

from scoring_service.config import ScoringSettings
from scoring_service.handlers.folding import fold
from scoring_service.handlers.scoring import score_marked
from scoring_service.store import states, tallies

PUBLISH_EVERY = 0.25
STATE_CHANGED = -1


def loops(settings: ScoringSettings) -> list[Loop]:
    database = Database(settings.database_worker_url, pool_size=12)
    bootstrap, prefix = settings.kafka_bootstrap, settings.kafka_topic_prefix

    def consumer(name: str, topic: str, handle: Handler) -> Consumer:
        return Consumer(
            name=name,
            topic=topic,
            handle=handle,
            database=database,
            bootstrap=bootstrap,
            prefix=prefix,
        )

    return [
        consumer("scoring-tenants", tenant_tree.TOPIC, tenant_tree.keep_tenants),
        consumer("scoring-forms", "forms.form-versions.v1", keep_forms),
        consumer("scoring-formulas", "forms.formula-versions.v1", keep_formulas),
        consumer("scoring-surveys", "forms.surveys.v1", keep_surveys),
        consumer("scoring-populations", "forms.populations.v1", keep_populations),
        consumer("scorer", "responses.recorded.v1", fold),
        Every("scores", PUBLISH_EVERY, publisher(database)),
        Relay("scoring", database, bootstrap, prefix),
    ]


def publisher(database: Database) -> Callable[[], None]:
    """At most four times a second, so at most four scores a second for any one survey."""

    def publish() -> None:
        with database.unbound() as connection:
            score_marked(connection)

    return publish


def keep_forms(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    found = [message.event.payload for message in messages]
    states.keep_versions(connection, "form_versions", "form_version_id", found)
    return _mark_all(connection)


def keep_formulas(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    found = [message.event.payload for message in messages]
    states.keep_versions(connection, "formula_versions", "formula_version_id", found)
    return _mark_all(connection)


def keep_surveys(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    found = [message.event.payload for message in messages]
    states.keep_surveys(connection, found)
    tallies.mark(connection, [survey["survey_id"] for survey in found], STATE_CHANGED)
    return []


def keep_populations(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    found = [message.event.payload for message in messages]
    states.keep_populations(connection, found)
    for tenant_id, period in {(state["tenant_id"], state["period"]) for state in found}:
        surveys = states.surveys_of(connection, tenant_id, period)
        tallies.mark(connection, surveys, STATE_CHANGED)
    return []


def _mark_all(connection: Connection) -> list[Outgoing]:
    """A version may arrive after surveys that wait for it."""
    tallies.mark(connection, states.unscored(connection), STATE_CHANGED)
    return []
