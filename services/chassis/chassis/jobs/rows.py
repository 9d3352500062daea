"""The rows of one kind of job, in a table of their owner's with these columns beside its own:

    state        waiting, running, done or failed; the owner may have more, which end a job
    tries        how often a worker took it; who took it last holds it
    sent         whether a message of it is on its way
    due_at       while it waits: when it may be sent, again; while it runs: until when it is held
    done, total  how far it is
    reason       why it failed: `fault`, `silent` or `slow`; else ''

Time is the database's own here: a clock that is moved makes nobody silent.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

# Tries after which a job has failed. A worker that is stopped with its machine counts as one.
MOST_TRIES = 3
# Seconds for which a worker without a sign of life, or a message that nobody took, is trusted.
SILENT = 60
# Seconds until a job with a fault is tried again.
AGAIN = 10


@dataclass(frozen=True)
class Jobs:
    """`task` is Celery's name of the kind; its bell (`chassis.bell`) has the name of the table."""

    task: str
    table: str
    key: str

    def take(self, connection: Connection, job_id: str) -> int | None:
        """For a worker: which try this is; None when the job does not wait."""
        taken = (
            f"UPDATE {self.table} SET state = 'running', tries = tries + 1, sent = false, done = 0,"
            f" total = 0, due_at = now() + make_interval(secs => :silent)"
            f" WHERE {self.key} = :id AND state = 'waiting' RETURNING tries"
        )
        known = {"id": job_id, "silent": SILENT}
        found: int | None = connection.execute(text(taken), known).scalar()
        return found

    def hold(self, connection: Connection, job_id: str, held: int, done: int, total: int) -> bool:
        """A sign of life; whether it still is this try that has the job."""
        query = "due_at = now() + make_interval(secs => :silent), done = :done, total = :total"
        known = {"silent": SILENT, "done": done, "total": total}
        return self._of_holder(connection, job_id, held, query, known)

    def finish(self, connection: Connection, job_id: str, held: int, done: int) -> bool:
        """As `hold`, for the transaction in which what came of the job is kept."""
        query = "state = 'done', done = :done, total = :done"
        return self._of_holder(connection, job_id, held, query, {"done": done})

    def put_back(self, connection: Connection, job_id: str, held: int) -> None:
        """It had a fault: it waits for its next try, or has failed with the last one."""
        self._of_holder(connection, job_id, held, _AGAIN, _again("fault", AGAIN))

    def give_up(self, connection: Connection, job_id: str, held: int, reason: str) -> None:
        query = "state = 'failed', reason = :reason"
        self._of_holder(connection, job_id, held, query, {"reason": reason})

    def due(self, connection: Connection) -> dict[str, bool]:
        """Ids to be sent, the oldest try first, with whether they were; what is held no longer
        waits again."""
        lost = f"UPDATE {self.table} SET {_AGAIN} WHERE state = 'running' AND due_at <= now()"
        connection.execute(text(lost), _again("silent", 0))
        waiting = (
            f"SELECT {self.key}, sent FROM {self.table} WHERE state = 'waiting'"
            f" AND due_at <= now() ORDER BY due_at"
        )
        return {str(job_id): sent for job_id, sent in connection.execute(text(waiting))}

    def sent(self, connection: Connection, job_id: str) -> None:
        """Should nobody take it, it is due again."""
        query = (
            f"UPDATE {self.table} SET sent = true, due_at = now() + make_interval(secs => :silent)"
            f" WHERE {self.key} = :id AND state = 'waiting'"
        )
        connection.execute(text(query), {"id": job_id, "silent": SILENT})

    def _of_holder(
        self, connection: Connection, job_id: str, held: int, change: str, known: dict[str, Any]
    ) -> bool:
        query = (
            f"UPDATE {self.table} SET {change}"
            f" WHERE {self.key} = :id AND state = 'running' AND tries = :held"
        )
        return bool(connection.execute(text(query), {**known, "id": job_id, "held": held}).rowcount)


_AGAIN = (
    "state = CASE WHEN tries < :most THEN 'waiting' ELSE 'failed' END,"
    " reason = CASE WHEN tries < :most THEN '' ELSE :reason END,"
    " due_at = now() + make_interval(secs => :after)"
)


def _again(reason: str, after: int) -> dict[str, Any]:
    return {"most": MOST_TRIES, "reason": reason, "after": after}
