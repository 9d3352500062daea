"""API clients, as administrators see them."""

from typing import Any

from sqlalchemy import Connection, Row, text


def clients(connection: Connection, after: str, limit: int) -> list[Row[Any]]:
    return list(
        connection.execute(
            text(
                "SELECT client_id, tenant_id, name, scope, status FROM clients"
                " WHERE client_id > :after ORDER BY client_id LIMIT :limit"
            ),
            {"after": after, "limit": limit},
        )
    )


def add_client(connection: Connection, row: dict[str, Any]) -> bool:
    done = connection.execute(
        text(
            "INSERT INTO clients (client_id, tenant_id, name, secret_hash, scope, status) VALUES"
            " (:client_id, :tenant_id, :name, :secret_hash, :scope, 'active')"
            " ON CONFLICT DO NOTHING"
        ),
        row,
    )
    return done.rowcount == 1


def revoke_client(connection: Connection, client_id: str) -> str | None:
    """The tenant of the client, or None when there is none in scope."""
    return connection.execute(
        text(
            "UPDATE clients SET status = 'revoked' WHERE client_id = :id RETURNING tenant_id::text"
        ),
        {"id": client_id},
    ).scalar_one_or_none()


def known_clients(connection: Connection) -> set[str]:
    return set(connection.execute(text("SELECT client_id FROM clients")).scalars())
