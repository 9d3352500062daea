"""The audit trail of all services: appended by the worker, read in scope, never changed."""

from collections.abc import Sequence
from typing import Any

import orjson
from contracts.codec import Event
from sqlalchemy import Connection, Row, text


def keep_entries(connection: Connection, events: Sequence[Event]) -> None:
    """Each entry once, however often its event arrives."""
    connection.execute(
        text(
            "INSERT INTO audit_entries (entry_id, tenant_id, occurred_at, actor, actor_kind,"
            " action, subject, detail, request_id) VALUES (:entry_id, :tenant_id, :occurred_at,"
            " :actor, :actor_kind, :action, :subject, CAST(:detail AS jsonb), :request_id)"
            " ON CONFLICT (entry_id) DO NOTHING"
        ),
        [
            {
                **event.payload,
                "detail": orjson.dumps(event.payload["detail"]).decode(),
                "tenant_id": event.tenant_id,
                "occurred_at": event.occurred_at,
                "request_id": event.request_id,
            }
            for event in events
        ],
    )


def entries(connection: Connection, before: int, limit: int) -> list[Row[Any]]:
    """Newest first, the `limit` before number `before`."""
    return list(
        connection.execute(
            text(
                "SELECT number, entry_id, tenant_id, occurred_at, actor, actor_kind, action,"
                " subject, detail FROM audit_entries WHERE number < :before"
                " ORDER BY number DESC LIMIT :limit"
            ),
            {"before": before, "limit": limit},
        )
    )
