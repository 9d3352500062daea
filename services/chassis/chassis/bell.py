"""Wakes a loop when a transaction that left work for it commits (PostgreSQL's LISTEN, NOTIFY): what
waits leaves at once, and looking often for nothing costs nothing."""

import select
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from chassis.database import Database
from chassis.holdups import Holdups

# Seconds after a ring: what others leave at the same time is worked off together.
TOGETHER = 0.1
# Seconds in which who waits hears that the process is to end.
AT_ONCE = 1.0
# Seconds between looks that no bell asked for.
LOOK_EVERY = 5.0

Work = Callable[[threading.Event, Callable[[], None]], bool]


def ring(connection: Connection, channel: str) -> None:
    """Wake who listens on `channel` once this transaction commits."""
    connection.execute(text("SELECT pg_notify(:channel, '')"), {"channel": channel})


@contextmanager
def listening(
    database: Database, channel: str, stop: threading.Event
) -> Iterator[Callable[[float], None]]:
    """`wait(seconds)`: at most so long, and not at all when it rang since the last time; little
    longer than until `stop` is set."""
    with database.engine.connect() as connection:
        alone = connection.execution_options(isolation_level="AUTOCOMMIT")
        alone.execute(text(f"LISTEN {channel}"))
        driver = alone.connection.driver_connection
        assert driver is not None  # noqa: S101
        # Asked for the time between, psycopg would look at the socket ten times a second.
        socket = select.poll()
        socket.register(driver, select.POLLIN)

        def wait(seconds: float) -> None:
            until = time.monotonic() + seconds
            while not stop.is_set() and (left := until - time.monotonic()) > 0:
                if list(driver.notifies(timeout=0, stop_after=1)):
                    return
                socket.poll(1000 * min(left, AT_ONCE))

        try:
            yield wait
        finally:
            # Back in the pool it would listen for ever.
            connection.invalidate()


class WhenRung:
    """A loop that calls `work` when its bell rings, again and again while `work` returns True (more
    may wait), and every few seconds without, lest a ring was lost with a connection; what fails
    is tried again a second later. `work` that takes long looks at `stop` and calls `beat`."""

    def __init__(
        self,
        name: str,
        database: Database,
        channel: str,
        work: Work,
        seconds: float = LOOK_EVERY,
    ) -> None:
        self.name, self._seconds, self._work = name, seconds, work
        self._database, self._channel = database, channel
        self.holdups = Holdups(name)

    def run(self, stop: threading.Event, beat: Callable[[], None]) -> None:
        while not stop.is_set():
            beat()
            with self.holdups.attempt():
                self._turns(stop, beat)
            stop.wait(1)

    def _turns(self, stop: threading.Event, beat: Callable[[], None]) -> None:
        with listening(self._database, self._channel, stop) as wait:
            while not stop.is_set():
                beat()
                there_is_more = self._work(stop, beat)
                self.holdups.free("")
                if not there_is_more:
                    wait(self._seconds)
                stop.wait(TOGETHER)
