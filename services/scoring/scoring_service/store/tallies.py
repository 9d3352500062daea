"""Tallies by stratum, and how far in the record they stand."""

from typing import Any

import orjson
from sqlalchemy import Connection, Row, text

from scoring_service.domain.tallies import Tally

ARRAYS = ("counts", "pair_n", "pair_a", "pair_b", "pair_ab")
KEY = "survey_id, part, service, mode, flagged, token, form_version_id"


def add(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Add each row to its stratum, of which there is one row; the caller alone writes this part
    (its place is locked). As one document: arrays sent one by one take longer than all else."""
    sums = ", ".join(
        f"{name} = ARRAY(SELECT a + b FROM"
        f" unnest(t.{name}, excluded.{name}) WITH ORDINALITY AS u(a, b, i) ORDER BY i)"
        for name in ARRAYS
    )
    columns = f"{KEY}, tenant_id, responses, {', '.join(ARRAYS)}"
    connection.execute(
        text(
            f"INSERT INTO tallies AS t ({columns}) SELECT {columns}"
            " FROM jsonb_populate_recordset(CAST(NULL AS tallies), CAST(:rows AS jsonb))"
            f" ON CONFLICT ({KEY}) DO UPDATE SET"
            f" responses = t.responses + excluded.responses, {sums}"
        ),
        {"rows": orjson.dumps(rows).decode()},
    )


def strata(connection: Connection, survey_id: str) -> list[Row[Any]]:
    """Each with `positions`, {part: last offset}: one statement, so both are of one moment."""
    return list(
        connection.execute(
            text(
                "SELECT t.*, (SELECT jsonb_object_agg(part, last_offset) FROM source_offsets)"
                " AS positions FROM tallies t WHERE survey_id = :id"
            ),
            {"id": survey_id},
        )
    )


def tally_of(row: Row[Any]) -> Tally:
    return Tally(row.counts, row.pair_n, row.pair_a, row.pair_b, row.pair_ab, row.responses)


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
