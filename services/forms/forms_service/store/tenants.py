"""Tenants as this service keeps them."""

from typing import Any

from sqlalchemy import Connection, text


def tenant(connection: Connection, tenant_id: str) -> dict[str, Any] | None:
    return connection.execute(
        text("SELECT state FROM tenants WHERE tenant_id = :id"), {"id": tenant_id}
    ).scalar_one_or_none()


def states(connection: Connection) -> dict[str, dict[str, Any]]:
    rows = connection.execute(text("SELECT state FROM tenants")).scalars()
    return {state["tenant_id"]: state for state in rows}
