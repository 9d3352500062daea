"""The tenants of the caller's scope."""

from typing import Any

from sqlalchemy import Connection, text


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
