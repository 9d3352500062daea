"""Published versions of instruments and formulas; a version never changes."""

from typing import Any

import orjson
from sqlalchemy import Connection, text

State = dict[str, Any]


def form_versions(connection: Connection, instrument: str | None = None) -> list[State]:
    """By instrument, the newest version first."""
    return _states(connection, "form_versions", instrument, "instrument, version DESC")


def formula_versions(connection: Connection, instrument: str | None = None) -> list[State]:
    """In the order in which they were stored."""
    return _states(connection, "formula_versions", instrument, "number")


def add_form_version(connection: Connection, state: State) -> None:
    connection.execute(
        text(
            "INSERT INTO form_versions (form_version_id, instrument, version, hash, state)"
            " VALUES (:form_version_id, :instrument, :version, :hash, CAST(:state AS jsonb))"
        ),
        {**state, "state": orjson.dumps(state).decode()},
    )


def add_formula_version(connection: Connection, state: State, digest: str) -> bool:
    """False when this very version is known."""
    done = connection.execute(
        text(
            "INSERT INTO formula_versions (formula_version_id, code, instrument, hash, state)"
            " VALUES (:formula_version_id, :code, :instrument, :hash, CAST(:state AS jsonb))"
            " ON CONFLICT DO NOTHING"
        ),
        {**state, "hash": digest, "state": orjson.dumps(state).decode()},
    )
    return done.rowcount == 1


def _states(connection: Connection, table: str, instrument: str | None, order: str) -> list[State]:
    query = (
        f"SELECT state FROM {table}"
        " WHERE CAST(:instrument AS text) IS NULL OR instrument = :instrument"
        f" ORDER BY {order}"
    )
    return list(connection.execute(text(query), {"instrument": instrument}).scalars())
