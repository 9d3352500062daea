"""Published scores and targets: one absolute state per survey."""

from typing import Any

import orjson
from sqlalchemy import Connection, Row, text

State = dict[str, Any]


def score(connection: Connection, survey_id: str) -> State | None:
    return _state(connection, "scores", survey_id)


def target(connection: Connection, survey_id: str) -> State | None:
    return _state(connection, "targets", survey_id)


def keep_score(connection: Connection, tenant_id: str, state: State) -> None:
    connection.execute(
        text(
            "INSERT INTO scores (survey_id, tenant_id, revision, state) VALUES (:survey_id,"
            " :tenant_id, :revision, CAST(:state AS jsonb)) ON CONFLICT (survey_id) DO UPDATE SET"
            " revision = excluded.revision, state = excluded.state,"
            " published_at = clock_timestamp()"
        ),
        {**state, "tenant_id": tenant_id, "state": orjson.dumps(state).decode()},
    )


def keep_release(
    connection: Connection,
    survey: State,
    positions: dict[str, int],
    population: int | None,
    recipients: int | None,
    excluded: list[str],
) -> None:
    """Where in the record the release stood and what was excluded by then: `rebuild` computes it
    again from there."""
    connection.execute(
        text(
            "INSERT INTO released_positions (survey_id, tenant_id, positions, population,"
            " recipients, excluded) VALUES (:survey_id, :tenant_id, CAST(:positions AS jsonb),"
            " :population, :recipients, CAST(:excluded AS uuid[])) ON CONFLICT (survey_id)"
            " DO UPDATE SET (positions, population, recipients, excluded)"
            " = (excluded.positions, excluded.population, excluded.recipients, excluded.excluded)"
        ),
        {
            "survey_id": survey["survey_id"],
            "tenant_id": survey["tenant_id"],
            "positions": orjson.dumps(positions).decode(),
            "population": population,
            "recipients": recipients,
            "excluded": excluded,
        },
    )


def excluded_then(connection: Connection, survey_id: str) -> list[str]:
    """What the last release had left out."""
    found = connection.execute(
        text("SELECT excluded FROM released_positions WHERE survey_id = :id"), {"id": survey_id}
    ).scalar_one_or_none()
    return [str(each) for each in found or ()]


def releases(connection: Connection) -> list[Row[Any]]:
    """(survey_id, state, positions, population, recipients, excluded) of every release."""
    return list(
        connection.execute(
            text(
                "SELECT survey_id, s.state, r.positions, r.population, r.recipients, r.excluded"
                " FROM scores s"
                " JOIN released_positions r USING (survey_id)"
                " WHERE jsonb_typeof(s.state -> 'released') = 'object'"
            )
        )
    )


def keep_target(connection: Connection, state: State) -> None:
    connection.execute(
        text(
            "INSERT INTO targets (survey_id, tenant_id, state) VALUES (:survey_id, :tenant_id,"
            " CAST(:state AS jsonb)) ON CONFLICT (survey_id) DO UPDATE SET state = excluded.state"
        ),
        {**state, "state": orjson.dumps(state).decode()},
    )


def everything(connection: Connection, table: str) -> list[Row[Any]]:
    """(tenant_id, state) of scores or targets."""
    return list(connection.execute(text(f"SELECT tenant_id, state FROM {table}")))


def listed(connection: Connection, filters: dict[str, str | None], limit: int) -> list[Row[Any]]:
    """By survey id after `after`; the caller's scope decides which rows there are."""
    return list(
        connection.execute(
            text(
                "SELECT s.tenant_id, t.code, s.state FROM scores s JOIN tenants t USING (tenant_id)"
                " WHERE s.survey_id > CAST(:after AS uuid)"
                " AND (CAST(:tenant AS text) IS NULL OR t.code = :tenant"
                "      OR CAST(t.tenant_id AS text) = :tenant)"
                " AND (CAST(:instrument AS text) IS NULL OR s.state ->> 'instrument' = :instrument)"
                " AND (CAST(:period AS text) IS NULL OR s.state ->> 'period' = :period)"
                " ORDER BY s.survey_id LIMIT :limit"
            ),
            {**filters, "limit": limit},
        )
    )


def _state(connection: Connection, table: str, survey_id: str) -> State | None:
    return connection.execute(
        text(f"SELECT state FROM {table} WHERE survey_id = :id"), {"id": survey_id}
    ).scalar_one_or_none()
