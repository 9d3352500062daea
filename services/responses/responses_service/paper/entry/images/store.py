"""Images of sheets, sealed, one row a page; and when their surveys end."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, text

SHEET = "batch_id = :batch_id AND place = :place"


def replace(connection: Connection, row: dict[str, Any], boxes: list[dict[str, bytes]]) -> bool:
    """Whether there was an image before; the tenant is bound for writing."""
    gone = connection.execute(text(f"DELETE FROM paper_images WHERE {SHEET}"), row)
    connection.execute(
        text(
            "INSERT INTO paper_images (batch_id, place, page, tenant_id, survey_id, wrapped_key,"
            " sealed, uploaded_by, uploader) VALUES (:batch_id, :place, :page, :tenant_id,"
            " :survey_id, :wrapped_key, :sealed, :uploaded_by, :uploader)"
        ),
        [{**row, **box, "page": page} for page, box in enumerate(boxes, 1)],
    )
    return gone.rowcount > 0


def described(connection: Connection, batch_id: str, place: int) -> Row[Any] | None:
    """(pages, uploaded_at) of a sheet that has an image."""
    query = (
        f"SELECT count(*) AS pages, max(uploaded_at) AS uploaded_at FROM paper_images"
        f" WHERE {SHEET} HAVING count(*) > 0"
    )
    return connection.execute(text(query), {"batch_id": batch_id, "place": place}).one_or_none()


def page(connection: Connection, batch_id: str, place: int, number: int) -> dict[str, bytes] | None:
    query = f"SELECT wrapped_key, sealed FROM paper_images WHERE {SHEET} AND page = :page"
    known = {"batch_id": batch_id, "place": place, "page": number}
    found = connection.execute(text(query), known).one_or_none()
    return {name: bytes(value) for name, value in found._mapping.items()} if found else None


def keep_ends(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """For the worker: each with `survey_id`, `closes_at`; the last of a survey wins."""
    connection.execute(
        text(
            "INSERT INTO survey_ends (survey_id, closes_at) VALUES (:survey_id, :closes_at)"
            " ON CONFLICT (survey_id) DO UPDATE SET closes_at = excluded.closes_at"
        ),
        rows,
    )


def ended(connection: Connection, before: datetime) -> list[str]:
    """For the worker: surveys with images that closed before then."""
    query = (
        "SELECT DISTINCT survey_id::text FROM paper_images JOIN survey_ends USING (survey_id)"
        " WHERE closes_at < :before"
    )
    return list(connection.execute(text(query), {"before": before}).scalars())


def forget(connection: Connection, survey_ids: Collection[str]) -> list[Row[Any]]:
    """For the worker: (survey_id, tenant_id, sheets) of what it deleted."""
    query = (
        "WITH gone AS (DELETE FROM paper_images WHERE survey_id = ANY (CAST(:ids AS uuid[]))"
        " RETURNING survey_id, tenant_id, batch_id, place)"
        " SELECT survey_id::text, tenant_id::text, count(DISTINCT (batch_id, place)) AS sheets"
        " FROM gone GROUP BY survey_id, tenant_id"
    )
    return list(connection.execute(text(query), {"ids": list(survey_ids)}))
