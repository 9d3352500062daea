"""Tenants as identity alone asks for them; all else is `chassis.tenants`."""

from typing import Any

from chassis import clock
from chassis.database import Scope
from sqlalchemy import Connection, Row, text

TREE = 0x7EE


def tenants(connection: Connection, after: str, limit: int) -> list[dict[str, Any]]:
    return list(
        connection.execute(
            text("SELECT state FROM tenants WHERE code > :after ORDER BY code LIMIT :limit"),
            {"after": after, "limit": limit},
        ).scalars()
    )


def active_by_code(connection: Connection) -> dict[str, Row[Any]]:
    """The active tenants in scope: tenant_id and kind."""
    query = "SELECT code, tenant_id, kind FROM tenants WHERE status = 'active'"
    return {row.code: row for row in connection.execute(text(query))}


def ids_from_today(connection: Connection, scope: Scope) -> set[str]:
    """For the worker: who stands below `scope` today or on a later day."""
    rows = connection.execute(
        text(
            "SELECT tenant_id FROM tenant_closure WHERE ancestor_id = :ancestor"
            " AND (valid_to IS NULL OR valid_to > :today)"
            " AND (:every OR unit_type = ANY (:types))"
        ),
        {
            "ancestor": scope.tenant_id,
            "today": clock.today(),
            "every": not scope.unit_types,
            "types": list(scope.unit_types),
        },
    )
    return {str(key) for key in rows.scalars()}


def lock(connection: Connection) -> None:
    """One change of the tree at a time, until the end of the transaction."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:tree)"), {"tree": TREE})
