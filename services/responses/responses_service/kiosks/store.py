"""Kiosks of the units in scope."""

from typing import Any

from chassis import clock
from sqlalchemy import Connection, Row, text

DEVICE = "device_id, tenant_id, point_id, name, key_hash, status"


def add(connection: Connection, row: dict[str, Any]) -> None:
    """For the tenant that is bound for writing."""
    connection.execute(
        text(
            "INSERT INTO kiosks (device_id, tenant_id, point_id, name, key_hash)"
            " VALUES (:device_id, :tenant_id, :point_id, :name, :key_hash)"
        ),
        row,
    )


def of_unit(connection: Connection, tenant_id: str, limit: int) -> list[Row[Any]]:
    """Those in use first, the newest before the others."""
    return list(
        connection.execute(
            text(
                "SELECT device_id, point_id, name, status, seen_at, waiting FROM kiosks"
                " WHERE tenant_id = :id ORDER BY status, made_at DESC LIMIT :limit"
            ),
            {"id": tenant_id, "limit": limit},
        )
    )


def everywhere(connection: Connection) -> list[Row[Any]]:
    return list(connection.execute(text(f"SELECT {DEVICE} FROM kiosks")))


def revoke(connection: Connection, device_id: str) -> Row[Any] | None:
    """The row as it is now; None when it was revoked before, or outside the scope."""
    query = (
        "UPDATE kiosks SET status = 'revoked' WHERE device_id = :id AND status = 'active'"
        f" RETURNING {DEVICE}"
    )
    return connection.execute(text(query), {"id": device_id}).one_or_none()


def is_there(connection: Connection, device_id: str) -> bool:
    query = text("SELECT 1 FROM kiosks WHERE device_id = :id")
    return connection.execute(query, {"id": device_id}).one_or_none() is not None


def report(connection: Connection, device_id: str, waiting: int) -> None:
    connection.execute(
        text("UPDATE kiosks SET seen_at = :now, waiting = :waiting WHERE device_id = :id"),
        {"id": device_id, "now": clock.now(), "waiting": waiting},
    )
