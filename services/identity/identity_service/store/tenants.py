"""The tenants of the caller's scope, and the audit entries that concern them."""

from collections.abc import Sequence
from typing import Any

import orjson
from contracts.codec import Event
from sqlalchemy import Connection, Row, text


def tenants(connection: Connection, after: str, limit: int) -> list[dict[str, Any]]:
    return list(
        connection.execute(
            text("SELECT state FROM tenants WHERE code > :after ORDER BY code LIMIT :limit"),
            {"after": after, "limit": limit},
        ).scalars()
    )


def tenant(connection: Connection, tenant_id: str) -> dict[str, Any] | None:
    return connection.execute(
        text("SELECT state FROM tenants WHERE tenant_id = :id"), {"id": tenant_id}
    ).scalar_one_or_none()


def states(connection: Connection) -> dict[str, dict[str, Any]]:
    rows = connection.execute(text("SELECT state FROM tenants")).scalars()
    return {state["tenant_id"]: state for state in rows}


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
