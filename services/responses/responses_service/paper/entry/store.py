"""One sheet, and what was typed from it until it counts."""

from collections.abc import Collection
from typing import Any

import orjson
from sqlalchemy import Connection, Row, text


def sheet(connection: Connection, number: int, place: int) -> Row[Any] | None:
    """A sheet with what its batch says of it."""
    return connection.execute(
        text(
            "SELECT s.batch_id, s.place, s.tenant_id, s.state, b.number, b.survey_id,"
            " b.form_version_id, b.point, b.language, b.issued_by, b.issuer_tenant,"
            " b.issuer_division, b.issued_at, b.closed_at, t.code AS unit,"
            " t.state AS tenant FROM paper_sheets s"
            " JOIN paper_batches b USING (batch_id)"
            " JOIN tenants t ON t.tenant_id = s.tenant_id"
            " WHERE b.number = :number AND s.place = :place"
        ),
        {"number": number, "place": place},
    ).one_or_none()


def lock(connection: Connection, batch_id: str, place: int) -> None:
    """Of two at once one waits; the tenant is bound for writing."""
    connection.execute(
        text(
            "SELECT 1 FROM paper_sheets WHERE batch_id = :batch_id AND place = :place"
            " FOR NO KEY UPDATE"
        ),
        {"batch_id": batch_id, "place": place},
    ).one()


def entries(connection: Connection, batch_id: str, place: int) -> list[Row[Any]]:
    """In the order of their turns."""
    return list(
        connection.execute(
            text(
                "SELECT turn, answers, typed_by FROM paper_entries"
                " WHERE batch_id = :batch_id AND place = :place ORDER BY turn"
            ),
            {"batch_id": batch_id, "place": place},
        )
    )


def add_entry(connection: Connection, row: dict[str, Any], answers: dict[str, Any]) -> None:
    connection.execute(
        text(
            "INSERT INTO paper_entries (batch_id, place, turn, tenant_id, answers, typed_by,"
            " typist) VALUES (:batch_id, :place, :turn, :tenant_id, CAST(:answers AS jsonb),"
            " :typed_by, :typist)"
        ),
        {**row, "answers": orjson.dumps(answers).decode()},
    )


def set_state(connection: Connection, batch_id: str, place: int, state: str) -> None:
    connection.execute(
        text(
            "UPDATE paper_sheets SET state = :state WHERE batch_id = :batch_id AND place = :place"
        ),
        {"batch_id": batch_id, "place": place, "state": state},
    )


def forget_answers(connection: Connection, batch_id: str, places: Collection[int]) -> None:
    """Who typed and when stays; what was typed does not."""
    connection.execute(
        text(
            "UPDATE paper_entries SET answers = NULL"
            " WHERE batch_id = :batch_id AND place = ANY (:places)"
        ),
        {"batch_id": batch_id, "places": list(places)},
    )
