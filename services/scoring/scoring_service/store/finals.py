"""Final results as a reader sees them now, and what of them goes into summaries."""

from collections.abc import Sequence
from typing import Any

import orjson
from contracts.shapes import Survey
from sqlalchemy import Connection, Row, text

# (survey_id, tenant_id, instrument, period, number, exact, published), with the ids of its
# versions.
SHOWN = (
    "SELECT s.survey_id, s.tenant_id, s.instrument, s.period, r.number, r.exact, r.published,"
    " r.form_version_id, r.formula_version_id FROM surveys s JOIN scores c USING (survey_id)"
    " JOIN releases r ON r.survey_id = s.survey_id"
    " AND r.number = (c.state #>> '{released,number}')::int"
    " WHERE c.state ->> 'stage' = 'final' AND r.kind IN ('final', 'correction')"
)


def shown(connection: Connection, survey_id: str) -> Row[Any] | None:
    return connection.execute(
        text(f"{SHOWN} AND s.survey_id = :id"), {"id": survey_id}
    ).one_or_none()


def all_shown(connection: Connection) -> Sequence[Row[Any]]:
    """But those that wait for their score: what they rest on has moved, and they follow."""
    waits = "SELECT FROM pending_scores p WHERE p.survey_id = s.survey_id"
    return connection.execute(text(f"{SHOWN} AND NOT EXISTS ({waits})")).all()


def kept(connection: Connection, survey_id: str) -> Any:
    return connection.execute(
        text("SELECT state FROM final_results WHERE survey_id = :id"), {"id": survey_id}
    ).scalar_one_or_none()


def all_kept(connection: Connection) -> dict[str, Any]:
    """By survey; without those that wait for their score."""
    found = connection.execute(
        text(
            "SELECT survey_id, state FROM final_results r WHERE NOT EXISTS (SELECT"
            " FROM pending_scores p WHERE p.survey_id = r.survey_id)"
        )
    )
    return {str(row.survey_id): row.state for row in found}


def keep(connection: Connection, survey: Survey, state: Any) -> None:
    """None withdraws it."""
    if state is None:
        connection.execute(
            text("DELETE FROM final_results WHERE survey_id = :id"), {"id": survey["survey_id"]}
        )
        return
    connection.execute(
        text(
            "INSERT INTO final_results (survey_id, tenant_id, instrument, period, state) VALUES"
            " (:survey_id, :tenant_id, :instrument, :period, CAST(:state AS jsonb))"
            " ON CONFLICT (survey_id) DO UPDATE SET state = excluded.state"
        ),
        {**survey, "state": orjson.dumps(state).decode()},
    )


def of_periods(connection: Connection, periods: Sequence[str]) -> Sequence[Row[Any]]:
    """(tenant_id, instrument, period, state) of every one."""
    return connection.execute(
        text(
            "SELECT tenant_id, instrument, period, state FROM final_results"
            " WHERE period = ANY (:periods)"
        ),
        {"periods": list(periods)},
    ).all()
