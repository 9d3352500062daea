"""Checks of hung posters: added, read in scope, forgotten; never rewritten."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from forms_service.shared.tables.rows import page

SEEN = "check_id, tenant_id, point_id, at, result, pixels, seen_code"


def add(connection: Connection, check: dict[str, Any]) -> Row[Any]:
    """For the bound tenant: tenant_id, point_id, person, name, result, pixels, seen_code."""
    return connection.execute(
        text(
            "INSERT INTO banner_checks"
            " (tenant_id, point_id, person, name, result, pixels, seen_code) VALUES"
            " (:tenant_id, :point_id, :person, :name, :result, :pixels, :seen_code)"
            f" RETURNING {SEEN}"
        ),
        check,
    ).one()


def checks(connection: Connection, after: str, limit: int, tenant: str | None) -> list[Row[Any]]:
    """Of the caller's scope, by id, the `limit` after `after`."""
    query = f"SELECT {SEEN} FROM banner_checks"
    return page(connection, query, "check_id", after, limit, tenant_id=tenant)


def of_point(
    connection: Connection, tenant_id: object, point_id: object, limit: int
) -> list[Row[Any]]:
    """While the point belonged to the tenant, the latest first, with the name of who looked."""
    query = (
        f"SELECT {SEEN}, name FROM banner_checks WHERE point_id = :point AND tenant_id = :tenant"
        " ORDER BY at DESC, check_id LIMIT :limit"
    )
    known = {"point": point_id, "tenant": tenant_id, "limit": limit}
    return list(connection.execute(text(query), known))


def last_by_point(
    connection: Connection, tenants: Sequence[str], channels: Sequence[str]
) -> list[Row[Any]]:
    """Active points of these tenants and channels: tenant_id, code, name, and of the last check
    result, at and pixels, None where there is none."""
    query = (
        "SELECT p.tenant_id, p.code, p.name, c.result, c.at, c.pixels FROM collection_points p"
        " LEFT JOIN LATERAL (SELECT result, at, pixels FROM banner_checks c"
        "  WHERE c.point_id = p.point_id AND c.tenant_id = p.tenant_id"
        "  ORDER BY c.at DESC, c.check_id LIMIT 1) c ON true"
        " WHERE p.status = 'active' AND p.channel = ANY (:channels)"
        " AND p.tenant_id = ANY (CAST(:tenants AS uuid[])) ORDER BY p.added_at, p.code"
    )
    known = {"tenants": list(tenants), "channels": list(channels)}
    return list(connection.execute(text(query), known))


def forget(connection: Connection, before: datetime) -> None:
    connection.execute(text("DELETE FROM banner_checks WHERE at < :before"), {"before": before})
