"""Who was given which releases by the API: an entry of the audit trail, once for each reader."""

from collections.abc import Iterable
from typing import Any

from chassis.audit import audit
from chassis.database import Database
from chassis.outbox import add_events
from chassis.principal import Principal
from sqlalchemy import Row

# Releases by reader that one process remembers to have told.
REMEMBERED = 20_000


class Readings:
    """What one process has told is told again by the next; the trail then says it twice."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._told: dict[tuple[str, str], int] = {}

    def note(self, person: Principal, scores: Iterable[Row[Any]]) -> None:
        """Before the answer goes out: without the entry there is no answer. Editions before had no
        numbers."""
        given = {
            row.state["survey_id"]: row.state["released"].get("number", 0)
            for row in scores
            if row.state["released"]
        }
        news = {
            survey: number
            for survey, number in given.items()
            if self._told.get((person.subject, survey)) != number
        }
        if not news:
            return
        entry = audit(
            person, "scoring.scores.read", person.tenant_id, person.tenant_id, releases=news
        )
        with self._database.scope(person.scope) as connection:
            add_events(connection, [entry])
        self._told |= {(person.subject, survey): number for survey, number in news.items()}
        for oldest in list(self._told)[:-REMEMBERED]:
            self._told.pop(oldest, None)
