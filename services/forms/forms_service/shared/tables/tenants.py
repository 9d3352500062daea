"""Tenants as this service keeps them."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, text


def tenant(connection: Connection, tenant_id: str) -> dict[str, Any] | None:
    return connection.execute(
        text("SELECT state FROM tenants WHERE tenant_id = :id"), {"id": tenant_id}
    ).scalar_one_or_none()


def by_code(connection: Connection, code: str) -> dict[str, Any] | None:
    return connection.execute(
        text("SELECT state FROM tenants WHERE code = :code"), {"code": code}
    ).scalar_one_or_none()


def search(connection: Connection, words: str, limit: int) -> list[dict[str, Any]]:
    """Active units that serve the public, by code; `words` may be part of a name or code."""
    query = (
        "SELECT state FROM tenants WHERE status = 'active' AND kind IN ('kanwil', 'upt')"
        " AND (code || ' ' || CAST(state -> 'names' AS text)) ILIKE '%' || :words || '%'"
        " ORDER BY code LIMIT :limit"
    )
    return list(connection.execute(text(query), {"words": words, "limit": limit}).scalars())


def states(connection: Connection) -> dict[str, dict[str, Any]]:
    rows = connection.execute(text("SELECT state FROM tenants")).scalars()
    return {state["tenant_id"]: state for state in rows}


def write_as(connection: Connection, tenant_id: str) -> None:
    """Bind the one tenant whose rows this transaction may add or change."""
    connection.execute(
        text("SELECT set_config('app.tenant_id', :id, true)"), {"id": tenant_id}
    ).one()


def some(connection: Connection, ids: Collection[str]) -> dict[str, dict[str, Any]]:
    """Those of `ids` that are in scope, by id."""
    query = text("SELECT state FROM tenants WHERE tenant_id = ANY (CAST(:ids AS uuid[]))")
    found = connection.execute(query, {"ids": sorted(ids)}).scalars()
    return {state["tenant_id"]: state for state in found}
