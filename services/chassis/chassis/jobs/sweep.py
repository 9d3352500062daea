"""Sends the ids of jobs that wait: new ones, and those whose worker or message was lost."""

from celery import Celery

from chassis.database import Database
from chassis.jobs.rows import Jobs


class Sweep:
    """Of one kind of job; `database` is the service's, as its worker."""

    def __init__(self, app: Celery, database: Database, jobs: Jobs) -> None:
        self._app, self._database, self._jobs = app, database, jobs

    def turn(self) -> bool:
        """Send all that is due; False, since nothing is left. No transaction waits for Valkey: an
        id that is sent twice is worked on once, so that it is noted as sent afterwards."""
        with self._database.unbound() as connection:
            due = self._jobs.due(connection)
        # While messages wait, those of before are among them: sent again and again to a worker
        # that is busy, or away, they would fill Valkey.
        waits = any(due.values()) and self._length() > 0
        for job_id in [each for each, sent in due.items() if not (sent and waits)]:
            self._app.send_task(self._jobs.task, [job_id])
            with self._database.unbound() as connection:
                self._jobs.sent(connection, job_id)
        return False

    def _length(self) -> int:
        """Messages in the queue, without the one at work."""
        queue = self._app.amqp.queues[self._app.conf.task_default_queue]
        with self._app.pool.acquire(block=True) as connection:
            found: int = queue(connection.default_channel).queue_declare().message_count
        return found
