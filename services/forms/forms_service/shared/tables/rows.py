"""What the tables of this service have in common."""

from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, text


def insert(
    connection: Connection,
    table: str,
    names: str,
    rows: list[dict[str, Any]],
    returning: str = "",
) -> list[Row[Any]]:
    """Many rows in one statement; return those that met no other row, in no set order, with the
    columns inserted or `returning`."""
    return list(
        connection.execute(
            text(
                f"INSERT INTO {table} ({names}) SELECT {names}"
                f" FROM jsonb_populate_recordset(NULL::{table}, CAST(:rows AS jsonb))"
                f" ON CONFLICT DO NOTHING RETURNING {returning or names}"
            ),
            {"rows": orjson.dumps(rows).decode()},
        )
    )


def page(
    connection: Connection,
    query: str,
    key: str,
    after: str,
    limit: int,
    now: datetime | None = None,
    /,
    **wanted: str | None,
) -> list[Row[Any]]:
    """Of what `query` finds the `limit` rows after `after`, by `key`; `wanted` names columns of it
    and what must stand there, None where anything may. `now` is for a query that asks for it."""
    given: dict[str, Any] = {name: value for name, value in wanted.items() if value is not None}
    conditions = [f"{key} > :after", *(f"{name} = :{name}" for name in given)]
    if now:
        given["now"] = now
    found = (
        f"SELECT * FROM ({query}) AS found WHERE {' AND '.join(conditions)}"
        f" ORDER BY {key} LIMIT :limit"
    )
    return list(connection.execute(text(found), {**given, "after": after, "limit": limit}))


def alone(connection: Connection, *names: str) -> None:
    """Until the end of the transaction nobody else has one of these names: a row that is not there
    yet cannot be locked, and two would have seen the same one missing."""
    locks = (
        "SELECT pg_advisory_xact_lock(hashtextextended(name, 0))"
        " FROM unnest(CAST(:names AS text[])) AS name"
    )
    # Always in the same order, so that no two wait for each other.
    connection.execute(text(locks), {"names": sorted(names)})


def all_rows(connection: Connection, table: str, names: str = "*") -> list[Row[Any]]:
    return list(connection.execute(text(f"SELECT {names} FROM {table}")))
