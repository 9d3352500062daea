"""Sign-in look-ups and sessions: the one role that sees people of every tenant."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, text


def credentials(connection: Connection, username: str) -> Row[Any] | None:
    return connection.execute(
        text(
            "SELECT person_id, name, password_hash FROM people"
            " WHERE username = :username AND status = 'active'"
        ),
        {"username": username},
    ).one_or_none()


def hats(connection: Connection, person_id: str) -> list[Row[Any]]:
    """Grants in force today, with what a token says about each."""
    return list(
        connection.execute(
            text(
                "SELECT g.grant_id, g.role, g.tenant_id, g.unit_types, p.name,"
                " t.state #>> '{names,-1,short_name}' AS tenant_name"
                " FROM grants g JOIN people p USING (person_id)"
                " JOIN tenants t ON t.tenant_id = g.tenant_id"
                " WHERE g.person_id = :id AND p.status = 'active' AND t.status = 'active'"
                " AND g.valid_from <= current_date"
                " AND (g.valid_to IS NULL OR current_date < g.valid_to)"
                " ORDER BY g.valid_from DESC, g.grant_id"
            ),
            {"id": person_id},
        )
    )


def begin(connection: Connection, row: dict[str, Any]) -> None:
    connection.execute(
        text(
            "INSERT INTO sessions (session_id, person_id, grant_id, refresh_hash, rotated_at, csrf,"
            " expires_at) VALUES (:session_id, :person_id, :grant_id, :refresh_hash, now(), :csrf,"
            " :expires_at)"
        ),
        row,
    )


def by_refresh(connection: Connection, refresh_hash: str) -> Row[Any] | None:
    """The living session of a refresh token; `current` is false for the one before the last."""
    return connection.execute(
        text(
            "SELECT session_id, person_id, grant_id, csrf, refresh_hash = :hash AS current,"
            " now() - rotated_at < interval '20 seconds' AS fresh FROM sessions"
            " WHERE (refresh_hash = :hash OR previous_hash = :hash)"
            " AND NOT ended AND expires_at > now() FOR UPDATE"
        ),
        {"hash": refresh_hash},
    ).one_or_none()


def rotate(connection: Connection, session_id: str, refresh_hash: str, ends: datetime) -> None:
    connection.execute(
        text(
            "UPDATE sessions SET previous_hash = refresh_hash, refresh_hash = :hash,"
            " rotated_at = now(), expires_at = :ends WHERE session_id = :id"
        ),
        {"hash": refresh_hash, "ends": ends, "id": session_id},
    )


def wear(connection: Connection, session_id: str, grant_id: str) -> None:
    connection.execute(
        text("UPDATE sessions SET grant_id = :grant WHERE session_id = :id"),
        {"grant": grant_id, "id": session_id},
    )


def end(connection: Connection, session_id: str) -> None:
    connection.execute(
        text("UPDATE sessions SET ended = true WHERE session_id = :id"), {"id": session_id}
    )


def client(connection: Connection, client_id: str) -> Row[Any] | None:
    return connection.execute(
        text(
            "SELECT client_id, name, tenant_id, secret_hash, scope FROM clients"
            " WHERE client_id = :id AND status = 'active'"
        ),
        {"id": client_id},
    ).one_or_none()


def csrf(connection: Connection, session_id: str) -> str:
    found: str = connection.execute(
        text("SELECT csrf FROM sessions WHERE session_id = :id AND NOT ended"), {"id": session_id}
    ).scalar_one()
    return found
