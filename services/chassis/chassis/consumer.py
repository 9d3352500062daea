"""The consumer loop: a batch's work and its place are one database transaction.

The group decides who reads which partition; the place is a row in the service's own database. The
row is locked and compared before every batch, so a consumer that lost its partition cannot write.
A handler that publishes must be idempotent: after a crash it sees again what it committed but
did not publish (`published_offset` lags behind `next_offset` until the broker has acknowledged).

Whatever fails is tried again: by itself, without holding up other partitions, and with red health
that names the place once it has failed for long (`chassis.holdups`).
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.codec import Event, UndecodableError, decode
from kafka import ConsumerRebalanceListener, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError
from sqlalchemy import Connection
from sqlalchemy.exc import DataError

from chassis import ddl
from chassis.database import Database
from chassis.holdups import Holdups, words_of
from chassis.kafka import FETCH_MS, make_producer, publish
from chassis.logging import get_logger
from chassis.metrics import CONSUMER_LAG, DEAD_LETTERS, EVENTS_HANDLED
from chassis.positions import LostPartitionError, Positions

DEAD_LETTERS_IN_A_ROW = 100
# What arrives is handed over at once; a turn without anything costs as much as a message.
TURN_MS = 1000
# A third of the session, as Kafka advises: each one ends a turn as well.
HEARTBEAT_MS = 2000
# The place of what stops all partitions: the broker or the database.
ALL = ""


@dataclass(frozen=True)
class Message:
    """One decoded event and where it stood."""

    event: Event
    partition: int
    offset: int


Outgoing = tuple[Event, int | None]
Handler = Callable[[Connection, Sequence[Message]], list[Outgoing]]


class NotYetError(Exception):
    """What an event needs has not arrived on its own topic: wait, take the batch again."""


class NoTopicError(Exception):
    """The broker has no such topic, or shows it to somebody else."""


class FailedError(Exception):
    """The message at `offset`, or one of a batch that begins there; its cause is the fault."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class TooManyDeadLettersError(Exception):
    """Many undecodable messages in a row are a broken producer: wait and let a person look."""


def create_positions_table(service: str) -> None:
    """For migrations: the table of places."""
    ddl.execute(
        "CREATE TABLE consumer_positions (consumer text, topic text, part int,"
        " next_offset bigint NOT NULL, published_offset bigint NOT NULL,"
        " PRIMARY KEY (consumer, topic, part))"
    )
    ddl.execute(f"GRANT SELECT, INSERT, UPDATE ON consumer_positions TO {service}_worker")


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
        self.name, self.topic, self.handle, self._database = name, topic, handle, database
        self._bootstrap, self._prefix, self._publishes = bootstrap, prefix, publishes
        self._batch = batch
        self._positions = Positions(name, topic)
        self._due: dict[TopicPartition, float] = {}
        self.holdups = Holdups(name)
        self._dead_in_a_row = 0
        self._producer: KafkaProducer | None = None

    def run(self, stop: threading.Event, beat: Callable[[], None]) -> None:
        """Until `stop`; call `beat` every turn. Broker or database trouble: back off, go on."""
        while not stop.is_set():
            try:
                self._consume(stop, beat)
            except Exception as fault:
                self.holdups.hold(ALL, f"{self.topic}, all of it", fault)
                beat()
                stop.wait(1)

    def _consume(self, stop: threading.Event, beat: Callable[[], None]) -> None:
        consumer = KafkaConsumer(
            bootstrap_servers=self._bootstrap,
            group_id=self._prefix + self.name,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            fetch_max_wait_ms=FETCH_MS,
            max_poll_records=self._batch,
            session_timeout_ms=6000,
            heartbeat_interval_ms=HEARTBEAT_MS,
            metrics_enabled=False,
            bootstrap_timeout_ms=5000,
        )
        try:
            consumer.subscribe([self._prefix + self.topic], listener=_Seeker(self, consumer))
            # Join with the topic known: kafka-python 3.0 may forget a join that news of the
            # topic's partitions has set off, and then waits for ever without a partition.
            while self._prefix + self.topic not in consumer.topics() and not stop.wait(0.2):
                self.holdups.hold(ALL, f"{self.topic}, all of it", NoTopicError(self.topic))
                beat()
            while not stop.is_set():
                beat()
                self._resume(consumer)
                for part, records in consumer.poll(timeout_ms=TURN_MS).items():
                    self._turn(consumer, part, records)
        finally:
            self._due.clear()
            consumer.close(autocommit=False)
            self._close_producer()

    @property
    def producer(self) -> KafkaProducer:
        """Made by the first message that needs it: most consumers never send one."""
        if self._producer is None:
            self._producer = make_producer(self._bootstrap)
        return self._producer

    def _close_producer(self) -> None:
        if self._producer:
            self._producer.close(timeout=5)
        self._producer = None

    def _turn(self, consumer: KafkaConsumer, part: TopicPartition, records: Sequence[Any]) -> None:
        try:
            self._take(part.partition, records)
            self._tell_lag(consumer, part, records[-1].offset + 1)
        except LostPartitionError:
            get_logger().warning("partition_lost", consumer=self.name, part=str(part))
            self.seek(consumer, [part])
        except FailedError as failed:
            fault = failed.__cause__ or failed
            words = f"{self.topic} partition {part.partition} offset {failed.offset}"
            seconds = self.holdups.hold(part.partition, words, fault)
            if isinstance(fault, KafkaError):
                self._close_producer()
            self.seek(consumer, [part])
            consumer.pause(part)
            self._due[part] = time.monotonic() + seconds

    def _tell_lag(self, consumer: KafkaConsumer, part: TopicPartition, done: int) -> None:
        if part in consumer.assignment():
            lag = max(0, (consumer.highwater(part) or done) - done)
            CONSUMER_LAG.labels(self.name, self.topic, part.partition).set(lag)

    def _resume(self, consumer: KafkaConsumer) -> None:
        """Partitions whose wait is over; those that moved to another process are its business."""
        for part in [part for part, at in self._due.items() if time.monotonic() >= at]:
            del self._due[part]
            if part in consumer.assignment():
                consumer.resume(part)

    def assigned(self, consumer: KafkaConsumer, parts: Sequence[TopicPartition]) -> None:
        self.seek(consumer, parts)
        self.holdups.keep([part.partition for part in consumer.assignment()])

    def seek(self, consumer: KafkaConsumer, parts: Sequence[TopicPartition]) -> None:
        """Go to the kept places of newly assigned partitions."""
        with self._database.unbound() as connection:
            for part in parts:
                # Offset 0 may be gone by retention: then the reset policy starts at the earliest.
                consumer.seek(part, self._positions.begin_at(connection, part.partition))

    def _take(self, part: int, records: Sequence[Any]) -> None:
        """After a failure one by one, so that only the message that brings it has to wait.

        Raise FailedError, LostPartitionError."""
        if len(records) > 1 and part in self.holdups:
            self._take_each(part, records)
            return
        try:
            self._take_or_set_aside(part, records)
        except (LostPartitionError, FailedError):
            raise
        except Exception as fault:
            raise FailedError(records[0].offset) from fault
        self.holdups.free(part)

    def _take_each(self, part: int, records: Sequence[Any]) -> None:
        for record in records:
            self._take(part, [record])

    def _take_or_set_aside(self, part: int, records: Sequence[Any]) -> None:
        """A value that the database cannot hold stops nobody: the message is set aside at once."""
        try:
            self._take_all(part, records)
        except DataError as fault:
            if len(records) > 1:
                self._take_each(part, records)
            else:
                self._set_aside(records[0], words_of(fault))
                self._go_on(part, records[0].offset + 1)

    def _take_all(self, part: int, records: Sequence[Any]) -> None:
        messages = self._decode(part, records)
        end = records[-1].offset + 1
        with self._database.unbound() as connection:
            self._positions.fence(connection, part)
            outgoing = self.handle(connection, messages) if messages else []
            self._positions.keep(connection, part, end, published=not self._publishes)
        self._positions.kept(part, end)
        if self._publishes:
            publish(self.producer, self._prefix, outgoing)
            self._go_on(part, end)
        EVENTS_HANDLED.labels(self.name, self.topic).inc(len(messages))

    def _go_on(self, part: int, end: int) -> None:
        """Past what is published, or set aside."""
        with self._database.unbound() as connection:
            self._positions.fence(connection, part)
            self._positions.keep(connection, part, end, published=True)
        self._positions.kept(part, end)

    def _decode(self, part: int, records: Sequence[Any]) -> list[Message]:
        messages = []
        for record in records:
            try:
                event = decode(self.topic, record.value)
            except UndecodableError as fault:
                self._set_aside(record, str(fault))
                continue
            self._dead_in_a_row = 0
            messages.append(Message(event, part, record.offset))
        return messages

    def _set_aside(self, record: Any, reason: str) -> None:
        """Acknowledged by the dead-letter topic before the place moves on: nothing is lost."""
        self._dead_in_a_row += 1
        if self._dead_in_a_row > DEAD_LETTERS_IN_A_ROW:
            raise TooManyDeadLettersError(reason)
        get_logger().error("dead_letter", topic=self.topic, reason=reason)
        DEAD_LETTERS.labels(self.topic).inc()
        self.producer.send(
            f"{self._prefix}{self.topic}.dlq",
            record.value or b"",
            key=record.key,
            headers=[("reason", reason.encode()), ("at", str(time.time()).encode())],
        ).get(timeout=30)


class _Seeker(ConsumerRebalanceListener):  # type: ignore[misc]
    def __init__(self, owner: Consumer, consumer: KafkaConsumer) -> None:
        self._owner, self._consumer = owner, consumer

    def on_partitions_revoked(self, revoked: Sequence[TopicPartition]) -> None:
        """Nothing to hand over: the place is kept with the work."""

    def on_partitions_assigned(self, assigned: Sequence[TopicPartition]) -> None:
        self._owner.assigned(self._consumer, list(assigned))
