"""Tenants in the caller's scope, and the one that a transaction may write for."""

from typing import Any

from sqlalchemy import Connection, text

State = dict[str, Any]


def tenant(connection: Connection, tenant_id: str) -> State | None:
    return connection.execute(
        text("SELECT state FROM tenants WHERE tenant_id = :id"), {"id": tenant_id}
    ).scalar_one_or_none()


def by_code(connection: Connection, code: str) -> State | None:
    return connection.execute(
        text("SELECT state FROM tenants WHERE code = :code"), {"code": code}
    ).scalar_one_or_none()


def write_as(connection: Connection, tenant_id: str) -> None:
    """Bind the one tenant whose rows this transaction may add."""
    connection.execute(
        text("SELECT set_config('app.tenant_id', :id, true)"), {"id": tenant_id}
    ).one()


def ids(connection: Connection) -> set[str]:
    return {
        str(found) for found in connection.execute(text("SELECT tenant_id FROM tenants")).scalars()
    }
