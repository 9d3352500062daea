"""Published scores and targets: one absolute state per survey."""

from typing import Any

import orjson
from chassis import clock
from chassis.tenants import PRACTICE
from contracts.shapes import Score, Target
from sqlalchemy import Connection, Row, text


def score(connection: Connection, survey_id: str) -> Score | None:
    found: Score | None = _state(connection, "scores", survey_id)
    return found


def target(connection: Connection, survey_id: str) -> Target | None:
    found: Target | None = _state(connection, "targets", survey_id)
    return found


def keep_score(connection: Connection, tenant_id: str, state: Score) -> None:
    connection.execute(
        text(
            "INSERT INTO scores (survey_id, tenant_id, revision, state, published_at) VALUES"
            " (:survey_id, :tenant_id, :revision, CAST(:state AS jsonb), :now)"
            " ON CONFLICT (survey_id) DO UPDATE SET revision = excluded.revision,"
            " state = excluded.state, published_at = excluded.published_at"
        ),
        {
            **state,
            "tenant_id": tenant_id,
            "state": orjson.dumps(state).decode(),
            "now": clock.now(),
        },
    )


def keep_target(connection: Connection, state: Target) -> None:
    connection.execute(
        text(
            "INSERT INTO targets (survey_id, tenant_id, state) VALUES (:survey_id, :tenant_id,"
            " CAST(:state AS jsonb)) ON CONFLICT (survey_id) DO UPDATE SET state = excluded.state"
        ),
        {**state, "state": orjson.dumps(state).decode()},
    )


def everything(connection: Connection, table: str) -> list[Row[Any]]:
    """(tenant_id, state) of scores, targets, standings or summaries."""
    return list(connection.execute(text(f"SELECT tenant_id, state FROM {table}")))


def listed(
    connection: Connection, filters: dict[str, str | None], limit: int, *, practice: bool = False
) -> list[Row[Any]]:
    """By survey id after `after`; the caller's scope decides which rows there are. Those of
    practice tenants are among them when one is named, or with `practice`."""
    return list(
        connection.execute(
            text(
                f"SELECT s.tenant_id, t.code, {PRACTICE} AS practice, s.state"
                " FROM scores s JOIN tenants t USING (tenant_id)"
                " WHERE s.survey_id > CAST(:after AS uuid)"
                f" AND (:practice OR CAST(:tenant AS text) IS NOT NULL OR NOT {PRACTICE})"
                " AND (CAST(:tenant AS text) IS NULL OR t.code = :tenant"
                "      OR CAST(t.tenant_id AS text) = :tenant)"
                " AND (CAST(:instrument AS text) IS NULL OR s.state ->> 'instrument' = :instrument)"
                " AND (CAST(:period AS text) IS NULL OR s.state ->> 'period' = :period)"
                " ORDER BY s.survey_id LIMIT :limit"
            ),
            {**filters, "limit": limit, "practice": practice},
        )
    )


def _state(connection: Connection, table: str, survey_id: str) -> Any:
    return connection.execute(
        text(f"SELECT state FROM {table} WHERE survey_id = :id"), {"id": survey_id}
    ).scalar_one_or_none()
