"""Published versions of instruments and formulas; a version never changes."""

from typing import Any

import orjson
from contracts.form_shapes import FormVersion
from sqlalchemy import Connection, text

from forms_service.shared.pairing.offering import REACHED

State = dict[str, Any]


def form_versions(connection: Connection, instrument: str | None = None) -> list[FormVersion]:
    """By instrument, the newest version first; own questions of the units in scope included."""
    return _states(connection, "form_versions", instrument, "instrument, version DESC")


def official_versions(connection: Connection, instrument: str | None = None) -> list[FormVersion]:
    """Those without a tenant's own questions, in the same order."""
    return [state for state in form_versions(connection, instrument) if not state.get("own_of")]


def of_owner(connection: Connection, instrument: str, tenant_id: str) -> list[FormVersion]:
    """What one tenant has published of an instrument, the newest version first."""
    held = form_versions(connection, instrument)
    return [state for state in held if state["owner_tenant_id"] == tenant_id]


def form_version(connection: Connection, form_version_id: str) -> FormVersion | None:
    return connection.execute(
        text("SELECT state FROM form_versions WHERE form_version_id = :id"),
        {"id": form_version_id},
    ).scalar_one_or_none()


def formula_versions(connection: Connection, instrument: str | None = None) -> list[State]:
    """In the order in which they were stored."""
    return _states(connection, "formula_versions", instrument, "number")


def is_official(connection: Connection, form_version_id: str) -> bool:
    """As the instrument says of itself; what is out of sight counts as official."""
    query = text("SELECT official FROM form_versions WHERE form_version_id = :id")
    return connection.scalar(query, {"id": form_version_id}) is not False


def not_offered(connection: Connection) -> set[str]:
    """Instruments whose newest official version asks whom no survey can ask yet."""
    query = (
        "SELECT instrument FROM (SELECT DISTINCT ON (instrument) instrument, audience"
        " FROM form_versions WHERE own_of IS NULL ORDER BY instrument, version DESC) AS newest"
        " WHERE audience <> ALL (:reached)"
    )
    return set(connection.execute(text(query), {"reached": list(REACHED)}).scalars())


def add_form_version(connection: Connection, state: FormVersion) -> None:
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


def _states(connection: Connection, table: str, instrument: str | None, order: str) -> list[Any]:
    query = (
        f"SELECT state FROM {table}"
        " WHERE CAST(:instrument AS text) IS NULL OR instrument = :instrument"
        f" ORDER BY {order}"
    )
    return list(connection.execute(text(query), {"instrument": instrument}).scalars())
