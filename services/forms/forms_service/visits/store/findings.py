"""Findings on collection points: found once, ended once, never rewritten."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from forms_service.shared.tables.rows import page

FINDING = "finding_id, tenant_id, point_id, kind, since, usual_hours, found_at, resolved_at"


def active_points(connection: Connection, tenant_id: str | None = None) -> list[Row[Any]]:
    """In use at open units, of one unit or of all, with the time zone of their unit."""
    query = (
        "SELECT p.point_id, p.tenant_id, p.code, p.name, p.channel, p.hours, p.added_at,"
        " t.time_zone FROM collection_points p JOIN tenants t USING (tenant_id)"
        " WHERE p.status = 'active' AND t.status = 'active'"
        " AND (CAST(:tenant AS uuid) IS NULL OR tenant_id = CAST(:tenant AS uuid))"
        " ORDER BY p.added_at, p.code"
    )
    return list(connection.execute(text(query), {"tenant": tenant_id}))


def add(connection: Connection, point: Row[Any], since: datetime, usual: int) -> Row[Any] | None:
    """Of a point that `active_points` gave; None when another process has found it just now."""
    query = (
        "INSERT INTO point_findings (tenant_id, point_id, kind, since, usual_hours)"
        " VALUES (:tenant, :point, 'silent', :since, :usual)"
        f" ON CONFLICT (point_id, kind) WHERE resolved_at IS NULL DO NOTHING RETURNING {FINDING}"
    )
    known = {"tenant": point.tenant_id, "point": point.point_id, "since": since, "usual": usual}
    return connection.execute(text(query), known).one_or_none()


def end(connection: Connection, now: datetime) -> list[Row[Any]]:
    """End what is over: a scan came after the silence began, or the point is used no more."""
    query = (
        "UPDATE point_findings f SET resolved_at = :now WHERE resolved_at IS NULL AND ("
        "EXISTS (SELECT FROM visit_counts v WHERE v.point_id = f.point_id AND v.kind = 'scan'"
        " AND v.hour > f.since)"
        " OR NOT EXISTS (SELECT FROM collection_points p WHERE p.point_id = f.point_id"
        f" AND p.tenant_id = f.tenant_id AND p.status = 'active')) RETURNING {FINDING}"
    )
    return list(connection.execute(text(query), {"now": now}))


def open_findings(
    connection: Connection, after: str, limit: int, tenant: str | None
) -> list[Row[Any]]:
    """Of the caller's scope, by id, the `limit` after `after`."""
    query = f"SELECT {FINDING} FROM point_findings WHERE resolved_at IS NULL"
    return page(connection, query, "finding_id", after, limit, tenant_id=tenant)


def silent_points(connection: Connection) -> list[Row[Any]]:
    """Of the caller's scope: tenant, name, code, silent since when; the longest first."""
    query = (
        "SELECT f.tenant_id, p.name, p.code, f.since FROM point_findings f"
        " JOIN collection_points p USING (tenant_id, point_id)"
        " WHERE f.resolved_at IS NULL ORDER BY f.since"
    )
    return list(connection.execute(text(query)))


def open_by_point(connection: Connection, tenant_id: str | None = None) -> dict[str, Row[Any]]:
    """Of one unit or of all that the caller may see."""
    query = (
        f"SELECT {FINDING} FROM point_findings WHERE resolved_at IS NULL"
        " AND (CAST(:tenant AS uuid) IS NULL OR tenant_id = CAST(:tenant AS uuid))"
    )
    rows = connection.execute(text(query), {"tenant": tenant_id})
    return {str(row.point_id): row for row in rows}
