"""People and their grants, as administrators see them (row-level security: own scope)."""

from collections.abc import Collection
from typing import Any

import orjson
from sqlalchemy import Connection, Row, text


def people(connection: Connection, after: str, limit: int) -> list[Row[Any]]:
    """By username, the `limit` after `after`."""
    return list(
        connection.execute(
            text(
                "SELECT person_id, tenant_id, username, name, division, status FROM people"
                " WHERE username > :after ORDER BY username LIMIT :limit"
            ),
            {"after": after, "limit": limit},
        )
    )


def person(connection: Connection, person_id: str) -> Row[Any] | None:
    return connection.execute(
        text(
            "SELECT person_id, tenant_id, username, name, division, status FROM people"
            " WHERE person_id = :id"
        ),
        {"id": person_id},
    ).one_or_none()


def add_person(connection: Connection, row: dict[str, Any]) -> bool:
    """False when the username is taken (perhaps outside the caller's scope)."""
    done = connection.execute(
        text(
            "INSERT INTO people (person_id, tenant_id, username, name, division, password_hash,"
            " status) VALUES (:person_id, :tenant_id, :username, :name, :division, :password_hash,"
            " 'active')"
            " ON CONFLICT DO NOTHING"
        ),
        row,
    )
    return done.rowcount == 1


def add_people(connection: Connection, rows: list[dict[str, Any]]) -> set[str]:
    """All in one statement; return the usernames that were free. Rows as of `add_person`."""
    names = "person_id, tenant_id, username, name, division, password_hash, status"
    found = connection.execute(
        text(
            f"INSERT INTO people ({names}) SELECT {names}"
            " FROM jsonb_populate_recordset(NULL::people, CAST(:rows AS jsonb))"
            " ON CONFLICT DO NOTHING RETURNING username"
        ),
        {"rows": orjson.dumps([{**row, "status": "active"} for row in rows]).decode()},
    )
    return set(found.scalars())


def with_usernames(connection: Connection, usernames: Collection[str]) -> dict[str, Row[Any]]:
    """Those in scope, by username, with their grants as JSON: (role, tenant_id, unit_types)."""
    rows = connection.execute(
        text(
            "SELECT p.person_id, p.tenant_id, p.username, p.name, p.division, p.status,"
            " coalesce((SELECT jsonb_agg(jsonb_build_array(g.role, g.tenant_id, g.unit_types))"
            "   FROM grants g WHERE g.person_id = p.person_id"
            "   AND (g.valid_to IS NULL OR g.valid_to > current_date)), '[]') AS grants"
            " FROM people p WHERE p.username = ANY (:names)"
        ),
        {"names": sorted(usernames)},
    )
    return {row.username: row for row in rows}


def revoke_person(connection: Connection, person_id: str) -> bool:
    done = connection.execute(
        text("UPDATE people SET status = 'revoked' WHERE person_id = :id"), {"id": person_id}
    )
    return done.rowcount == 1


def set_division(connection: Connection, person_id: str, division: str) -> None:
    connection.execute(
        text("UPDATE people SET division = :division WHERE person_id = :id"),
        {"id": person_id, "division": division},
    )


def grants(connection: Connection, person_id: str) -> list[Row[Any]]:
    return list(
        connection.execute(
            text(
                "SELECT grant_id, tenant_id, role, unit_types, valid_from, valid_to FROM grants"
                " WHERE person_id = :id ORDER BY valid_from, grant_id"
            ),
            {"id": person_id},
        )
    )


def add_grant(connection: Connection, row: dict[str, Any]) -> None:
    connection.execute(
        text(
            "INSERT INTO grants (grant_id, person_id, tenant_id, role, unit_types, valid_from,"
            " valid_to) VALUES (:grant_id, :person_id, :tenant_id, :role, :unit_types,"
            " :valid_from, :valid_to) ON CONFLICT DO NOTHING"
        ),
        row,
    )


def known_usernames(connection: Connection) -> set[str]:
    return set(connection.execute(text("SELECT username FROM people")).scalars())


def holders(connection: Connection, role: str) -> int:
    """How many active people hold a role today, in scope."""
    return int(
        connection.execute(
            text(
                "SELECT count(*) FROM grants g JOIN people p USING (person_id)"
                " WHERE g.role = :role AND p.status = 'active' AND g.valid_from <= current_date"
                " AND (g.valid_to IS NULL OR g.valid_to > current_date)"
            ),
            {"role": role},
        ).scalar_one()
    )
