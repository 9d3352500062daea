"""Batches of posters and their files."""

from datetime import timedelta
from typing import Any

import orjson
from chassis import clock
from sqlalchemy import Connection, Row, text

from forms_service.posters.batches.rules import BATCH_KEPT_DAYS

BATCH = "batch_id, tenant_id, wish, requested_by, requested_at, state, total, done, refused"


def ask_batch(connection: Connection, batch: dict[str, Any]) -> Row[Any]:
    return connection.execute(
        text(
            "INSERT INTO poster_batches (batch_id, tenant_id, wish, requested_by)"
            " VALUES (:batch_id, :tenant_id, CAST(:wish AS jsonb), :requested_by)"
            f" RETURNING {BATCH}"
        ),
        {**batch, "wish": orjson.dumps(batch["wish"]).decode()},
    ).one()


def batch(connection: Connection, batch_id: str) -> Row[Any] | None:
    return connection.execute(
        text(f"SELECT {BATCH} FROM poster_batches WHERE batch_id = :id"), {"id": batch_id}
    ).one_or_none()


def last_batches(connection: Connection, tenant_id: str, limit: int) -> list[Row[Any]]:
    query = (
        f"SELECT {BATCH} FROM poster_batches WHERE tenant_id = :tenant"
        " ORDER BY requested_at DESC LIMIT :limit"
    )
    return list(connection.execute(text(query), {"tenant": tenant_id, "limit": limit}))


def take_batch(connection: Connection) -> Row[Any] | None:
    """The oldest that is not done; one whose process died is begun anew."""
    found = connection.execute(
        text(
            f"SELECT {BATCH} FROM poster_batches WHERE state <> 'done'"
            " ORDER BY requested_at LIMIT 1"
        )
    ).one_or_none()
    if found:
        known = {"id": found.batch_id}
        connection.execute(text("DELETE FROM poster_files WHERE batch_id = :id"), known)
        connection.execute(
            text("UPDATE poster_batches SET state = 'running', done = 0 WHERE batch_id = :id"),
            known,
        )
    return found


def note_progress(
    connection: Connection, batch_id: str, total: int, done: int, refused: list[dict[str, str]]
) -> None:
    connection.execute(
        text(
            "UPDATE poster_batches SET total = :total, done = :done,"
            " refused = CAST(:refused AS jsonb),"
            " state = CASE WHEN :done = :total THEN 'done' ELSE 'running' END WHERE batch_id = :id"
        ),
        {"id": batch_id, "total": total, "done": done, "refused": orjson.dumps(refused).decode()},
    )


def add_file(connection: Connection, file: dict[str, Any]) -> None:
    connection.execute(
        text(
            "INSERT INTO poster_files (batch_id, part, tenant_id, pages, pdf)"
            " VALUES (:batch_id, :part, :tenant_id, :pages, :pdf)"
        ),
        file,
    )


def files(connection: Connection, batch_id: str) -> list[Row[Any]]:
    """Part, pages and size in bytes of each file, without its content."""
    query = (
        "SELECT part, pages, length(pdf) AS size FROM poster_files WHERE batch_id = :id"
        " ORDER BY part"
    )
    return list(connection.execute(text(query), {"id": batch_id}))


def file(connection: Connection, batch_id: str, part: int) -> bytes | None:
    query = text("SELECT pdf FROM poster_files WHERE batch_id = :id AND part = :part")
    found = connection.execute(query, {"id": batch_id, "part": part}).scalar_one_or_none()
    return bytes(found) if found is not None else None


def forget_old(connection: Connection) -> None:
    connection.execute(
        text("DELETE FROM poster_batches WHERE requested_at < :before"),
        {"before": clock.now() - timedelta(days=BATCH_KEPT_DAYS)},
    )
