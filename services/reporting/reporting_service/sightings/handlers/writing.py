"""Writing down who was shown what: once, and never in the way of a page."""

import threading
from collections import deque
from collections.abc import Iterable
from typing import Any

from chassis import clock
from chassis.database import Database, Scope
from chassis.logging import get_logger
from chassis.metrics import SIGHTINGS_UNWRITTEN
from chassis.principal import Principal
from sqlalchemy.exc import SQLAlchemyError

from reporting_service.sightings import store
from reporting_service.sightings.rules import REMEMBERED, UNWRITTEN, Shown, Way

Rows = list[dict[str, Any]]


class Notebook:
    """Writes each first sighting down; what this process has written costs nothing again.

    A page never fails by it. What the database does not take is kept, with the time at which it was
    seen, and goes with the next that it takes; until then it stands whole in the log, by ids.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._written: dict[tuple[object, ...], None] = {}
        self._waiting: deque[tuple[Scope, Rows]] = deque(maxlen=UNWRITTEN)
        self._lock = threading.Lock()

    def note(self, person: Principal, way: Way, shown: Iterable[Shown]) -> None:
        """By ids, as entries of the audit trail have them; `shown` may be empty."""
        news = self._news(person.subject, way, shown)
        about = {
            "way": way,
            "actor": person.subject,
            "actor_kind": person.kind,
            "role": person.role,
            "office": person.tenant_id,
            "seen_at": clock.now().isoformat(),
        }
        if news and self._write(person.scope, [{**vars(each), **about} for each in news]):
            self._catch_up()

    def _news(self, actor: str, way: Way, shown: Iterable[Shown]) -> list[Shown]:
        with self._lock:
            news = [each for each in shown if (actor, way, each) not in self._written]
            self._written |= dict.fromkeys((actor, way, each) for each in news)
            while len(self._written) > REMEMBERED:
                del self._written[next(iter(self._written))]
        return news

    def _write(self, scope: Scope, rows: Rows) -> bool:
        try:
            with self._database.scope(scope) as connection:
                store.add(connection, rows)
        except SQLAlchemyError as fault:
            SIGHTINGS_UNWRITTEN.inc(len(rows))
            get_logger().error("sightings_unwritten", rows=rows, fault=type(fault).__name__)
            self._waiting.append((scope, rows))
            return False
        return True

    def _catch_up(self) -> None:
        """One of those that wait: a view costs one more insert at most."""
        try:
            scope, rows = self._waiting.popleft()
        except IndexError:
            return
        self._write(scope, rows)
