"""Revoked sessions and subjects, held in memory by every service; bites as soon as it is read."""

from collections.abc import Callable
from datetime import datetime

from contracts.codec import Event

from chassis.kafka import Tail

TOPIC = "identity.revocations.v1"


class Revocations:
    """A session's tokens die for good; a subject's die when issued before the revocation."""

    def __init__(self) -> None:
        self._sessions: set[str] = set()
        self._subjects: dict[str, float] = {}
        self._caught_up: Callable[[], bool] = lambda: True

    @classmethod
    def follow(cls, bootstrap: str, prefix: str) -> "Revocations":
        """Read the topic from its start; until its end was seen once, no token is trusted."""
        revocations = cls()
        tail = Tail(bootstrap, prefix, [TOPIC], revocations.apply).start()
        revocations._caught_up = tail.ready.is_set
        return revocations

    @property
    def ready(self) -> bool:
        return self._caught_up()

    def apply(self, event: Event) -> None:
        if event.payload["kind"] == "session":
            self._sessions.add(event.payload["id"])
        else:
            at = datetime.fromisoformat(event.payload["revoked_at"]).timestamp()
            self._subjects[event.payload["id"]] = at

    def covers(self, session: str, subject: str, issued_at: float) -> bool:
        return session in self._sessions or issued_at <= self._subjects.get(subject, 0.0)
