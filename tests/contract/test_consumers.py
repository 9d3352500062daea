"""Who reads a topic is what the catalogue says, and whoever reads it takes every example of it: on
the real database, and twice in one batch as if it were once."""

import importlib
import re
from collections import Counter
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from chassis import revocations
from chassis.config import Settings, read_settings
from chassis.consumer import Consumer, Message
from chassis.revocations import Revocations
from contracts.catalogue import topics
from contracts.codec import Event, decode
from responses_service.shared.projection import KEYS, Projection
from sqlalchemy import Connection, create_engine, text
from suara_local.places import ROOT, SERVICES
from suara_local.pytest_plugin import ServiceDatabase

# Held in memory by every web process, and by that of responses.
BY_ALL = {revocations.TOPIC}
IN_MEMORY = {"responses": set(KEYS)}
# The modules that read from the broker: a new one shows here, and is asked for its topics.
READERS = {
    "chassis/chassis/consumer.py",
    "chassis/chassis/kafka.py",
    "chassis/chassis/revocations.py",
    # Waits for what its own service reads anyhow.
    "forms/forms_service/seeding/handlers/seed.py",
    "responses/responses_service/shared/projecting.py",
    # Dead letters, by hand.
    "responses/responses_service/record/handlers/redrive.py",
}
# Keeps the answers of a final result, which no example has: `test_finals` of responses tries it.
WANT_ANSWERS = {"final-rows"}
READS = re.compile(r"\b(?:KafkaConsumer|Tail)\(")
# Of the moment at which a row was written, and of events, which have a new id each time.
OF_THE_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[^\"]*")
TABLES = (
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    " AND relkind IN ('r', 'p') AND NOT relispartition"
)
# Columns of a sequence, which goes on when a transaction is undone, and those that keep its number.
COUNTED = (
    "SELECT attname FROM pg_attribute WHERE attrelid = CAST(:table AS regclass)"
    " AND (attidentity <> '' OR attname = 'edition')"
)

Get = Callable[[str], ServiceDatabase]


def consumers(service: str, environment: dict[str, str]) -> list[Consumer]:
    """As the background process of the service makes them."""
    module = importlib.import_module(f"{service}_service.consumers")
    config = importlib.import_module(f"{service}_service.config")
    kind = next(
        each
        for each in vars(config).values()
        if isinstance(each, type) and issubclass(each, Settings) and each is not Settings
    )
    made = module.loops(read_settings(kind, environment))
    return [each for each in made if isinstance(each, Consumer)]


def examples(topic: str) -> list[Event]:
    folder = files("contracts") / "examples" / topic
    found = sorted(folder.iterdir(), key=lambda file: file.name)
    return [decode(topic, file.read_bytes()) for file in found]


def messages(topic: str, times: int) -> list[Message]:
    """Each example so many times, one after the other as a producer's second try puts them."""
    events = [event for event in examples(topic) for _ in range(times)]
    return [Message(event, 0, offset) for offset, event in enumerate(events)]


@pytest.mark.parametrize("service", SERVICES)
def test_the_catalogue_names_those_who_read(service_database: Get, service: str) -> None:
    environment = service_database(service).environment
    reads = {each.topic for each in consumers(service, environment)}
    reads |= BY_ALL | IN_MEMORY.get(service, set())
    assert reads == {name for name, topic in topics().items() if service in topic.consumers}


def test_nobody_else_reads_from_the_broker() -> None:
    services = ROOT / "services"
    found = {
        str(path.relative_to(services))
        for folder in (*services.glob("*/*_service"), services / "chassis" / "chassis")
        for path in folder.rglob("*.py")
        if READS.search(path.read_text(encoding="utf-8"))
    }
    assert found == READERS


@pytest.mark.parametrize("service", SERVICES)
def test_every_consumer_takes_every_example_and_its_copies_as_one(
    service_database: Get, service: str
) -> None:
    database = service_database(service)
    engine = create_engine(database.worker)
    with engine.connect() as connection:
        for each in consumers(service, database.environment):
            once = outcome(connection, each, 1)
            idle = once == outcome(connection, each, 0)
            assert idle is (each.name in WANT_ANSWERS), f"{each.name} did nothing"
            assert outcome(connection, each, 2) == once, f"{each.name} took a copy twice"
            # What those after it need.
            each.handle(connection, messages(each.topic, 1))
            assert outcome(connection, each, 1)[0] == outcome(connection, each, 0)[0], each.name
        connection.rollback()
    engine.dispose()


def outcome(connection: Connection, consumer: Consumer, times: int) -> Any:
    """What stands in every table, and what is published, after one batch; undone again."""
    with connection.begin_nested() as undone:
        sent = consumer.handle(connection, messages(consumer.topic, times)) if times else []
        rows = {table: stored(connection, table) for table in readable(connection)}
        undone.rollback()
    published = Counter((event.type, str(event.payload)) for event, _ in sent)
    return rows, published


def readable(connection: Connection) -> list[str]:
    names = connection.execute(text(TABLES)).scalars()
    may = text("SELECT has_table_privilege(:name, 'SELECT')")
    return sorted(name for name in names if connection.scalar(may, {"name": name}))


def stored(connection: Connection, table: str) -> list[str]:
    if table == "outbox":
        query = "SELECT topic FROM outbox"
    else:
        query = f"SELECT CAST(to_jsonb(t) - CAST(:counted AS text[]) AS text) FROM {table} t"  # noqa: S608
    counted = list(connection.execute(text(COUNTED), {"table": table}).scalars())
    rows = connection.execute(text(query), {"counted": counted}).scalars()
    return sorted(OF_THE_MOMENT.sub("then", row) for row in rows)


@pytest.mark.parametrize("topic", sorted(KEYS))
def test_what_is_held_in_memory_takes_every_example(topic: str) -> None:
    held = Projection()
    for needed in KEYS:
        for event in examples(needed):
            held.apply(event.type, event.payload)
    before, states = held.changes, str(held.states)
    for event in examples(topic):
        held.apply(event.type, event.payload)
    assert before
    assert str(held.states) == states


def test_every_revocation_is_taken() -> None:
    held = Revocations()
    found = examples(revocations.TOPIC)
    for event in found:
        held.apply(event)
    for event in found:
        what = event.payload["id"]
        assert held.covers(what, what, 0.0)
