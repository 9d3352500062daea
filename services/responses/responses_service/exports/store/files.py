"""Files that somebody asked for; `app.scope` is the tenant of the hat that asked."""

from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Any

import orjson
from chassis import clock
from sqlalchemy import Connection, Row, text

from responses_service.exports.rules.limits import KEEP_DAYS

SHOWN = (
    "export_id, kind, format, name, state, reason, total, done, size, requested_at,"
    " plan ->> 'since' AS since"
)
UNFINISHED = "state IN ('waiting', 'running')"


def ask(connection: Connection, wish: dict[str, Any]) -> None:
    connection.execute(
        text(
            "INSERT INTO exports (export_id, tenant_id, unit_types, requested_by, kind, format,"
            " name, plan) VALUES (:export_id, :tenant_id, :unit_types, :requested_by, :kind,"
            " :format, :name, CAST(:plan AS jsonb))"
        ),
        {**wish, "plan": orjson.dumps(wish["plan"]).decode()},
    )


def of_person(connection: Connection, person: str, limit: int) -> list[Row[Any]]:
    query = (
        f"SELECT {SHOWN} FROM exports WHERE requested_by = :person"
        " ORDER BY requested_at DESC LIMIT :limit"
    )
    return list(connection.execute(text(query), {"person": person, "limit": limit}))


def one(connection: Connection, export_id: str, person: str) -> Row[Any] | None:
    query = f"SELECT {SHOWN} FROM exports WHERE export_id = :id AND requested_by = :person"
    return connection.execute(text(query), {"id": export_id, "person": person}).one_or_none()


def unfinished(connection: Connection, person: str) -> int:
    query = f"SELECT count(*) FROM exports WHERE requested_by = :person AND {UNFINISHED}"
    found: int = connection.execute(text(query), {"person": person}).scalar_one()
    return found


def part(connection: Connection, export_id: str, number: int) -> bytes | None:
    query = "SELECT data FROM export_files WHERE export_id = :id AND part = :number"
    found = connection.execute(text(query), {"id": export_id, "number": number}).scalar()
    return bytes(found) if found is not None else None


def wanted(connection: Connection, export_id: str) -> Row[Any]:
    """For the worker: what to write."""
    query = "SELECT tenant_id, unit_types, format, plan FROM exports WHERE export_id = :id"
    return connection.execute(text(query), {"id": export_id}).one()


def withdraw_texts(connection: Connection, response_ids: Collection[str]) -> None:
    """Files that may hold what these answers said before; whoever asked can ask again."""
    _withdraw(
        connection,
        "(plan ->> 'instrument', plan ->> 'period') IN (SELECT r.instrument, r.period"
        " FROM ledger l JOIN records r ON r.period = l.period AND r.response_id = l.response_id"
        " WHERE l.response_id = ANY (CAST(:ids AS uuid[])))",
        {"ids": list(response_ids)},
    )


def withdraw_periods(connection: Connection, periods: Collection[str]) -> None:
    """Files of texts that are kept no longer."""
    _withdraw(connection, "plan ->> 'period' = ANY (:periods)", {"periods": list(periods)})


def _withdraw(connection: Connection, which: str, known: dict[str, Any]) -> None:
    chosen = text(
        "UPDATE exports SET state = 'withdrawn', size = 0 WHERE kind = 'texts'"
        f" AND state IN ('running', 'done') AND {which} RETURNING export_id"
    )
    gone = [str(row.export_id) for row in connection.execute(chosen, known)]
    if gone:
        query = "DELETE FROM export_files WHERE export_id = ANY (CAST(:ids AS uuid[]))"
        connection.execute(text(query), {"ids": gone})


def keep_file(
    connection: Connection, export_id: str, tenant_id: str, parts: Iterator[bytes]
) -> None:
    size = 0
    for number, data in enumerate(parts):
        size += len(data)
        connection.execute(
            text(
                "INSERT INTO export_files (export_id, part, tenant_id, data)"
                " VALUES (:id, :number, :tenant, :data)"
            ),
            {"id": export_id, "number": number, "tenant": tenant_id, "data": data},
        )
    connection.execute(
        text("UPDATE exports SET size = :size WHERE export_id = :id"),
        {"id": export_id, "size": size},
    )


def forget_old(connection: Connection) -> None:
    connection.execute(
        text("DELETE FROM exports WHERE requested_at < :before"),
        {"before": clock.now() - timedelta(days=KEEP_DAYS)},
    )
