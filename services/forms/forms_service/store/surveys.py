"""Surveys of the caller's scope, or of everybody for the worker."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from forms_service.store.rows import insert

COLUMNS = (
    "survey_id, tenant_id, instrument, period, form_version_id, formula_version_id, opens_at,"
    " closes_at, release_step, status"
)


def add_missing(connection: Connection, rows: list[dict[str, Any]]) -> list[Row[Any]]:
    """Insert what no tenant has yet for its instrument and period; return only the new ones."""
    return insert(connection, "surveys", COLUMNS, rows)


def surveys(
    connection: Connection, after: str, limit: int, tenant: str | None, period: str | None
) -> list[Row[Any]]:
    """By id, the `limit` after `after`."""
    return list(
        connection.execute(
            text(
                f"SELECT {COLUMNS} FROM surveys WHERE survey_id > CAST(:after AS uuid)"
                " AND (CAST(:tenant AS uuid) IS NULL OR tenant_id = CAST(:tenant AS uuid))"
                " AND (CAST(:period AS text) IS NULL OR period = :period)"
                " ORDER BY survey_id LIMIT :limit"
            ),
            {"after": after, "limit": limit, "tenant": tenant, "period": period},
        )
    )


def survey(connection: Connection, survey_id: str) -> Row[Any] | None:
    return connection.execute(
        text(f"SELECT {COLUMNS} FROM surveys WHERE survey_id = :id"), {"id": survey_id}
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
