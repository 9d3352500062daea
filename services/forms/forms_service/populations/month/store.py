"""Sample targets as scoring publishes them, shown beside the numbers they rest on."""

from typing import Any

import orjson
from sqlalchemy import Connection, text

State = dict[str, Any]


def keep_targets(connection: Connection, states: list[State]) -> None:
    connection.execute(
        text(
            "INSERT INTO targets (survey_id, tenant_id, period, state) VALUES"
            " (:survey_id, :tenant_id, :period, CAST(:state AS jsonb))"
            " ON CONFLICT (survey_id) DO UPDATE SET state = excluded.state"
        ),
        [{**state, "state": orjson.dumps(state).decode()} for state in states],
    )


def targets(connection: Connection, survey_ids: list[str]) -> dict[str, State]:
    """By survey; a survey without one has not been scored yet."""
    query = "SELECT survey_id, state FROM targets WHERE survey_id = ANY (CAST(:ids AS uuid[]))"
    rows = connection.execute(text(query), {"ids": survey_ids})
    return {str(survey_id): state for survey_id, state in rows}
