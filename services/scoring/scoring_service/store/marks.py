"""Marks: which surveys have moved since their last score. Set with the work, taken with the score.

A mark is locked even where it stands already: the publisher must not take it away between the
tally of a running transaction and its commit, or that tally would wait for the next answer.
"""

from datetime import timedelta
from typing import NamedTuple

from chassis import clock
from chassis.bell import ring
from sqlalchemy import Connection, text

from scoring_service.domain.life import SECONDS_BETWEEN_SCORES


class Place(NamedTuple):
    """Of a marked survey in their order. The tenant of a survey that is not known yet is nobody."""

    tenant_id: str
    survey_id: str


NOBODY = "00000000-0000-0000-0000-000000000000"
FIRST = Place(NOBODY, NOBODY)
BELL = "marks"
STATE_CHANGED = -1
# The clock asks: a day has begun, or a result may be final.
CLOCK = -2
PUBLISHER_LOCK = 0x5C0E
STATES_LOCK = 0x5C0F


def mark(connection: Connection, survey_ids: list[str], part: int) -> None:
    """Ask for new scores; `part` is STATE_CHANGED when no answer but a state has changed, and CLOCK
    where time has passed."""
    if survey_ids:
        connection.execute(
            text(
                "INSERT INTO pending_scores VALUES (:id, :part)"
                " ON CONFLICT (survey_id, part) DO UPDATE SET part = excluded.part"
            ),
            [{"id": survey_id, "part": part} for survey_id in sorted(survey_ids)],
        )
        ring(connection, BELL)


def become_publisher(connection: Connection) -> bool:
    """One publisher at a time, until the end of the transaction."""
    return bool(
        connection.scalar(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": PUBLISHER_LOCK})
    )


def one_state_at_a_time(connection: Connection) -> None:
    """States that need each other come on different topics: the later one must see the earlier."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": STATES_LOCK})


def marked(connection: Connection, after: Place, limit: int) -> list[Place]:
    """Marked surveys after `after`, those of one tenant together, without those scored less than a
    quarter second ago."""
    now = clock.now()
    found = connection.execute(
        text(
            "SELECT DISTINCT coalesce(v.tenant_id, p.survey_id) AS tenant_id, p.survey_id"
            " FROM pending_scores p LEFT JOIN scores s USING (survey_id)"
            " LEFT JOIN surveys v USING (survey_id) WHERE (s.published_at IS NULL"
            " OR s.published_at NOT BETWEEN :before AND :now)"
            " AND (coalesce(v.tenant_id, p.survey_id), p.survey_id)"
            " > (CAST(:tenant AS uuid), CAST(:survey AS uuid))"
            " ORDER BY tenant_id, survey_id LIMIT :limit"
        ),
        {
            "tenant": after.tenant_id,
            "survey": after.survey_id,
            "limit": limit,
            "now": now,
            "before": now - timedelta(seconds=SECONDS_BETWEEN_SCORES),
        },
    )
    return [Place(str(row.tenant_id), str(row.survey_id)) for row in found]


def are_left(connection: Connection) -> bool:
    """Whether a survey waits: scored a moment ago, or its tally is not committed yet."""
    return bool(connection.scalar(text("SELECT EXISTS (SELECT FROM pending_scores)")))


def take(connection: Connection, survey_ids: list[str]) -> dict[str, bool]:
    """Take the marks of these surveys; those a running batch holds stay for the next turn. By
    survey: whether the clock asked."""
    found = connection.execute(
        text(
            "DELETE FROM pending_scores WHERE (survey_id, part) IN (SELECT survey_id, part"
            " FROM pending_scores WHERE survey_id = ANY (CAST(:ids AS uuid[]))"
            " FOR UPDATE SKIP LOCKED) RETURNING survey_id, part"
        ),
        {"ids": survey_ids},
    ).all()
    asked = {str(row.survey_id) for row in found if row.part == CLOCK}
    return {each: each in asked for each in sorted(str(row.survey_id) for row in found)}
