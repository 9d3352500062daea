"""What scoring tells of indices published before Suara; row-level security decides of whom."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from contracts.historic_shapes import Historic
from sqlalchemy import Connection, text


def keep(connection: Connection, states: Iterable[Mapping[str, Any]]) -> None:
    """The last revision wins."""
    connection.execute(
        text(
            "INSERT INTO historic_results AS t (historic_id, tenant_id, state) VALUES"
            " (:historic_id, :tenant_id, CAST(:state AS jsonb)) ON CONFLICT (historic_id) DO UPDATE"
            " SET state = excluded.state"
            " WHERE (excluded.state -> 'revision')::int >= (t.state -> 'revision')::int"
        ),
        [{**state, "state": orjson.dumps(state).decode()} for state in states],
    )


def of_tenant(connection: Connection, tenant_id: str) -> list[Historic]:
    """By id; without those that were taken back."""
    found = connection.execute(
        text(
            "SELECT state FROM historic_results WHERE tenant_id = :id"
            " AND state -> 'value' <> 'null' ORDER BY historic_id"
        ),
        {"id": tenant_id},
    ).scalars()
    return list(found)
