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


def write_as(connection: Connection, tenant_id: str) -> None:
    """Bind the one tenant whose rows this transaction may add or change."""
    connection.execute(
        text("SELECT set_config('app.tenant_id', :id, true)"), {"id": tenant_id}
    ).one()
