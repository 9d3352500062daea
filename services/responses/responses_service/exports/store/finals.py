"""The answers of final results, as they are published and corrected: only ever added to."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from contracts.shapes import Score
from sqlalchemy import Connection, Row, text


class Kept(NamedTuple):
    """The answers of one result, as it was released."""

    released_at: datetime
    answers: frozenset[str]


def kept(connection: Connection, survey_id: str) -> list[Kept]:
    """For the worker: all of a survey, the oldest first."""
    found = connection.execute(
        text(
            "SELECT released_at, CAST(response_ids AS text[]) AS answers FROM final_rows"
            " WHERE survey_id = :survey ORDER BY number"
        ),
        {"survey": survey_id},
    )
    return [Kept(row.released_at, frozenset(row.answers)) for row in found]


def keep(
    connection: Connection,
    tenant_id: str,
    survey_id: str,
    number: int,
    at: datetime,
    answers: Collection[str],
) -> None:
    """`number` counts the results of a survey from 1."""
    connection.execute(
        text(
            "INSERT INTO final_rows (survey_id, number, tenant_id, released_at, response_ids)"
            " VALUES (:survey, :number, :tenant, :at, CAST(:answers AS uuid[]))"
        ),
        {
            "survey": survey_id,
            "number": number,
            "tenant": tenant_id,
            "at": at,
            "answers": sorted(answers),
        },
    )


def counting(connection: Connection, score: Score, at: datetime) -> frozenset[str]:
    """For the worker: the answers of a survey that had come until `at` and count by what was
    decided then. Scores are of the survey's own form alone."""
    found = connection.execute(
        text(
            "SELECT r.response_id::text FROM records r WHERE r.period = :period"
            " AND r.survey_id = :survey AND r.form_version_id = :form AND r.state = 'counted'"
            " AND r.received_at <= :at"
            " AND NOT coalesce((SELECT e.excluded FROM exclusion_effects e"
            "  WHERE e.response_id = r.response_id AND e.at <= :at"
            "  ORDER BY e.sequence DESC LIMIT 1), false)"
        ),
        {
            "period": score["period"],
            "survey": score["survey_id"],
            "form": score["form_version_id"],
            "at": at,
        },
    )
    return frozenset(found.scalars())


def standing(
    connection: Connection, survey_ids: Collection[str]
) -> list[Row[tuple[str, int, datetime]]]:
    """(survey_id, n, released_at) of the newest of each survey of the bound tenant that has one."""
    found = connection.execute(
        text(
            "SELECT DISTINCT ON (survey_id) survey_id::text, n, released_at FROM final_rows"
            " WHERE survey_id = ANY (CAST(:surveys AS uuid[])) ORDER BY survey_id, number DESC"
        ),
        {"surveys": list(survey_ids)},
    )
    return list(found)
