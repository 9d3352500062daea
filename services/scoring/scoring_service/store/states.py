"""What other services own, as scoring keeps it: the last state of each thing."""

from typing import Any

import orjson
from chassis import clock
from contracts.form_shapes import FormVersion
from contracts.shapes import Survey
from sqlalchemy import Connection, text

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


def ended_with_rest(connection: Connection, late_days: int, months: int) -> list[str]:
    """Closed surveys that stopped taking late answers within the last `months` and have counted
    some that are in no release; `late_days` of those whose edition did not say it."""
    found = connection.execute(
        text(
            "SELECT survey_id FROM (SELECT survey_id, CAST(state ->> 'closes_at' AS timestamptz)"
            " + make_interval(days => coalesce(CAST(state ->> 'late_days' AS int), :late_days))"
            " AS ends_at FROM surveys WHERE state ->> 'status' = 'closed') AS s"
            " JOIN scores c USING (survey_id) LEFT JOIN released_positions p USING (survey_id)"
            " WHERE s.ends_at <= :now AND s.ends_at > :now - make_interval(months => :months)"
            " AND CAST(c.state ->> 'count' AS int) > coalesce(cardinality(p.excluded), 0)"
            " + coalesce(CAST(c.state -> 'released' ->> 'n' AS int), 0)"
        ),
        {"now": clock.now(), "late_days": late_days, "months": months},
    ).scalars()
    return [str(survey_id) for survey_id in found]


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
    connection: Connection, tenant_id: str, periods: list[str], *, employees: bool
) -> list[State]:
    """The active populations of a tenant in these periods.

    The employees stand beside the services under the name EMPLOYEES, never among them.
    """
    found = connection.execute(
        text(
            "SELECT state FROM populations WHERE tenant_id = :tenant AND period = ANY(:periods)"
            " AND state ->> 'status' = 'active' AND (state ->> 'service' = :name) = :employees"
        ),
        {"tenant": tenant_id, "periods": periods, "name": EMPLOYEES, "employees": employees},
    ).scalars()
    return list(found)


def _json(state: object) -> str:
    return orjson.dumps(state).decode()
