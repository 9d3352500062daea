"""The producer of an intake process: acknowledged by the broker, or refused within 2 seconds."""

import threading
import time

from chassis.kafka import make_producer
from chassis.logging import get_logger
from chassis.problems import Unavailable
from contracts.codec import Event, encode, key_of
from kafka import KafkaProducer
from kafka.errors import KafkaError

PATIENCE = 1.0
RETRY_EVERY = 0.5


class Publisher:
    """Waits for the acknowledgement of each event.

    While the broker is away, one request in half a second tries it; the others are told at once
    to come back. A message that is delivered after its time-out does no harm: ids repeat.
    """

    def __init__(self, bootstrap: str, prefix: str) -> None:
        self._bootstrap, self._prefix = bootstrap, prefix
        self._producer: KafkaProducer | None = None
        self._down_since: float | None = None
        self._last_try = 0.0
        self._lock = threading.Lock()
        threading.Thread(target=self._connect, name="producer", daemon=True).start()

    def publish(self, events: list[Event]) -> None:
        """Return once every event is on the broker's disk; raise Unavailable otherwise."""
        producer = self._producer
        if producer is None or not self._may_try():
            raise Unavailable("The queue is not reachable; nothing was stored")
        deadline = time.monotonic() + PATIENCE
        try:
            futures = [
                producer.send(self._prefix + event.type, encode(event), key=key_of(event))
                for event in events
            ]
            for future in futures:
                future.get(timeout=max(0.05, deadline - time.monotonic()))
        except KafkaError as fault:
            self._down_since = self._down_since or time.monotonic()
            get_logger().warning("publish_failed", fault=repr(fault))
            raise Unavailable("The queue does not answer; send the same body again") from fault
        self._down_since = None

    def _may_try(self) -> bool:
        if self._down_since is None:
            return True
        with self._lock:
            now = time.monotonic()
            if now - self._last_try < RETRY_EVERY:
                return False
            self._last_try = now
            return True

    def _connect(self) -> None:
        """A broker that is away at the start must not keep the intake from starting."""
        while self._producer is None:
            try:
                self._producer = make_producer(
                    self._bootstrap,
                    bootstrap_timeout_ms=3000,
                    max_block_ms=int(PATIENCE * 1000),
                    delivery_timeout_ms=10_000,
                    request_timeout_ms=5000,
                    reconnect_backoff_max_ms=500,
                )
            except (KafkaError, OSError) as fault:
                get_logger().warning("producer_waits", fault=repr(fault))
                time.sleep(RETRY_EVERY)
