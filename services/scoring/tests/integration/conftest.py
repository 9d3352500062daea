"""A clean scoring database per test, the broker, and what comes out of the two topics."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from chassis import clock
from chassis.config import read_settings
from chassis.consumer import Message
from chassis.database import Database
from chassis.kafka import Tail, make_producer, publish
from contracts.catalogue import topics
from contracts.codec import Event
from scoring_service.config import ScoringSettings
from scoring_service.consumers import (
    POOL,
    keep_forms,
    keep_formulas,
    keep_populations,
    keep_surveys,
    loops_over,
)
from scoring_service.handlers.folding import fold, keep_exclusions
from scoring_service.handlers.scoring import mark_due, publish_marked
from scoring_service.handlers.summarising import keep_tenants, publish_summaries
from scoring_service.store import scores
from scoring_testing import KEY, World, running
from sqlalchemy import text
from suara_local.moving import clock_at
from suara_local.pytest_plugin import Kafka, ServiceDatabase

TABLES = (
    "tenants, tenant_closure, form_versions, formula_versions, surveys, populations, tallies,"
    " source_offsets, pending_scores, scores, targets, releases, release_days, exclusions,"
    " standings, respondents, respondents_from, final_results, summaries, pending_summaries,"
    " small_results, consumer_positions, outbox"
)

# While the month of a World's survey runs.
STARTS = datetime(2026, 11, 20, 3, tzinfo=UTC)


@dataclass(frozen=True)
class Databases:
    """The same database through the roles of the service."""

    owner: Database
    web: Database
    worker: Database


@pytest.fixture(scope="session")
def scoring_roles(service_database: Callable[[str], ServiceDatabase]) -> Iterator[Databases]:
    made = service_database("scoring")
    urls = (made.owner, made.web, made.worker)
    found = Databases(*(Database(url, pool_size=POOL) for url in urls))
    yield found
    for database in (found.owner, found.web, found.worker):
        database.close()


@pytest.fixture
def databases(scoring_roles: Databases) -> Databases:
    with scoring_roles.owner.unbound() as connection:
        connection.execute(text(f"TRUNCATE {TABLES}"))
    return scoring_roles


HANDLERS = {
    "identity.tenants.v1": keep_tenants,
    "forms.form-versions.v1": keep_forms,
    "forms.formula-versions.v1": keep_formulas,
    "forms.surveys.v1": keep_surveys,
    "forms.populations.v1": keep_populations,
    "responses.recorded.v1": fold,
    "responses.exclusions.v1": keep_exclusions,
}


@pytest.fixture
def clock_file(tmp_path: Path) -> Iterator[Path]:
    """The clock of this process stands at STARTS, and goes on."""
    with clock_at(STARTS, tmp_path / "clock") as path:
        yield path


@pytest.fixture
def scored(databases: Databases, clock_file: Path) -> Callable[..., dict[str, Any]]:
    """`scored(world, *events)`: its score once these were handled, without a broker."""

    def score(world: World, *events: Event) -> dict[str, Any]:
        with databases.worker.unbound() as connection:
            for event in events:
                HANDLERS[event.type](connection, [Message(event, 0, 0)])
        # As long as there must be between two scores of a survey.
        clock.move(clock_file, by=timedelta(seconds=1))
        publish_marked(databases.worker, KEY)
        publish_summaries(databases.worker)
        with databases.worker.unbound() as connection:
            return scores.score(connection, world.survey_id) or {}

    return score


@pytest.fixture
def passes(
    databases: Databases, clock_file: Path, scored: Callable[..., dict[str, Any]]
) -> Callable[..., dict[str, Any]]:
    """`passes(world, days=1)`: its score once so much time has passed."""

    def passed(world: World, **much: float) -> dict[str, Any]:
        clock.move(clock_file, by=timedelta(**much))
        mark_due(databases.worker)
        return scored(world)

    return passed


@pytest.fixture
def topic_names() -> list[str]:
    """What scoring writes or reads."""
    known = topics().values()
    return [each.name for each in known if "scoring" in (each.owner, *each.consumers)]


@dataclass
class Stage:
    """Send events as their owners do; read what scoring publishes."""

    settings: ScoringSettings
    environment: dict[str, str]
    database: Database
    sent: Callable[[list[tuple[Event, int | None]]], None]
    scores: list[dict[str, Any]] = field(default_factory=list)
    targets: list[dict[str, Any]] = field(default_factory=list)

    def send(self, *events: Event) -> None:
        """Recorded responses go to the partition of their submission."""
        self.sent([(event, _partition(event)) for event in events])

    def background(self) -> Any:
        return running(loops_over(self.database, self.settings))

    def score(self, survey_id: str) -> dict[str, Any]:
        """The newest score of a survey, or an empty one."""
        found = [score for score in self.scores if score["survey_id"] == survey_id]
        return found[-1] if found else {"count": None, "released": None, "target": None}

    def target(self, survey_id: str) -> dict[str, Any]:
        """The newest target of a survey, which comes apart from its score, or an empty one."""
        found = [target for target in self.targets if target["survey_id"] == survey_id]
        return found[-1] if found else {"target": ""}


@pytest.fixture
def stage(
    databases: Databases, service_database: Callable[[str], ServiceDatabase], kafka: Kafka
) -> Iterator[Stage]:
    environment = {
        **service_database("scoring").environment,
        "KAFKA_TOPIC_PREFIX": kafka.prefix,
        "RELEASE_KEY": b64encode(KEY).decode(),
    }
    producer = make_producer(kafka.bootstrap)
    made = Stage(
        read_settings(ScoringSettings, environment),
        environment,
        databases.worker,
        lambda events: publish(producer, kafka.prefix, events),
    )

    def collect(event: Event) -> None:
        kept = made.scores if event.type == "scoring.scores.v1" else made.targets
        kept.append(event.payload)

    names = ["scoring.scores.v1", "scoring.targets.v1"]
    tail = Tail(kafka.bootstrap, kafka.prefix, names, collect).start()
    yield made
    tail.stop()
    producer.close(timeout=5)


def _partition(event: Event) -> int | None:
    source: dict[str, int] = event.payload.get("source", {})
    return source.get("partition") if event.type == "responses.recorded.v1" else None
