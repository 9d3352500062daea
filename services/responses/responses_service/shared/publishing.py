"""The producer of an intake process: acknowledged by the broker, or refused within 2 seconds."""

import threading
import time

from chassis.logging import get_logger
from chassis.problems import Unavailable
from confluent_kafka import KafkaException, Message, Producer
from contracts.codec import Event, encode, key_of

# A broker that pauses to write is not away: as long as "within 2 seconds" leaves.
PATIENCE = 1.8
RETRY_EVERY = 0.5
A_DAY = 86_400


class Publisher:
    """Waits for the acknowledgement of each event; one for all threads of a process.

    While the broker is away, one request in half a second tries it; the others are told at once
    to come back. A message that is delivered after its time-out does no harm: ids repeat.
    librdkafka does the sending: measured, it leaves three times as much of the processor to the
    requests as a producer in Python (docs/decisions).
    """

    def __init__(self, bootstrap: str, prefix: str) -> None:
        self._prefix = prefix
        self._down = False
        self._last_try = 0.0
        self._lock = threading.Lock()
        self._producer = Producer(
            {
                "bootstrap.servers": bootstrap,
                "acks": "all",
                "enable.idempotence": True,
                "linger.ms": 5,
                "message.timeout.ms": 10_000,
                "reconnect.backoff.max.ms": 500,
                "topic.metadata.refresh.interval.ms": 60_000,
                # The same partition for an id as the Java and Python clients choose.
                "partitioner": "murmur2_random",
                "log.connection.close": False,
                "log_level": 2,
            }
        )
        threading.Thread(target=self._poll, name="producer", daemon=True).start()

    def publish(self, events: list[Event]) -> None:
        """Return once every event is on the broker's disk; raise Unavailable otherwise."""
        if self._down and not self._may_try():
            raise Unavailable("The queue is not reachable; nothing was stored")
        try:
            waiting = self._send(events)
        except (BufferError, KafkaException) as fault:
            raise self._failed(repr(fault)) from fault
        if not waiting.all_acknowledged(PATIENCE):
            raise self._failed(waiting.fault or "no answer in time")
        self._down = False

    def offer(self, events: list[Event], patience: float) -> bool:
        """Whether all arrived in time: for what may be lost, so that its failure tells the answers
        nothing about the broker."""
        try:
            return self._send(events).all_acknowledged(patience)
        except (BufferError, KafkaException):
            return False

    def _send(self, events: list[Event]) -> "_Waiting":
        waiting = _Waiting(len(events))
        today = int(time.time()) // A_DAY * A_DAY * 1000
        for event in events:
            self._producer.produce(
                self._prefix + event.type,
                encode(event),
                key=key_of(event),
                # To the day alone: which contact came with which answer, the broker's own
                # milliseconds would tell.
                timestamp=today,
                on_delivery=waiting.delivered,
            )
        return waiting

    def _failed(self, fault: str) -> Unavailable:
        if not self._down:
            get_logger().warning("publish_failed", fault=fault)
        self._down = True
        return Unavailable("The queue does not answer; send the same body again")

    def _may_try(self) -> bool:
        with self._lock:
            now = time.monotonic()
            if now - self._last_try < RETRY_EVERY:
                return False
            self._last_try = now
            return True

    def _poll(self) -> None:
        """Delivery reports are called from here."""
        while True:
            self._producer.poll(1.0)


class _Waiting:
    """What one request waits for: as many reports as it has sent events."""

    def __init__(self, count: int) -> None:
        self.fault = ""
        self._missing = count
        self._done = threading.Event()

    def delivered(self, fault: object, _: Message) -> None:
        if fault is not None:
            self.fault = str(fault)
        self._missing -= 1
        if self._missing == 0:
            self._done.set()

    def all_acknowledged(self, seconds: float) -> bool:
        return self._done.wait(seconds) and not self.fault
