"""Populations and collection points of the caller's scope, or of everybody for the worker."""

from typing import Any

import orjson
from sqlalchemy import Connection, Row, text

from forms_service.store.rows import insert

POPULATION = "population_id, tenant_id, period, service, recipients, stage, status"
POINT = "point_id, tenant_id, code, name, channel, status"


def add_populations(connection: Connection, rows: list[dict[str, Any]]) -> list[Row[Any]]:
    """Only those that no tenant has yet; return the new ones."""
    return insert(connection, "populations", POPULATION, rows)


def enter_population(connection: Connection, row: dict[str, Any]) -> Row[Any] | None:
    """Add it, or correct the provisional number that is there; None when that number is final."""
    return connection.execute(
        text(
            f"INSERT INTO populations ({POPULATION}) SELECT {POPULATION}"
            " FROM jsonb_populate_record(NULL::populations, CAST(:row AS jsonb)) AS new"
            " WHERE NOT EXISTS (SELECT 1 FROM populations AS held WHERE held.stage = 'final'"
            "  AND (held.tenant_id, held.period, held.service)"
            "   = (new.tenant_id, new.period, new.service))"
            " ON CONFLICT (tenant_id, period, service, stage) DO UPDATE"
            " SET recipients = excluded.recipients WHERE populations.stage = 'provisional'"
            f" RETURNING {POPULATION}"
        ),
        {"row": orjson.dumps(row).decode()},
    ).one_or_none()


def populations(
    connection: Connection, after: str, limit: int, tenant: str | None, period: str | None
) -> list[Row[Any]]:
    """By id, the `limit` after `after`."""
    return list(
        connection.execute(
            text(
                f"SELECT {POPULATION} FROM populations WHERE population_id > CAST(:after AS uuid)"
                " AND (CAST(:tenant AS uuid) IS NULL OR tenant_id = CAST(:tenant AS uuid))"
                " AND (CAST(:period AS text) IS NULL OR period = :period)"
                " ORDER BY population_id LIMIT :limit"
            ),
            {"after": after, "limit": limit, "tenant": tenant, "period": period},
        )
    )


def add_points(connection: Connection, rows: list[dict[str, Any]]) -> list[Row[Any]]:
    """Only those whose id and code are free; return the new ones."""
    return insert(connection, "collection_points", POINT, rows)


def points(connection: Connection, after: str, limit: int, tenant: str | None) -> list[Row[Any]]:
    """By code, the `limit` after `after`."""
    return list(
        connection.execute(
            text(
                f"SELECT {POINT} FROM collection_points WHERE code > :after"
                " AND (CAST(:tenant AS uuid) IS NULL OR tenant_id = CAST(:tenant AS uuid))"
                " ORDER BY code LIMIT :limit"
            ),
            {"after": after, "limit": limit, "tenant": tenant},
        )
    )


def point(connection: Connection, code: str) -> Row[Any] | None:
    return connection.execute(
        text(f"SELECT {POINT} FROM collection_points WHERE code = :code"), {"code": code}
    ).one_or_none()
