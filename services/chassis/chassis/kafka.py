"""Producers and readers, set up the one way that Suara uses them."""

import threading
from collections.abc import Callable

from contracts.codec import Event, decode, encode, key_of
from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from chassis.holdups import words_of
from chassis.logging import get_logger

# The broker answers a fetch as soon as there is something; asked seldom, quiet topics cost nothing.
# Not longer: a fetch under way holds up that of a partition which begins anew.
FETCH_MS = 2000


def make_producer(bootstrap: str, linger_ms: int = 5, **options: object) -> KafkaProducer:
    return KafkaProducer(
        bootstrap_servers=bootstrap,
        acks="all",
        enable_idempotence=True,
        linger_ms=linger_ms,
        allow_auto_create_topics=False,
        metrics_enabled=False,
        **options,
    )


def publish(producer: KafkaProducer, prefix: str, events: list[tuple[Event, int | None]]) -> None:
    """Send (event, partition or None) and return once the broker has acknowledged all of them."""
    futures = [
        producer.send(prefix + event.type, encode(event), key=key_of(event), partition=partition)
        for event, partition in events
    ]
    for future in futures:
        future.get(timeout=30)


class Tail:
    """Reads topics from their beginning into memory and follows them: no group, no offsets kept.

    `ready` is set once every partition of every topic was read to the end it had at the start.
    """

    def __init__(
        self, bootstrap: str, prefix: str, names: list[str], apply: Callable[[Event], None]
    ) -> None:
        self.ready = threading.Event()
        self._bootstrap, self._prefix, self._names = bootstrap, prefix, names
        self._apply = apply
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tail", daemon=True)

    def start(self) -> "Tail":
        self._thread.start()
        return self

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._follow()
            except Exception as fault:  # a tail that died would stand still without a word
                get_logger().warning("tail_begins_anew", fault=words_of(fault))
                self._stop.wait(0.5)

    def _follow(self) -> None:
        consumer = KafkaConsumer(
            bootstrap_servers=self._bootstrap,
            enable_auto_commit=False,
            fetch_max_wait_ms=FETCH_MS,
            metrics_enabled=False,
            bootstrap_timeout_ms=2000,
        )
        try:
            parts = [part for name in self._names for part in self._parts_of(consumer, name)]
            consumer.assign(parts)
            consumer.seek_to_beginning(*parts)
            waiting = {part: end for part, end in consumer.end_offsets(parts).items() if end > 0}
            while not self._stop.is_set():
                self._take(consumer.poll(timeout_ms=500))
                waiting = {
                    part: end for part, end in waiting.items() if consumer.position(part) < end
                }
                if not waiting:
                    self.ready.set()
        finally:
            consumer.close()

    def _parts_of(self, consumer: KafkaConsumer, name: str) -> list[TopicPartition]:
        """Raise LookupError while the broker knows no such topic: nobody would miss its states."""
        topic = self._prefix + name
        found = consumer.partitions_for_topic(topic)
        if not found:
            raise LookupError(f"{topic} is not there yet")
        return [TopicPartition(topic, number) for number in sorted(found)]

    def _take(self, batches: dict[TopicPartition, list[object]]) -> None:
        for part, records in batches.items():
            name = part.topic.removeprefix(self._prefix)
            for record in records:
                try:
                    self._apply(decode(name, record.value))  # type: ignore[attr-defined]
                except Exception as fault:  # one bad state must not hide all that come after it
                    get_logger().error("tail_passes_over", topic=name, fault=words_of(fault))
