"""The runs that open a period by the national schedule."""

from typing import Any

import orjson
from chassis import clock
from sqlalchemy import Connection, Row, text

from forms_service.shared.tables.rows import alone

OPENING = (
    "opening_id, tenant_id, period, requested_by, requested_at, state, total, done, opened,"
    " existing, skipped, finished_at"
)


def ask_opening(connection: Connection, opening: dict[str, Any]) -> Row[Any]:
    """A run for the background process, or the one that waits for this period already."""
    alone(connection, f"opening {opening['tenant_id']} {opening['period']}")
    waiting = connection.execute(
        text(
            f"SELECT {OPENING} FROM openings WHERE period = :period AND state <> 'done'"
            " AND tenant_id = :tenant_id ORDER BY requested_at DESC LIMIT 1"
        ),
        opening,
    ).one_or_none()
    return (
        waiting
        or connection.execute(
            text(
                "INSERT INTO openings (opening_id, tenant_id, period, requested_by)"
                f" VALUES (:opening_id, :tenant_id, :period, :requested_by) RETURNING {OPENING}"
            ),
            opening,
        ).one()
    )


def opening(connection: Connection, opening_id: str) -> Row[Any] | None:
    return connection.execute(
        text(f"SELECT {OPENING} FROM openings WHERE opening_id = :id"), {"id": opening_id}
    ).one_or_none()


def last_openings(connection: Connection, limit: int) -> list[Row[Any]]:
    query = f"SELECT {OPENING} FROM openings ORDER BY requested_at DESC LIMIT :limit"
    return list(connection.execute(text(query), {"limit": limit}))


def take_opening(connection: Connection) -> Row[Any] | None:
    """The oldest run that is not done; a run whose process died is taken up again."""
    query = f"SELECT {OPENING} FROM openings WHERE state <> 'done' ORDER BY requested_at LIMIT 1"
    return connection.execute(text(query)).one_or_none()


def note_progress(connection: Connection, opening_id: str, progress: dict[str, Any]) -> None:
    """Absolute numbers of the run so far; `done` = `total` ends it."""
    connection.execute(
        text(
            "UPDATE openings SET total = :total, done = :done, opened = :opened,"
            " existing = :existing, skipped = CAST(:skipped AS jsonb),"
            " state = CASE WHEN :done = :total THEN 'done' ELSE 'running' END,"
            " finished_at = CASE WHEN :done = :total THEN CAST(:now AS timestamptz) END"
            " WHERE opening_id = :id"
        ),
        {
            **progress,
            "id": opening_id,
            "now": clock.now(),
            "skipped": orjson.dumps(progress["skipped"]).decode(),
        },
    )
