"""Fixtures on the real PostgreSQL, Kafka and Valkey; each run has ports and data of its own."""

import shutil
import uuid
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from chassis.migrate import migrate
from chassis.topics import ensure_topics
from contracts.catalogue import topics
from playwright.sync_api import expect

from suara_local import postgres
from suara_local.parts import DESTRUCTIVE
from suara_local.patient import PATIENCE
from suara_local.places import ROOT
from suara_local.ports import free_ports
from suara_local.running import Running
from suara_local.seeded import seeded_stack
from suara_local.services import owner_environment
from suara_local.stack import Stack

expect.set_options(timeout=1000 * PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What kills or drops things is marked, lies in one folder and has stacks of its own there.

    The random order (pytest-randomly) keeps the tests of a module together, and here the modules of
    a folder, whose services are started once."""
    places: dict[Path, int] = {}
    for item in items:
        places.setdefault(item.path.parent, len(places))
        marked = item.get_closest_marker("destructive") is not None
        if marked != item.nodeid.startswith(f"{DESTRUCTIVE}/"):
            raise pytest.UsageError(f"{item.nodeid}: destructive tests are in {DESTRUCTIVE} alone")
    items.sort(key=lambda item: places[item.path.parent])


@dataclass(frozen=True)
class Kafka:
    """A broker, and a prefix under which the topics of the catalogue exist and are empty."""

    bootstrap: str
    prefix: str


@dataclass(frozen=True)
class ServiceDatabase:
    """The migrated database of one service, as each of its roles reaches it."""

    owner: str
    web: str
    worker: str
    environment: dict[str, str]


@pytest.fixture(scope="session")
def infrastructure() -> Iterator[Stack]:
    home = ROOT / "var" / "test" / uuid.uuid4().hex[:8]
    with Stack(home, free_ports(), database=postgres.FLEETING, lent=True) as stack:
        stack.start_infrastructure()
        postgres.prepare_databases(stack.ports["postgres"], stack.secrets)
        yield stack
    shutil.rmtree(home)


@pytest.fixture(scope="session")
def service_database(infrastructure: Stack) -> Callable[[str], ServiceDatabase]:
    """`service_database("forms")`: migrated once per run; tests keep apart by fresh ids."""
    made: dict[str, ServiceDatabase] = {}

    def get(service: str) -> ServiceDatabase:
        if service not in made:
            environ = infrastructure.environment(service)
            owner = owner_environment(service, environ, infrastructure.secrets)
            migrate(f"{service}_service", owner["DATABASE_OWNER_URL"])
            made[service] = ServiceDatabase(
                owner["DATABASE_OWNER_URL"],
                environ["DATABASE_WEB_URL"],
                environ["DATABASE_WORKER_URL"],
                environ,
            )
        return made[service]

    return get


@pytest.fixture(scope="session")
def suara() -> Iterator[Running]:
    """The whole platform behind one address, seeded, without practice answers."""
    home = ROOT / "var" / "test" / uuid.uuid4().hex[:8] / "run"
    with seeded_stack(home, lent=True) as running:
        yield running


@pytest.fixture
def topic_names() -> Collection[str]:
    """What `kafka` makes. Tests of which few are enough say so by a fixture of this name: each
    topic costs the broker, and whoever asks it what there is, until the end of the run."""
    return topics().keys()


@pytest.fixture
def kafka(infrastructure: Stack, topic_names: Collection[str]) -> Kafka:
    prefix = f"t{uuid.uuid4().hex[:8]}."
    ensure_topics(infrastructure.bootstrap, prefix, names=topic_names)
    return Kafka(infrastructure.bootstrap, prefix)


@pytest.fixture(scope="session")
def valkey_url(infrastructure: Stack) -> str:
    return infrastructure.environment("identity")["VALKEY_URL"]
