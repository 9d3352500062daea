"""Collection points of the caller's scope, or of everybody for the worker."""

from typing import Any

import orjson
from sqlalchemy import Connection, Row, text

from forms_service.shared.tables.rows import alone, insert, page

STORED = "point_id, tenant_id, code, name, channel, status, place, preset, hours, languages"
CHANGED = "tenant_id, name, channel, status, place, hours, languages"
POINT = (
    f"{STORED}, ARRAY(SELECT a.alias FROM point_aliases a"
    " WHERE a.point_id = collection_points.point_id ORDER BY a.alias) AS aliases"
)


def add_points(connection: Connection, rows: list[dict[str, Any]]) -> list[Row[Any]]:
    """Only those whose id and code are free; return the new ones."""
    return insert(connection, "collection_points", STORED, rows, POINT)


def change_point(connection: Connection, state: dict[str, Any]) -> Row[Any]:
    """Everything but id, code, preset and aliases as `state` says."""
    return connection.execute(
        text(
            f"UPDATE collection_points SET ({CHANGED}) = (SELECT {CHANGED}"
            " FROM jsonb_populate_record(NULL::collection_points, CAST(:state AS jsonb)))"
            f" WHERE point_id = :point_id RETURNING {POINT}"
        ),
        {"point_id": state["point_id"], "state": orjson.dumps(state).decode()},
    ).one()


def give_away(connection: Connection, point_id: str, tenant_id: str) -> None:
    """Hand a point of the bound tenant to another one in scope (policy `moves`)."""
    connection.execute(
        text("SELECT set_config('app.move_to', :tenant, true)"), {"tenant": tenant_id}
    ).one()
    connection.execute(
        text("UPDATE collection_points SET tenant_id = :tenant WHERE point_id = :point"),
        {"tenant": tenant_id, "point": point_id},
    )


def add_move(connection: Connection, move: dict[str, Any]) -> None:
    connection.execute(
        text(
            "INSERT INTO point_moves (point_id, tenant_id, to_tenant_id, person, reason)"
            " VALUES (:point_id, :tenant_id, :to_tenant_id, :person, :reason)"
        ),
        move,
    )


def points(connection: Connection, after: str, limit: int, tenant: str | None) -> list[Row[Any]]:
    """By code, the `limit` after `after`."""
    query = f"SELECT {POINT} FROM collection_points"
    return page(connection, query, "code", after, limit, tenant_id=tenant)


def add_alone(connection: Connection, tenant_id: str) -> None:
    """Until the end of the transaction nobody else who calls this adds points of the tenant: both
    would have seen the same ones missing."""
    alone(connection, f"points of {tenant_id}")


def points_of(connection: Connection, tenant_id: str) -> list[Row[Any]]:
    """All of one tenant: the active ones first, in the order in which they were added."""
    query = (
        f"SELECT {POINT} FROM collection_points WHERE tenant_id = :tenant"
        " ORDER BY status <> 'active', added_at, code"
    )
    return list(connection.execute(text(query), {"tenant": tenant_id}))


def points_per_tenant(connection: Connection) -> dict[str, int]:
    """How many active points each tenant in scope has."""
    query = (
        "SELECT tenant_id, count(*) FROM collection_points WHERE status = 'active'"
        " GROUP BY tenant_id"
    )
    return {str(tenant): count for tenant, count in connection.execute(text(query))}


def add_aliases(connection: Connection, rows: list[dict[str, Any]]) -> list[str]:
    """Of `rows` {alias, point_id, tenant_id}, of the bound tenant alone; return the aliases that
    were free."""
    made = insert(connection, "point_aliases", "alias, point_id, tenant_id", rows)
    return [row.alias for row in made]


def moves(connection: Connection, point_id: str) -> list[Row[Any]]:
    """Where a point was before, the latest first: tenant_id, to_tenant_id, reason, at."""
    query = (
        "SELECT tenant_id, to_tenant_id, reason, at FROM point_moves WHERE point_id = :point"
        " ORDER BY move_id DESC"
    )
    return list(connection.execute(text(query), {"point": point_id}))


def with_aliases(connection: Connection, aliases: list[str]) -> list[Row[Any]]:
    """Points in scope that one of these paths of an earlier system leads to."""
    query = (
        f"SELECT {POINT} FROM collection_points WHERE point_id IN"
        " (SELECT a.point_id FROM point_aliases a WHERE a.alias = ANY (:aliases))"
    )
    return list(connection.execute(text(query), {"aliases": aliases}))


def point(connection: Connection, code: str) -> Row[Any] | None:
    return connection.execute(
        text(f"SELECT {POINT} FROM collection_points WHERE code = :code"), {"code": code}
    ).one_or_none()
