"""What other services own, as scoring keeps it: the last state of each thing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import orjson
from chassis import clock
from chassis.tenants import tenant
from contracts.form_shapes import FormVersion
from contracts.shapes import Survey
from sqlalchemy import Connection, text

from scoring_service.domain.life import FINAL_AFTER, LATE_DAYS, RESTS

State = dict[str, Any]
EMPLOYEES = "pegawai"


def keep_versions(connection: Connection, table: str, key: str, states: list[State]) -> None:
    """`table` is form_versions or formula_versions."""
    if not states:
        return
    connection.execute(
        text(
            f"INSERT INTO {table} ({key}, state) VALUES (:id, CAST(:state AS jsonb))"
            f" ON CONFLICT ({key}) DO UPDATE SET state = excluded.state"
        ),
        [{"id": state[key], "state": _json(state)} for state in states],
    )


def keep_surveys(connection: Connection, states: list[State]) -> None:
    connection.execute(
        text(
            "INSERT INTO surveys (survey_id, tenant_id, instrument, period, state) VALUES"
            " (:survey_id, :tenant_id, :instrument, :period, CAST(:state AS jsonb))"
            " ON CONFLICT (survey_id) DO UPDATE SET state = excluded.state"
        ),
        [{**state, "state": _json(state)} for state in states],
    )


def keep_populations(connection: Connection, states: list[State]) -> None:
    connection.execute(
        text(
            "INSERT INTO populations (population_id, tenant_id, period, state) VALUES"
            " (:population_id, :tenant_id, :period, CAST(:state AS jsonb))"
            " ON CONFLICT (population_id) DO UPDATE SET state = excluded.state"
        ),
        [{**state, "state": _json(state)} for state in states],
    )


def population_states(connection: Connection, identifiers: Sequence[str]) -> dict[str, State]:
    """Those of `identifiers` that are kept, by id."""
    found = connection.execute(
        text("SELECT state FROM populations WHERE population_id = ANY (CAST(:ids AS uuid[]))"),
        {"ids": list(identifiers)},
    ).scalars()
    return {state["population_id"]: state for state in found}


def form_version(connection: Connection, identifier: str) -> FormVersion | None:
    return connection.execute(
        text("SELECT state FROM form_versions WHERE form_version_id = :id"), {"id": identifier}
    ).scalar_one_or_none()


def formula_version(connection: Connection, identifier: str) -> State | None:
    return connection.execute(
        text("SELECT state FROM formula_versions WHERE formula_version_id = :id"),
        {"id": identifier},
    ).scalar_one_or_none()


def survey(connection: Connection, survey_id: str) -> Survey | None:
    return connection.execute(
        text("SELECT state FROM surveys WHERE survey_id = :id"), {"id": survey_id}
    ).scalar_one_or_none()


def day_begins(connection: Connection, day: date) -> bool:
    """Whether nobody has seen this day begin yet."""
    found = connection.execute(
        text("INSERT INTO release_days VALUES (:day) ON CONFLICT DO NOTHING RETURNING day"),
        {"day": day},
    )
    return found.one_or_none() is not None


def moved_by_a_day(connection: Connection, least: int) -> list[str]:
    """Surveys of which so many answers have come in, in a score or not yet, but those whose final
    result knows all of them: a day moves coarse pictures, and what came after a final result."""
    found = connection.execute(
        text(
            "WITH came AS (SELECT survey_id, sum(responses) AS answers FROM tallies"
            " GROUP BY survey_id HAVING sum(responses) >= :least)"
            " SELECT survey_id FROM came WHERE NOT EXISTS (SELECT FROM releases r"
            " WHERE r.survey_id = came.survey_id AND r.kind IN ('final', 'correction')"
            " AND (r.exact ->> 'n')::int + (r.exact #>> '{counts,excluded}')::int = came.answers)"
        ),
        {"least": least},
    ).scalars()
    return [str(survey_id) for survey_id in found]


def due_to_be_final(connection: Connection) -> list[str]:
    """Closed surveys that nothing can change any more, that have rested, of which some answers
    count, and that have no final result."""
    found = connection.execute(
        text(
            "SELECT survey_id FROM surveys s JOIN scores c USING (survey_id)"
            " WHERE s.state ->> 'status' = 'closed' AND c.published_at <= :rested"
            " AND CAST(s.state ->> 'closes_at' AS timestamptz) + greatest(:wait, make_interval("
            "days => coalesce(CAST(s.state ->> 'late_days' AS int), :late_days))) <= :now"
            " AND (c.state -> 'count')::int > coalesce((c.state -> 'excluded')::int, 0)"
            " AND NOT EXISTS (SELECT FROM releases r WHERE r.survey_id = s.survey_id"
            " AND r.kind = 'final')"
        ),
        {
            "now": clock.now(),
            "rested": clock.now() - RESTS,
            "wait": FINAL_AFTER,
            "late_days": LATE_DAYS,
        },
    ).scalars()
    return [str(survey_id) for survey_id in found]


def only_practises(connection: Connection, tenant_id: str) -> bool:
    """Whether the tenant is for training: nobody real answers there."""
    known = tenant(connection, tenant_id)
    return bool(known and known.get("practice"))


def surveys_of(connection: Connection, tenant_id: str, period: str) -> list[str]:
    found = connection.execute(
        text("SELECT survey_id FROM surveys WHERE tenant_id = :tenant AND period = :period"),
        {"tenant": tenant_id, "period": period},
    ).scalars()
    return [str(survey_id) for survey_id in found]


def unscored(connection: Connection) -> list[str]:
    """Surveys that have no score yet."""
    found = connection.execute(
        text(
            "SELECT survey_id FROM surveys s"
            " WHERE NOT EXISTS (SELECT FROM scores WHERE survey_id = s.survey_id)"
        )
    ).scalars()
    return [str(survey_id) for survey_id in found]


def populations(
    connection: Connection, tenant_ids: Sequence[str], periods: Sequence[str], *, employees: bool
) -> list[State]:
    """The active populations of tenants in these periods.

    The employees stand beside the services under the name EMPLOYEES, never among them.
    """
    found = connection.execute(
        text(
            "SELECT state FROM populations WHERE tenant_id = ANY (CAST(:tenants AS uuid[]))"
            " AND period = ANY (:periods) AND state ->> 'status' = 'active'"
            " AND (state ->> 'service' = :name) = :employees"
        ),
        {
            "tenants": list(tenant_ids),
            "periods": list(periods),
            "name": EMPLOYEES,
            "employees": employees,
        },
    ).scalars()
    return list(found)


def _json(state: object) -> str:
    return orjson.dumps(state).decode()
