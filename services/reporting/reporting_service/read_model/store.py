"""What the consumers keep: absolute states, so a repeated or late event does no harm."""

from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import Connection, text

State = dict[str, Any]


def keep_versions(connection: Connection, table: str, rows: Iterable[tuple[str, State]]) -> None:
    """`table` is form_versions or formula_versions; rows are (id, state)."""
    connection.execute(
        text(
            f"INSERT INTO {table} (id, state) VALUES (:id, CAST(:state AS jsonb))"
            " ON CONFLICT (id) DO UPDATE SET state = excluded.state"
        ),
        [{"id": key, "state": orjson.dumps(state).decode()} for key, state in rows],
    )


def keep_tenant_states(connection: Connection, table: str, states: Iterable[State]) -> None:
    """`table` is standings or services: one absolute state per tenant."""
    connection.execute(
        text(
            f"INSERT INTO {table} (tenant_id, state) VALUES (:tenant_id, CAST(:state AS jsonb))"
            " ON CONFLICT (tenant_id) DO UPDATE SET state = excluded.state"
        ),
        [{**state, "state": orjson.dumps(state).decode()} for state in states],
    )


def keep_summaries(connection: Connection, states: Iterable[State]) -> None:
    connection.execute(
        text(
            "INSERT INTO summaries (tenant_id, period, state) VALUES"
            " (:tenant_id, :period, CAST(:state AS jsonb))"
            " ON CONFLICT (tenant_id, period) DO UPDATE SET state = excluded.state"
        ),
        [{**state, "state": orjson.dumps(state).decode()} for state in states],
    )


def keep(connection: Connection, table: str, rows: Iterable[tuple[str, State]]) -> None:
    """`table` is surveys, targets or scores; rows are (tenant, state); the last revision wins."""
    connection.execute(
        text(
            f"INSERT INTO {table} AS t (survey_id, tenant_id, revision, state) VALUES (:survey_id,"
            " :tenant_id, :revision, CAST(:state AS jsonb)) ON CONFLICT (survey_id) DO UPDATE SET"
            " revision = excluded.revision, state = excluded.state"
            " WHERE excluded.revision >= t.revision"
        ),
        [
            {
                "survey_id": state["survey_id"],
                "tenant_id": tenant_id,
                "revision": state.get("revision", 0),
                "state": orjson.dumps(state).decode(),
            }
            for tenant_id, state in rows
        ],
    )
