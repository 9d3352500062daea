"""Tallies, and the marks that say which surveys have moved."""

from typing import Any

from sqlalchemy import Connection, Row, text

ARRAYS = ("counts", "pair_n", "pair_a", "pair_b", "pair_ab")
KEY = "survey_id, part, service, mode, flagged, form_version_id"


def add(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Add each row to its stratum; the caller alone writes this part (its place is locked)."""
    sums = ", ".join(
        f"{name} = (SELECT array_agg(a + b ORDER BY i) FROM"
        f" unnest(t.{name}, excluded.{name}) WITH ORDINALITY AS u(a, b, i))"
        for name in ARRAYS
    )
    arrays = ", ".join(f"CAST(:{name} AS bigint[])" for name in ARRAYS)
    connection.execute(
        text(
            f"INSERT INTO tallies AS t ({KEY}, tenant_id, responses, {', '.join(ARRAYS)})"
            " VALUES (:survey_id, :part, :service, :mode, :flagged, :form_version_id, :tenant_id,"
            f" :responses, {arrays}) ON CONFLICT ({KEY}) DO UPDATE SET"
            f" responses = t.responses + excluded.responses, {sums}"
        ),
        rows,
    )


def strata(connection: Connection, survey_id: str) -> list[Row[Any]]:
    return list(
        connection.execute(
            text("SELECT * FROM tallies WHERE survey_id = :id ORDER BY part, service, mode"),
            {"id": survey_id},
        )
    )


def all_strata(connection: Connection) -> list[Row[Any]]:
    return list(connection.execute(text("SELECT * FROM tallies")))


def last_offset(connection: Connection, part: int) -> int:
    found: int | None = connection.execute(
        text("SELECT last_offset FROM source_offsets WHERE part = :part"), {"part": part}
    ).scalar_one_or_none()
    return -1 if found is None else found


def last_offsets(connection: Connection) -> dict[int, int]:
    rows = connection.execute(text("SELECT part, last_offset FROM source_offsets"))
    return {row.part: row.last_offset for row in rows}


def keep_offset(connection: Connection, part: int, offset: int) -> None:
    connection.execute(
        text(
            "INSERT INTO source_offsets VALUES (:part, :offset)"
            " ON CONFLICT (part) DO UPDATE SET last_offset = excluded.last_offset"
        ),
        {"part": part, "offset": offset},
    )


def mark(connection: Connection, survey_ids: list[str], part: int) -> None:
    """Ask for new scores; `part` is -1 when no answer but a state has changed."""
    if survey_ids:
        connection.execute(
            text("INSERT INTO pending_scores VALUES (:id, :part) ON CONFLICT DO NOTHING"),
            [{"id": survey_id, "part": part} for survey_id in sorted(survey_ids)],
        )


def take_marks(connection: Connection, limit: int) -> list[str]:
    """Surveys to score now; their marks are gone when the transaction commits."""
    found = connection.execute(
        text(
            "WITH chosen AS (SELECT DISTINCT survey_id FROM pending_scores LIMIT :limit)"
            " DELETE FROM pending_scores p USING chosen c WHERE p.survey_id = c.survey_id"
            " RETURNING p.survey_id"
        ),
        {"limit": limit},
    ).scalars()
    return sorted({str(survey_id) for survey_id in found})
