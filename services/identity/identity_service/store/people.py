"""People, as administrators see them (row-level security: own scope)."""

from collections.abc import Collection, Sequence
from typing import Any

import orjson
from chassis import clock
from sqlalchemy import Connection, Row, text

from identity_service.domain.accounts import Account


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


def person(connection: Connection, person_id: str, *, lock: bool = False) -> Row[Any] | None:
    """`lock` is for a change of the account or its grants: of two at once one waits."""
    ending = " FOR NO KEY UPDATE" if lock else ""
    return connection.execute(
        text(
            "SELECT person_id, tenant_id, username, name, division, status FROM people"
            f" WHERE person_id = :id{ending}"
        ),
        {"id": person_id},
    ).one_or_none()


def add_person(connection: Connection, row: Account) -> bool:
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


def add_people(connection: Connection, rows: Sequence[Account]) -> set[str]:
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
    """Those in scope, by username, locked for a change."""
    rows = connection.execute(
        text(
            "SELECT person_id, tenant_id, username, name, division, status FROM people"
            " WHERE username = ANY (:names) ORDER BY person_id FOR NO KEY UPDATE"
        ),
        {"names": sorted(usernames)},
    )
    return {row.username: row for row in rows}


def set_status(connection: Connection, person_id: str, status: str) -> None:
    connection.execute(
        text("UPDATE people SET status = :status WHERE person_id = :id"),
        {"id": person_id, "status": status},
    )


def set_division(connection: Connection, person_id: str, division: str) -> None:
    connection.execute(
        text("UPDATE people SET division = :division WHERE person_id = :id"),
        {"id": person_id, "division": division},
    )


def holders(connection: Connection, role: str) -> int:
    """How many active people hold a role today, in scope."""
    return int(
        connection.execute(
            text(
                "SELECT count(*) FROM grants g JOIN people p USING (person_id)"
                " WHERE g.role = :role AND p.status = 'active' AND g.valid_from <= :today"
                " AND (g.valid_to IS NULL OR g.valid_to > :today) AND g.ended_at IS NULL"
            ),
            {"role": role, "today": clock.today()},
        ).scalar_one()
    )
