"""The consumer loop on a real broker and database: exactly once per place, nothing lost."""

import threading
import uuid
from collections.abc import Callable, Sequence

import pytest
from chassis.consumer import Consumer, Message, Outgoing
from chassis.database import Database
from chassis.events import new_event
from chassis.kafka import make_producer, publish
from chassis.positions import LostPartitionError
from kafka import KafkaConsumer
from sqlalchemy import Connection, text

TOPIC = "audit.entries.v1"
TENANT = str(uuid.uuid4())


@pytest.fixture
def topic_names() -> list[str]:
    return [TOPIC]


def entry() -> tuple[object, None]:
    payload = {
        "entry_id": str(uuid.uuid4()),
        "actor": "a",
        "actor_kind": "service",
        "action": "chassis.test.ran",
        "subject": "s",
        "detail": {},
    }
    return new_event(TOPIC, TENANT, payload), None


@pytest.fixture
def database(scratch) -> Database:
    return scratch.worker


def run_until(consumer: Consumer, done: Callable[[], bool]) -> None:
    stop = threading.Event()
    worker = threading.Thread(target=consumer.run, args=(stop, lambda: None))
    worker.start()
    deadline = threading.Event()
    for _ in range(1200):
        if done():
            break
        deadline.wait(0.05)
    stop.set()
    worker.join(60)
    assert done()


def consumer_of(kafka, database, handle) -> Consumer:
    return Consumer(
        name=f"test-{kafka.prefix}",
        topic=TOPIC,
        handle=handle,
        database=database,
        bootstrap=kafka.bootstrap,
        prefix=kafka.prefix,
    )


def test_a_batch_is_handled_once_over_restarts(kafka, database) -> None:
    seen: list[str] = []

    def handle(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
        seen.extend(message.event.payload["entry_id"] for message in messages)
        return []

    producer = make_producer(kafka.bootstrap)
    publish(producer, kafka.prefix, [entry() for _ in range(20)])
    run_until(consumer_of(kafka, database, handle), lambda: len(seen) >= 20)
    publish(producer, kafka.prefix, [entry() for _ in range(5)])
    run_until(consumer_of(kafka, database, handle), lambda: len(seen) >= 25)
    producer.close()
    assert len(seen) == len(set(seen)) == 25


def test_undecodable_bytes_go_to_the_dead_letters_and_the_rest_goes_on(kafka, database) -> None:
    seen: list[str] = []
    dead: list[str] = []

    def handle(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
        seen.extend(message.event.payload["entry_id"] for message in messages)
        return []

    producer = make_producer(kafka.bootstrap)
    producer.send(kafka.prefix + TOPIC, b"\xffnot json").get(10)
    publish(producer, kafka.prefix, [entry()])
    run_until(consumer_of(kafka, database, handle), lambda: len(seen) == 1)
    producer.close()
    reader = KafkaConsumer(
        f"{kafka.prefix}{TOPIC}.dlq",
        bootstrap_servers=kafka.bootstrap,
        auto_offset_reset="earliest",
        consumer_timeout_ms=5000,
    )
    dead.append(next(reader).value)
    reader.close()
    assert dead == [b"\xffnot json"]


def test_a_value_the_database_refuses_stops_nobody(kafka, database) -> None:
    """One of many messages in a batch; it is set aside, and the others are taken once."""
    seen: list[str] = []
    producer = make_producer(kafka.bootstrap)
    events = [entry() for _ in range(20)]
    bad = events[7][0].payload["entry_id"]

    def handle(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
        found = [message.event.payload["entry_id"] for message in messages]
        days = ["2026-W01-1" if each == bad else "2026-01-01" for each in found]
        connection.execute(
            text("SELECT CAST(unnest(CAST(:days AS text[])) AS date)"), {"days": days}
        )
        seen.extend(found)
        return []

    publish(producer, kafka.prefix, events)
    run_until(consumer_of(kafka, database, handle), lambda: len(seen) >= 19)
    producer.close()
    assert len(set(seen)) == len(seen) == 19
    assert bad not in seen
    letters = KafkaConsumer(
        f"{kafka.prefix}{TOPIC}.dlq",
        bootstrap_servers=kafka.bootstrap,
        auto_offset_reset="earliest",
        consumer_timeout_ms=5000,
        metrics_enabled=False,
    )
    assert sum(1 for _ in letters) == 1
    letters.close()


def test_what_was_committed_but_not_published_is_published_after_a_crash(
    kafka,
    database,
) -> None:
    name = f"test-{kafka.prefix}"
    seen: list[int] = []

    def handle(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
        seen.extend(message.offset for message in messages)
        return []

    producer = make_producer(kafka.bootstrap)
    publish(producer, kafka.prefix, [entry() for _ in range(3)])
    producer.close()
    # As a crash leaves it: three committed, only the first published.
    with database.unbound() as connection:
        connection.execute(
            text("INSERT INTO consumer_positions VALUES (:name, :topic, 0, 3, 1)"),
            {"name": name, "topic": TOPIC},
        )
    consumer = Consumer(
        name=name,
        topic=TOPIC,
        handle=handle,
        database=database,
        publishes=True,
        bootstrap=kafka.bootstrap,
        prefix=kafka.prefix,
    )
    run_until(consumer, lambda: seen == [1, 2])
    with database.unbound() as connection:
        kept = connection.execute(
            text(
                "SELECT next_offset, published_offset FROM consumer_positions WHERE consumer = :n"
            ),
            {"n": name},
        ).one()
    assert tuple(kept) == (3, 3)


def test_a_consumer_that_lost_its_partition_cannot_write(kafka, database) -> None:
    name = f"test-{kafka.prefix}"
    wrote: list[int] = []

    def handle(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
        wrote.extend(message.offset for message in messages)
        return []

    producer = make_producer(kafka.bootstrap)
    publish(producer, kafka.prefix, [entry() for _ in range(2)])
    consumer = Consumer(
        name=name,
        topic=TOPIC,
        handle=handle,
        database=database,
        bootstrap=kafka.bootstrap,
        prefix=kafka.prefix,
    )
    run_until(consumer, lambda: wrote == [0, 1])
    # Another consumer of the group has gone on to 5 meanwhile.
    with database.unbound() as connection:
        connection.execute(
            text("UPDATE consumer_positions SET next_offset = 5 WHERE consumer = :n"), {"n": name}
        )
    with pytest.raises(LostPartitionError), database.unbound() as connection:
        consumer._positions.fence(connection, 0)
    producer.close()
