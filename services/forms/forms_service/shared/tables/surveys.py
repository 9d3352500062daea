"""Surveys of the caller's scope, or of everybody for the worker."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from forms_service.shared.pairing.offering import REACHED
from forms_service.shared.tables.rows import insert, page

COLUMNS = (
    "survey_id, tenant_id, instrument, period, form_version_id, formula_version_id, opens_at,"
    " closes_at, late_days, release_step, status"
)


OFFERED = (
    "EXISTS (SELECT FROM form_versions f WHERE f.form_version_id = surveys.form_version_id"
    " AND f.audience = ANY (:reached))"
)


def add_missing(connection: Connection, rows: list[dict[str, Any]]) -> list[Row[Any]]:
    """Insert what no tenant has yet for its instrument and period; return only the new ones."""
    return insert(connection, "surveys", COLUMNS, rows)


def surveys(
    connection: Connection, after: str, limit: int, tenant: str | None, period: str | None
) -> list[Row[Any]]:
    """By id, the `limit` after `after`."""
    wanted = {"tenant_id": tenant, "period": period}
    return page(connection, f"SELECT {COLUMNS} FROM surveys", "survey_id", after, limit, **wanted)


def known_keys(connection: Connection, periods: set[str]) -> set[tuple[str, str, str]]:
    """(tenant, instrument, period) of every survey of these periods, open or closed."""
    rows = connection.execute(
        text("SELECT tenant_id, instrument, period FROM surveys WHERE period = ANY(:periods)"),
        {"periods": list(periods)},
    )
    return {(str(tenant), instrument, period) for tenant, instrument, period in rows}


def of_periods(connection: Connection, tenant_id: str, periods: list[str]) -> list[Row[Any]]:
    """A tenant's surveys of these periods, by instrument; none of what is offered to nobody."""
    query = (
        f"SELECT {COLUMNS} FROM surveys WHERE tenant_id = :tenant AND period = ANY(:periods)"
        f" AND {OFFERED} ORDER BY instrument DESC"
    )
    values = {"tenant": tenant_id, "periods": periods, "reached": list(REACHED)}
    return list(connection.execute(text(query), values))


def survey(connection: Connection, survey_id: str, *, lock: bool = False) -> Row[Any] | None:
    query = f"SELECT {COLUMNS} FROM surveys WHERE survey_id = :id{' FOR UPDATE' if lock else ''}"
    return connection.execute(text(query), {"id": survey_id}).one_or_none()


def close(connection: Connection, survey_id: str, at: datetime) -> Row[Any] | None:
    """The closed survey; None when it is not there or closed already."""
    return connection.execute(
        text(
            "UPDATE surveys SET status = 'closed', closes_at = least(closes_at, :at)"
            f" WHERE survey_id = :id AND status = 'open' RETURNING {COLUMNS}"
        ),
        {"id": survey_id, "at": at},
    ).one_or_none()


def close_due(connection: Connection, now: datetime) -> list[Row[Any]]:
    """Close every survey whose time is over."""
    query = (
        "UPDATE surveys SET status = 'closed' WHERE status = 'open' AND closes_at <= :now"
        f" RETURNING {COLUMNS}"
    )
    return list(connection.execute(text(query), {"now": now}))


def close_not_offered(connection: Connection, at: datetime) -> list[Row[Any]]:
    """Close what asks whom no survey can ask yet; what has not begun ends as it begins."""
    query = (
        "UPDATE surveys SET status = 'closed', closes_at = least(closes_at,"
        f" greatest(:at, opens_at + interval '1 second')) WHERE status = 'open' AND NOT {OFFERED}"
        f" RETURNING {COLUMNS}"
    )
    return list(connection.execute(text(query), {"at": at, "reached": list(REACHED)}))


def open_surveys(connection: Connection) -> list[Row[Any]]:
    return list(connection.execute(text(f"SELECT {COLUMNS} FROM surveys WHERE status = 'open'")))


def use_version(
    connection: Connection, tenant_id: str, instrument: str, form_version_id: str, since: datetime
) -> list[Row[Any]]:
    """Give a tenant's surveys that open after `since` another form; return the changed ones."""
    query = (
        "UPDATE surveys SET form_version_id = :form WHERE tenant_id = :tenant"
        " AND instrument = :instrument AND status = 'open' AND opens_at > :since"
        " AND form_version_id <> :form"
        f" RETURNING {COLUMNS}"
    )
    return list(
        connection.execute(
            text(query),
            {
                "form": form_version_id,
                "tenant": tenant_id,
                "instrument": instrument,
                "since": since,
            },
        )
    )
