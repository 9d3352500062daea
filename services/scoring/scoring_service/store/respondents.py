"""Who answered, by survey and partition, as whole numbers beside the tallies."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Row, text

from scoring_service.domain.respondents import Counts, merge


def add(
    connection: Connection, part: int, rows: Mapping[str, Counts], tenants: Mapping[str, str]
) -> None:
    """`rows` and `tenants` by survey. The caller alone writes this part (its place is locked), so
    that nobody adds between reading and writing."""
    kept = connection.execute(
        text(
            "SELECT survey_id, counts FROM respondents"
            " WHERE part = :part AND survey_id = ANY (CAST(:ids AS uuid[]))"
        ),
        {"part": part, "ids": sorted(rows)},
    )
    before: dict[str, Counts] = {str(row.survey_id): row.counts for row in kept}
    for survey_id, counts in rows.items():
        merge(before.setdefault(survey_id, {}), counts)
    connection.execute(
        text(
            "INSERT INTO respondents VALUES (:survey_id, :part, :tenant_id, CAST(:counts AS jsonb))"
            " ON CONFLICT (survey_id, part) DO UPDATE SET counts = excluded.counts"
        ),
        [
            {
                "survey_id": survey_id,
                "part": part,
                "tenant_id": tenants[survey_id],
                "counts": orjson.dumps(counts).decode(),
            }
            for survey_id, counts in sorted(before.items())
        ],
    )


def untold(connection: Connection, part: int, offset: int) -> None:
    """Up to this place of the record nobody told who answered."""
    connection.execute(
        text(
            "INSERT INTO respondents_from VALUES (:part, :offset)"
            " ON CONFLICT (part) DO UPDATE SET after = excluded.after"
        ),
        {"part": part, "offset": offset},
    )


def of_survey(connection: Connection, survey_id: str) -> Counts:
    found = connection.execute(
        text("SELECT counts FROM respondents WHERE survey_id = :id"), {"id": survey_id}
    ).scalars()
    whole: Counts = {}
    for counts in found:
        merge(whole, counts)
    return whole


def told_from(connection: Connection) -> dict[int, int]:
    """{partition: last source offset of which it is not told}."""
    rows = connection.execute(text("SELECT part, after FROM respondents_from"))
    return {row.part: row.after for row in rows}


def everybody(connection: Connection) -> Sequence[Row[Any]]:
    """(survey_id, part, counts)."""
    return connection.execute(text("SELECT survey_id, part, counts FROM respondents")).all()
