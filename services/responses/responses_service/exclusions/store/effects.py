"""For the worker: confirmed requests without effects, the answers they are about, the effects."""

from typing import Any

from sqlalchemy import Connection, Row, text

LOCK = 0xE8C1


def waiting(connection: Connection) -> list[Row[Any]]:
    """(request_id, tenant_id, excludes, reason), oldest decision first; one worker at a time."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    return list(
        connection.execute(
            text(
                "SELECT r.request_id, r.tenant_id, r.excludes, r.reason FROM exclusion_requests r"
                " JOIN exclusion_decisions d USING (request_id) WHERE d.confirmed"
                " AND NOT EXISTS (SELECT 1 FROM exclusion_effects e"
                "  WHERE e.request_id = r.request_id) ORDER BY d.decided_at LIMIT 20"
            )
        )
    )


def answers(connection: Connection, request_id: str) -> list[Row[Any]]:
    """The counted answers of a request, each with the number of its next effect."""
    return list(
        connection.execute(
            text(
                "SELECT r.response_id, r.survey_id, r.form_version_id, r.answers, r.service,"
                " r.mode, r.flagged, r.token, r.language, r.profile, r.source_partition,"
                " r.source_offset, coalesce(r.answered_at, r.received_at) AS answered_at,"
                " 1 + coalesce((SELECT max(sequence) FROM exclusion_effects e"
                "  WHERE e.response_id = r.response_id), 0) AS sequence"
                " FROM exclusion_items i JOIN ledger l USING (response_id)"
                " JOIN records r ON r.period = l.period AND r.response_id = l.response_id"
                " WHERE i.request_id = :id AND r.state = 'counted'"
            ),
            {"id": request_id},
        )
    )


def add(connection: Connection, rows: list[dict[str, Any]]) -> None:
    connection.execute(
        text(
            "INSERT INTO exclusion_effects (response_id, sequence, tenant_id, request_id, excluded)"
            " VALUES (:response_id, :sequence, :tenant_id, :request_id, :excluded)"
        ),
        rows,
    )
    connection.execute(
        text("UPDATE ledger SET excluded = :excluded WHERE response_id = :response_id"), rows
    )
