"""Answers that two persons took out of the index; the newest decision on each."""

from typing import Any

import orjson
from sqlalchemy import Connection, Row, text

State = dict[str, Any]


def keep(connection: Connection, rows: list[State]) -> None:
    """Each with `tenant_id`; an older decision than the kept one changes nothing."""
    connection.execute(
        text(
            "INSERT INTO exclusions AS e (response_id, survey_id, tenant_id, sequence, excluded,"
            " part, source_offset, state) VALUES (:response_id, :survey_id, :tenant_id, :sequence,"
            " :excluded, :part, :offset, CAST(:state AS jsonb)) ON CONFLICT (response_id)"
            " DO UPDATE SET sequence = excluded.sequence, excluded = excluded.excluded,"
            " state = excluded.state WHERE e.sequence < excluded.sequence"
        ),
        [
            {
                **row,
                "part": row["source"]["partition"],
                "offset": row["source"]["offset"],
                "state": orjson.dumps(row).decode(),
            }
            for row in rows
        ],
    )


def decided(connection: Connection, survey_id: str) -> list[Row[Any]]:
    """(response_id, excluded, part, source_offset, state) of every answer that two persons decided
    on, folded or not."""
    return list(
        connection.execute(
            text(
                "SELECT response_id, excluded, part, source_offset, state FROM exclusions"
                " WHERE survey_id = :id ORDER BY response_id"
            ),
            {"id": survey_id},
        )
    )
