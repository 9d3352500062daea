"""Surveys and populations of the caller's scope, or of everybody for the worker."""

from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, text

COLUMNS = (
    "survey_id, tenant_id, instrument, period, form_version_id, formula_version_id, opens_at,"
    " closes_at, release_step, status"
)


def add_missing(connection: Connection, rows: list[dict[str, Any]]) -> list[Row[Any]]:
    """Insert what no tenant has yet for its instrument and period; return only the new ones."""
    return _insert(connection, "surveys", COLUMNS, rows)


def add_populations(connection: Connection, rows: list[dict[str, Any]]) -> list[Row[Any]]:
    names = "population_id, tenant_id, period, service, recipients, stage, status"
    return _insert(connection, "populations", names, rows)


def add_points(connection: Connection, rows: list[dict[str, Any]]) -> list[Row[Any]]:
    names = "point_id, tenant_id, code, name, channel, status"
    return _insert(connection, "collection_points", names, rows)


def surveys(connection: Connection, after: str, limit: int, period: str | None) -> list[Row[Any]]:
    """By id, the `limit` after `after`."""
    return list(
        connection.execute(
            text(
                f"SELECT {COLUMNS} FROM surveys WHERE survey_id > CAST(:after AS uuid)"
                " AND (CAST(:period AS text) IS NULL OR period = :period)"
                " ORDER BY survey_id LIMIT :limit"
            ),
            {"after": after, "limit": limit, "period": period},
        )
    )


def survey(connection: Connection, survey_id: str) -> Row[Any] | None:
    return connection.execute(
        text(f"SELECT {COLUMNS} FROM surveys WHERE survey_id = :id"),
        {"id": survey_id},
    ).one_or_none()


def close(connection: Connection, survey_id: str, at: datetime) -> Row[Any] | None:
    """The closed survey; None when it is not there or closed already."""
    return connection.execute(
        text(
            "UPDATE surveys SET status = 'closed', closes_at = least(closes_at, :at)"
            f" WHERE survey_id = :id AND status = 'open' RETURNING {COLUMNS}"
        ),
        {"id": survey_id, "at": at},
    ).one_or_none()


def close_due(connection: Connection) -> list[Row[Any]]:
    """Close every survey whose time is over."""
    return list(
        connection.execute(
            text(
                "UPDATE surveys SET status = 'closed' WHERE status = 'open' AND closes_at <= now()"
                f" RETURNING {COLUMNS}"
            )
        )
    )


def open_surveys(connection: Connection) -> list[Row[Any]]:
    return list(connection.execute(text(f"SELECT {COLUMNS} FROM surveys WHERE status = 'open'")))


def all_rows(connection: Connection, table: str) -> list[Row[Any]]:
    return list(connection.execute(text(f"SELECT * FROM {table}")))


def populations(connection: Connection, after: str, limit: int) -> list[Row[Any]]:
    return list(
        connection.execute(
            text(
                "SELECT population_id, tenant_id, period, service, recipients, stage, status"
                " FROM populations WHERE population_id > CAST(:after AS uuid)"
                " ORDER BY population_id LIMIT :limit"
            ),
            {"after": after, "limit": limit},
        )
    )


def points(connection: Connection, after: str, limit: int) -> list[Row[Any]]:
    return list(
        connection.execute(
            text(
                "SELECT point_id, tenant_id, code, name, channel, status FROM collection_points"
                " WHERE code > :after ORDER BY code LIMIT :limit"
            ),
            {"after": after, "limit": limit},
        )
    )


def point(connection: Connection, code: str) -> Row[Any] | None:
    return connection.execute(
        text(
            "SELECT point_id, tenant_id, code, name, channel, status FROM collection_points"
            " WHERE code = :code"
        ),
        {"code": code},
    ).one_or_none()


def _insert(
    connection: Connection, table: str, names: str, rows: list[dict[str, Any]]
) -> list[Row[Any]]:
    """Many rows in one statement, however many there are."""
    return list(
        connection.execute(
            text(
                f"INSERT INTO {table} ({names}) SELECT {names}"
                f" FROM jsonb_populate_recordset(NULL::{table}, CAST(:rows AS jsonb))"
                f" ON CONFLICT DO NOTHING RETURNING {names}"
            ),
            {"rows": orjson.dumps(rows).decode()},
        )
    )
