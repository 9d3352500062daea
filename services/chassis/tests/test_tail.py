"""A tail is ready once every partition of every topic was read, and not before."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from chassis.events import new_event
from chassis.kafka import Tail, make_producer, publish
from contracts.codec import Event
from kafka import KafkaAdminClient
from suara_local.pytest_plugin import Kafka
from suara_local.running import eventually
from suara_local.stack import Stack

# Topics of the catalogue: the first has several partitions here, so that counting them all
# together does not tell that the second is missing.
MANY, LATE = "audit.entries.v1", "identity.revocations.v1"
PARTS = 3


@pytest.fixture
def admin(infrastructure: Stack) -> Iterator[KafkaAdminClient]:
    admin = KafkaAdminClient(bootstrap_servers=infrastructure.bootstrap)
    yield admin
    admin.close()


def make(admin: KafkaAdminClient, name: str, parts: int) -> None:
    wanted = {"num_partitions": parts, "replication_factor": 1}
    admin.create_topics({name: wanted}, wait_for_metadata=True)


def entry() -> Event:
    who = {"actor": "a", "actor_kind": "service", "subject": "s", "detail": {}}
    payload = {"entry_id": str(uuid.uuid4()), "action": "chassis.test.ran", **who}
    return new_event(MANY, str(uuid.uuid4()), payload)


def revoked() -> Event:
    payload = {"kind": "session", "id": "s", "revoked_at": "2026-11-01T00:00:00+00:00"}
    return new_event(LATE, str(uuid.uuid4()), payload)


def send(kafka: Kafka, *events: tuple[Event, int]) -> None:
    producer = make_producer(kafka.bootstrap)
    publish(producer, kafka.prefix, list(events))
    producer.close(timeout=5)


def test_a_topic_that_is_not_there_yet_keeps_it_waiting(
    infrastructure: Stack, admin: KafkaAdminClient
) -> None:
    kafka = Kafka(infrastructure.bootstrap, f"t{uuid.uuid4().hex[:8]}.")
    make(admin, kafka.prefix + MANY, PARTS)
    send(kafka, *((entry(), part) for part in range(PARTS)))
    seen: list[Any] = []
    tail = Tail(kafka.bootstrap, kafka.prefix, [MANY, LATE], seen.append).start()
    try:
        # Long enough to have read all that is there several times.
        assert not tail.ready.wait(5)
        make(admin, kafka.prefix + LATE, 1)
        send(kafka, (revoked(), 0))
        assert tail.ready.wait(60)
        # It may have seen the new topic before anything was in it.
        eventually(lambda: {each.type for each in seen}, {MANY, LATE})
    finally:
        tail.stop()


def test_it_reads_every_partition_before_it_is_ready_and_follows_after(
    infrastructure: Stack, admin: KafkaAdminClient
) -> None:
    kafka = Kafka(infrastructure.bootstrap, f"t{uuid.uuid4().hex[:8]}.")
    make(admin, kafka.prefix + MANY, PARTS)
    make(admin, kafka.prefix + LATE, 1)
    send(kafka, *((entry(), part % PARTS) for part in range(PARTS * 500)))
    seen: list[Any] = []
    tail = Tail(kafka.bootstrap, kafka.prefix, [MANY, LATE], seen.append).start()
    try:
        assert tail.ready.wait(60)
        assert len(seen) == PARTS * 500
        send(kafka, (revoked(), 0))
        eventually(lambda: len(seen), PARTS * 500 + 1)
    finally:
        tail.stop()
