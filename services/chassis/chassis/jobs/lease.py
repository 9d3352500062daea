"""One try of a job: taken, held by signs of life while its work goes on, finished once."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from celery.exceptions import SoftTimeLimitExceeded
from sqlalchemy import Connection

from chassis.database import Database
from chassis.holdups import words_of
from chassis.jobs.rows import Jobs
from chassis.logging import get_logger

# Seconds between signs of life, which tell how far the job is as well.
TOLD_EVERY = 1.0


class LeaseLostError(Exception):
    """The job was withdrawn, or this process was silent for so long that another has it."""


class Lease:
    """What the work of a job gets: which one, and a hold of it."""

    def __init__(self, database: Database, jobs: Jobs, job_id: str, held: int) -> None:
        self.database, self.job_id = database, job_id
        self._jobs, self._held = jobs, held
        self._far = 0, 0
        self._lost, self._over = threading.Event(), threading.Event()

    def tell(self, done: int, total: int) -> None:
        """How far it is; costs nothing. Raise LeaseLostError, for the work to end."""
        self._far = done, total
        if self._lost.is_set():
            raise LeaseLostError

    def finish(self, connection: Connection, done: int) -> None:
        """First of the transaction that keeps what came of the job: so it is kept once, and by
        who has it. Raise LeaseLostError."""
        if not self._jobs.finish(connection, self.job_id, self._held, done):
            raise LeaseLostError

    def put_back(self) -> None:
        with self.database.unbound() as connection:
            self._jobs.put_back(connection, self.job_id, self._held)

    def give_up(self, reason: str) -> None:
        with self.database.unbound() as connection:
            self._jobs.give_up(connection, self.job_id, self._held, reason)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Signs of life from a thread: a million rows are sorted without a word for minutes."""
        signs = threading.Thread(target=self._hold, name="lease")
        signs.start()
        try:
            yield
        finally:
            self._over.set()
            signs.join()

    def _hold(self) -> None:
        while not self._over.wait(TOLD_EVERY):
            try:
                with self.database.unbound() as connection:
                    holds = self._jobs.hold(connection, self.job_id, self._held, *self._far)
            except Exception as fault:
                get_logger().warning("lease_not_told", job=self.job_id, fault=words_of(fault))
                continue
            if not holds:
                self._lost.set()


Work = Callable[[Lease], None]


@dataclass(frozen=True)
class Task:
    """What a worker does for one kind of job; `database` is the service's, as its worker."""

    jobs: Jobs
    database: Database
    work: Work

    def attempt(self, job_id: str) -> None:
        """Do the job if it waits; a message that came twice or late finds that it does not."""
        with self.database.unbound() as connection:
            held = self.jobs.take(connection, job_id)
        if held is None:
            return
        lease = Lease(self.database, self.jobs, job_id, held)
        try:
            with lease.kept():
                self.work(lease)
        except LeaseLostError:
            get_logger().warning("lease_lost", task=self.jobs.task, job=job_id)
        except SoftTimeLimitExceeded:
            # Another try would take as long.
            lease.give_up("slow")
        except Exception as fault:
            said = words_of(fault)
            get_logger().error("job_failed", task=self.jobs.task, job=job_id, fault=said)
            lease.put_back()
