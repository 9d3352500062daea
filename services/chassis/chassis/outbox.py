"""Business row and event in one transaction; a relay publishes them in order, oldest first."""

import threading
from collections.abc import Callable, Iterable

from contracts.codec import Event, encode, key_of
from sqlalchemy import Connection, text

from chassis import ddl
from chassis.bell import LOOK_EVERY, listening, ring
from chassis.database import Database
from chassis.holdups import Holdups
from chassis.kafka import make_producer
from chassis.metrics import OUTBOX_PENDING

RELAY_LOCK = 0x0B0C
BATCH = 500
BELL = "outbox"


def create_outbox_table(service: str) -> None:
    """For migrations. Web processes may add events but neither read nor change them."""
    ddl.execute(
        "CREATE TABLE outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
        " topic text NOT NULL, key bytea NOT NULL, value bytea NOT NULL)"
    )
    ddl.execute(f"GRANT INSERT ON outbox TO {service}_web, {service}_worker")
    ddl.execute(f"GRANT SELECT, DELETE ON outbox TO {service}_worker")


def add_events(connection: Connection, events: Iterable[Event]) -> None:
    """Leave together with the caller's transaction, or not at all."""
    rows = [{"t": event.type, "k": key_of(event), "v": encode(event)} for event in events]
    if rows:
        connection.execute(text("INSERT INTO outbox (topic, key, value) VALUES (:t, :k, :v)"), rows)
        ring(connection, BELL)


class Relay:
    """Publishes the outbox of one service; an advisory lock keeps it single."""

    def __init__(self, service: str, database: Database, bootstrap: str, prefix: str) -> None:
        self.name = "relay"
        self.holdups = Holdups(self.name)
        self._service, self._database = service, database
        self._bootstrap, self._prefix = bootstrap, prefix

    def run(self, stop: threading.Event, beat: Callable[[], None]) -> None:
        while not stop.is_set():
            try:
                self._relay(stop, beat)
            except Exception as fault:
                self.holdups.hold("", "its outbox", fault)
                beat()
                stop.wait(1)

    def drain(self) -> int:
        """Publish all that waits and return how much: for commands that run without a relay."""
        producer = make_producer(self._bootstrap)
        try:
            sent = 0
            while count := self._send_batch(producer):
                sent += count
            return sent
        finally:
            producer.close(timeout=5)

    def _relay(self, stop: threading.Event, beat: Callable[[], None]) -> None:
        producer = make_producer(self._bootstrap)
        try:
            with listening(self._database, BELL, stop) as wait:
                while not stop.is_set():
                    beat()
                    sent = self._send_batch(producer)
                    self.holdups.free("")
                    if not sent:
                        wait(LOOK_EVERY)
        finally:
            producer.close(timeout=5)

    def _send_batch(self, producer: object) -> int:
        with self._database.unbound() as connection:
            if not connection.scalar(
                text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": RELAY_LOCK}
            ):
                return 0
            rows = connection.execute(
                text("SELECT id, topic, key, value FROM outbox ORDER BY id LIMIT :n"), {"n": BATCH}
            ).all()
            OUTBOX_PENDING.labels(self._service).set(len(rows))
            futures = [
                producer.send(self._prefix + row.topic, bytes(row.value), key=bytes(row.key))  # type: ignore[attr-defined]
                for row in rows
            ]
            for future in futures:
                future.get(timeout=30)
            if rows:
                connection.execute(
                    text("DELETE FROM outbox WHERE id = ANY (:ids)"), {"ids": [r.id for r in rows]}
                )
        return len(rows)
