"""Tenants as every service reads them; row-level security decides which there are."""

from collections.abc import Collection
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


def states(connection: Connection) -> dict[str, State]:
    """All of them, by id."""
    rows = connection.execute(text("SELECT state FROM tenants")).scalars()
    return {state["tenant_id"]: state for state in rows}


def some(connection: Connection, identifiers: Collection[str]) -> dict[str, State]:
    """Those of `identifiers` that are in scope, by id."""
    query = text("SELECT state FROM tenants WHERE tenant_id = ANY (CAST(:ids AS uuid[]))")
    found = connection.execute(query, {"ids": sorted(identifiers)}).scalars()
    return {state["tenant_id"]: state for state in found}


def ids(connection: Connection) -> set[str]:
    found = connection.execute(text("SELECT tenant_id FROM tenants")).scalars()
    return {str(each) for each in found}


def write_as(connection: Connection, tenant_id: str) -> None:
    """Bind the one tenant whose rows this transaction may add or change."""
    connection.execute(
        text("SELECT set_config('app.tenant_id', :id, true)"), {"id": tenant_id}
    ).one()
