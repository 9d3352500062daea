"""A message that is never stored holds up nothing beside it, and the health says which it is."""

import json
import os
import signal
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from chassis import holdups
from chassis.consumer import Consumer, Message, Outgoing
from chassis.database import Database
from chassis.events import new_event
from chassis.health import troubles_of
from chassis.kafka import make_producer, publish
from chassis.process import Every, run_background
from contracts.codec import Event
from sqlalchemy import Connection, text
from suara_local.processes import wait_until

TOPIC, PARTS, EACH, BAD = "responses.recorded.v1", 3, 6, 2


@pytest.fixture
def topic_names() -> list[str]:
    return [TOPIC]


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rule, with less patience."""
    for name, value in {
        "RED_AFTER_TRIES": 3,
        "RED_AFTER_SECONDS": 0.5,
        "WAIT": 0.1,
        "LONG_WAIT": 0.2,
    }.items():
        monkeypatch.setattr(holdups, name, value)


@pytest.fixture
def kept(scratch: Any) -> Iterator[Callable[[str], None]]:
    """A table, and how it comes to refuse an id for ever; with none it takes every id again."""
    with scratch.owner.unbound() as connection:
        connection.execute(text("CREATE TABLE kept (id text)"))
        connection.execute(text("GRANT SELECT, INSERT ON kept TO identity_worker"))

    def refuse(identifier: str) -> None:
        with scratch.owner.unbound() as connection:
            rule = f" ADD CONSTRAINT never CHECK (id <> '{identifier}')" if identifier else ""
            connection.execute(text(f"ALTER TABLE kept{rule or ' DROP CONSTRAINT never'}"))

    yield refuse
    with scratch.owner.unbound() as connection:
        connection.execute(text("DROP TABLE kept"))


@pytest.fixture
def example() -> dict[str, Any]:
    file = files("contracts") / "examples" / TOPIC / "1.json"
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found.get("payload", found)


def event(example: dict[str, Any]) -> Event:
    return new_event(TOPIC, str(uuid.uuid4()), {**example, "response_id": str(uuid.uuid4())})


class Code(Exception):
    """As a fault of our own code, which is in no list of what may happen."""


@pytest.fixture
def beside() -> Iterator[Callable[[Consumer], None]]:
    stop, threads = threading.Event(), []

    def start(consumer: Consumer) -> None:
        threads.append(threading.Thread(target=consumer.run, args=(stop, lambda: None)))
        threads[-1].start()

    yield start
    stop.set()
    for thread in threads:
        thread.join(60)


def ids(database: Database) -> list[str]:
    with database.unbound() as connection:
        return list(connection.scalars(text("SELECT id FROM kept")))


@pytest.mark.parametrize("of", ["integrity", "code"])
def test_one_message_that_fails_for_ever_waits_alone_and_is_named(
    kafka: Any, scratch: Any, kept: Any, beside: Any, example: dict[str, Any], of: str
) -> None:
    sent = [(event(example), part) for part in range(PARTS) for _ in range(EACH)]
    names = [each.payload["response_id"] for each, _ in sent]
    bad, fixed = names[EACH + BAD], threading.Event()
    if of == "integrity":
        kept(bad)

    def handle(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
        found = [message.event.payload["response_id"] for message in messages]
        for each in found:
            connection.execute(text("INSERT INTO kept VALUES (:id)"), {"id": each})
        if of == "code" and bad in found and not fixed.is_set():
            raise Code
        return []

    producer = make_producer(kafka.bootstrap)
    publish(producer, kafka.prefix, sent)
    name = f"held-{kafka.prefix}"
    consumer = Consumer(
        name=name,
        topic=TOPIC,
        handle=handle,
        database=scratch.worker,
        bootstrap=kafka.bootstrap,
        prefix=kafka.prefix,
    )
    beside(consumer)
    waiting = set(names[EACH + BAD : 2 * EACH])
    wait_until(lambda: consumer.holdups.told() != [], 60, "red health")
    wait_until(lambda: set(ids(scratch.worker)) == set(names) - waiting, 60, "all the others")
    # What comes meanwhile on the other partitions is taken too.
    more = [(event(example), part) for part in (0, 2)]
    publish(producer, kafka.prefix, more)
    after = {each.payload["response_id"] for each, _ in more}
    wait_until(lambda: after <= set(ids(scratch.worker)), 60, "what came later")
    (told,) = consumer.holdups.told()
    assert told.startswith(f"{name}: {TOPIC} partition 1 offset {BAD}, ")
    assert ("CheckViolation never" if of == "integrity" else "Code at test_held_up.py:") in told
    assert bad not in told
    fixed.set()
    if of == "integrity":
        kept("")
    wait_until(lambda: consumer.holdups.told() == [], 60, "green health")
    wait_until(lambda: len(ids(scratch.worker)) == len(names) + 2, 60, "everything once")
    assert set(ids(scratch.worker)) == set(names) | after
    producer.close()


def test_a_topic_that_is_not_there_is_told(kafka: Any, scratch: Any, beside: Any) -> None:
    consumer = Consumer(
        name=f"lost-{kafka.prefix}",
        topic=TOPIC,
        handle=lambda connection, messages: [],
        database=scratch.worker,
        bootstrap=kafka.bootstrap,
        prefix=f"{kafka.prefix}not.",
    )
    beside(consumer)
    wait_until(lambda: consumer.holdups.told() != [], 60, "red health")
    assert "NoTopicError" in consumer.holdups.told()[0]


def test_a_database_that_is_away_is_told(kafka: Any, beside: Any) -> None:
    database = Database("postgresql+psycopg://nobody@127.0.0.1:1/nowhere")
    consumer = Consumer(
        name=f"away-{kafka.prefix}",
        topic=TOPIC,
        handle=lambda connection, messages: [],
        database=database,
        bootstrap=kafka.bootstrap,
        prefix=kafka.prefix,
    )
    beside(consumer)
    wait_until(lambda: consumer.holdups.told() != [], 60, "red health")
    assert f"{TOPIC}, all of it" in consumer.holdups.told()[0]
    database.close()


def test_the_health_of_a_process_turns_red_with_the_reason_and_green_again(tmp_path: Path) -> None:
    file, fixed = tmp_path / "health", threading.Event()

    def work() -> None:
        if not fixed.is_set():
            raise Code("the cause")

    def look() -> None:
        wait_until(lambda: file.exists() and troubles_of(file) != [], 60, "red health")
        seen.extend(troubles_of(file))
        fixed.set()
        wait_until(lambda: troubles_of(file) == [], 60, "green health")
        seen.append("green")

    def watch() -> None:
        try:
            look()
        finally:
            os.kill(os.getpid(), signal.SIGTERM)

    seen: list[str] = []
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    settings: Any = SimpleNamespace(health_file=str(file), metrics_port=0)
    watcher = threading.Thread(target=watch)
    watcher.start()
    run_background([Every("retention", 0.05, work)], settings)
    watcher.join()
    for number, handler in before.items():
        signal.signal(number, handler)
    assert seen[0].startswith("retention: its work, ")
    assert "Code at test_held_up.py:" in seen[0]
    assert "the cause" not in seen[0]
    assert seen[-1] == "green"
