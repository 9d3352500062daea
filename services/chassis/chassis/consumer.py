"""The consumer loop: a batch's work and its place are one database transaction.

The group decides who reads which partition; the place is a row in the service's own database. The
row is locked and compared before every batch, so a consumer that lost its partition cannot write.
A handler that publishes must be idempotent: after a crash it sees again what it committed but
did not publish (`published_offset` lags behind `next_offset` until the broker has acknowledged).
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from alembic import op
from contracts.codec import Event, UndecodableError, decode
from kafka import ConsumerRebalanceListener, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError
from sqlalchemy import Connection, text
from sqlalchemy.exc import DataError, DBAPIError

from chassis.database import Database
from chassis.kafka import make_producer, publish
from chassis.logging import get_logger
from chassis.metrics import DEAD_LETTERS, EVENTS_HANDLED

DEAD_LETTERS_IN_A_ROW = 100


@dataclass(frozen=True)
class Message:
    """One decoded event and where it stood."""

    event: Event
    partition: int
    offset: int


Outgoing = tuple[Event, int | None]
Handler = Callable[[Connection, Sequence[Message]], list[Outgoing]]


class LostPartitionError(Exception):
    """Somebody else has written the place of this partition since we read it."""


class NotYetError(Exception):
    """What an event needs has not arrived on its own topic: wait, take the batch again."""


class TooManyDeadLettersError(Exception):
    """Many undecodable messages in a row are a broken producer: stop and let a person look."""


def create_positions_table(service: str) -> None:
    """For migrations: the table of places."""
    op.execute(
        "CREATE TABLE consumer_positions (consumer text, topic text, part int,"
        " next_offset bigint NOT NULL, published_offset bigint NOT NULL,"
        " PRIMARY KEY (consumer, topic, part))"
    )
    op.execute(f"GRANT SELECT, INSERT, UPDATE ON consumer_positions TO {service}_worker")


class Consumer:
    """Feeds `handle` with batches of one topic, partition by partition, exactly once per place."""

    def __init__(
        self,
        *,
        name: str,
        topic: str,
        handle: Handler,
        database: Database,
        bootstrap: str,
        prefix: str,
        publishes: bool = False,
        batch: int = 500,
    ) -> None:
        self.name, self.topic, self._handle, self._database = name, topic, handle, database
        self._bootstrap, self._prefix, self._publishes = bootstrap, prefix, publishes
        self._batch = batch
        self._expected: dict[int, int] = {}
        self._dead_in_a_row = 0
        self._producer: KafkaProducer | None = None

    def run(self, stop: threading.Event, beat: Callable[[], None]) -> None:
        """Until `stop`; call `beat` every turn. Broker or database trouble: back off, go on."""
        while not stop.is_set():
            try:
                self._consume(stop, beat)
            except (KafkaError, DBAPIError, OSError, NotYetError) as fault:
                get_logger().warning("consumer_backs_off", consumer=self.name, fault=repr(fault))
                beat()
                stop.wait(1)

    def _consume(self, stop: threading.Event, beat: Callable[[], None]) -> None:
        consumer = KafkaConsumer(
            bootstrap_servers=self._bootstrap,
            group_id=self._prefix + self.name,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            fetch_max_wait_ms=500,
            max_poll_records=self._batch,
            session_timeout_ms=6000,
            heartbeat_interval_ms=1500,
            metrics_enabled=False,
            bootstrap_timeout_ms=5000,
        )
        self._producer = make_producer(self._bootstrap)
        try:
            consumer.subscribe([self._prefix + self.topic], listener=_Seeker(self, consumer))
            # Join with the topic known: kafka-python 3.0 may forget a join that news of the
            # topic's partitions has set off, and then waits for ever without a partition.
            while self._prefix + self.topic not in consumer.topics() and not stop.wait(0.2):
                beat()
            while not stop.is_set():
                beat()
                for part, records in consumer.poll(timeout_ms=500).items():
                    try:
                        self._take(part.partition, records)
                    except LostPartitionError:
                        get_logger().warning("partition_lost", consumer=self.name, part=str(part))
                        self.seek(consumer, [part])
        finally:
            consumer.close(autocommit=False)
            self._producer.close(timeout=5)

    def seek(self, consumer: KafkaConsumer, parts: Sequence[TopicPartition]) -> None:
        """Go to the kept places of newly assigned partitions."""
        with self._database.unbound() as connection:
            for part in parts:
                row = connection.execute(
                    text(
                        "INSERT INTO consumer_positions VALUES (:c, :t, :p, 0, 0)"
                        " ON CONFLICT (consumer, topic, part) DO UPDATE SET part = excluded.part"
                        " RETURNING next_offset, published_offset"
                    ),
                    {"c": self.name, "t": self.topic, "p": part.partition},
                ).one()
                self._expected[part.partition] = row.next_offset
                # Offset 0 may be gone by retention: then the reset policy starts at the earliest.
                consumer.seek(part, min(row.next_offset, row.published_offset))

    def _take(self, part: int, records: Sequence[object]) -> None:
        """A value that the database cannot hold stops nobody: the rest of the batch is taken one
        by one, and the message that brings it is set aside."""
        try:
            self._take_all(part, records)
        except DataError as fault:
            for record in records if len(records) > 1 else ():
                self._take(part, [record])
            if len(records) == 1:
                self._set_aside(records[0], repr(fault.orig))
                end = records[0].offset + 1  # type: ignore[attr-defined]
                self._go_on(part, end)

    def _take_all(self, part: int, records: Sequence[object]) -> None:
        messages = self._decode(part, records)
        end = records[-1].offset + 1  # type: ignore[attr-defined]
        with self._database.unbound() as connection:
            self._fence(connection, part)
            outgoing = self._handle(connection, messages) if messages else []
            self._keep(connection, part, end, published=not self._publishes)
        self._expected[part] = max(self._expected[part], end)
        if self._publishes:
            assert self._producer is not None  # noqa: S101
            publish(self._producer, self._prefix, outgoing)
            self._go_on(part, end)
        EVENTS_HANDLED.labels(self.name, self.topic).inc(len(messages))

    def _go_on(self, part: int, end: int) -> None:
        """Past what is published, or set aside."""
        with self._database.unbound() as connection:
            self._fence(connection, part)
            self._keep(connection, part, end, published=True)
        self._expected[part] = max(self._expected[part], end)

    def _fence(self, connection: Connection, part: int) -> None:
        found = connection.execute(
            text(
                "SELECT next_offset FROM consumer_positions"
                " WHERE consumer = :c AND topic = :t AND part = :p FOR UPDATE"
            ),
            {"c": self.name, "t": self.topic, "p": part},
        ).scalar_one()
        if found != self._expected.get(part):
            raise LostPartitionError

    def _keep(self, connection: Connection, part: int, end: int, *, published: bool) -> None:
        connection.execute(
            text(
                "UPDATE consumer_positions SET next_offset = greatest(next_offset, :end),"
                " published_offset = CASE WHEN :published THEN greatest(published_offset, :end)"
                " ELSE published_offset END"
                " WHERE consumer = :c AND topic = :t AND part = :p"
            ),
            {"c": self.name, "t": self.topic, "p": part, "end": end, "published": published},
        )

    def _decode(self, part: int, records: Sequence[object]) -> list[Message]:
        messages = []
        for record in records:
            try:
                event = decode(self.topic, record.value)  # type: ignore[attr-defined]
            except UndecodableError as fault:
                self._set_aside(record, str(fault))
                continue
            self._dead_in_a_row = 0
            messages.append(Message(event, part, record.offset))  # type: ignore[attr-defined]
        return messages

    def _set_aside(self, record: object, reason: str) -> None:
        """Acknowledged by the dead-letter topic before the place moves on: nothing is lost."""
        self._dead_in_a_row += 1
        if self._dead_in_a_row > DEAD_LETTERS_IN_A_ROW:
            raise TooManyDeadLettersError(reason)
        get_logger().error("dead_letter", topic=self.topic, reason=reason)
        DEAD_LETTERS.labels(self.topic).inc()
        assert self._producer is not None  # noqa: S101
        self._producer.send(
            f"{self._prefix}{self.topic}.dlq",
            record.value or b"",  # type: ignore[attr-defined]
            key=record.key,  # type: ignore[attr-defined]
            headers=[("reason", reason.encode()), ("at", str(time.time()).encode())],
        ).get(timeout=30)


class _Seeker(ConsumerRebalanceListener):  # type: ignore[misc]
    def __init__(self, owner: Consumer, consumer: KafkaConsumer) -> None:
        self._owner, self._consumer = owner, consumer

    def on_partitions_revoked(self, revoked: Sequence[TopicPartition]) -> None:
        """Nothing to hand over: the place is kept with the work."""

    def on_partitions_assigned(self, assigned: Sequence[TopicPartition]) -> None:
        self._owner.seek(self._consumer, list(assigned))
