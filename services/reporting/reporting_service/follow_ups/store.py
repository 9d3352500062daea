"""Rows of follow-ups, their steps and files; row-level security decides which."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import orjson
from chassis.tenants import PRACTICE
from sqlalchemy import Connection, Row, text

from reporting_service.follow_ups.rules.tally import Tally

ADD = """
INSERT INTO follow_ups (tenant_id, survey_id, instrument, period, statement, index_code, words,
  priority, program, owner, due, state, asked_by, asked_hand, opened_on)
VALUES (:tenant_id, :survey_id, :instrument, :period, :statement, :index_code,
  CAST(:words AS jsonb), :priority, :program, :owner, :due, :state, :asked_by, :asked_hand,
  :opened_on)
ON CONFLICT (tenant_id, instrument, statement) WHERE state IN ('proposed', 'running') DO NOTHING
RETURNING *
"""
# What runs first, by its day, so that what is overdue leads; then what waits, then what is over.
ORDER = (
    "array_position(ARRAY['running', 'proposed', 'done', 'withdrawn'], state), due, follow_up_id"
)
RESULTS = """
SELECT c.survey_id, c.state AS score, f.state -> 'definition' AS form,
  m.state -> 'definition' AS formula
FROM scores c JOIN form_versions f ON f.id = (c.state ->> 'form_version_id')::uuid
JOIN formula_versions m ON m.id = (c.state ->> 'formula_version_id')::uuid
WHERE c.tenant_id = :tenant AND c.state ->> 'instrument' = :instrument
  AND c.state ->> 'period' = :period
"""


def result(connection: Connection, tenant_id: str, instrument: str, period: str) -> Row[Any] | None:
    """survey_id, score, and the definitions of its form and formula."""
    known = {"tenant": tenant_id, "instrument": instrument, "period": period}
    return connection.execute(text(RESULTS), known).one_or_none()


def final_periods(connection: Connection, tenant_id: str) -> list[tuple[str, str]]:
    """(instrument, period) of results of a unit that have figures, the newest first."""
    found = connection.execute(
        text(
            "SELECT state ->> 'instrument' AS instrument, state ->> 'period' AS period FROM scores"
            " WHERE tenant_id = :tenant AND state -> 'released' <> 'null'"
            " AND coalesce(state ->> 'stage', 'final') = 'final'"
            " AND state ->> 'status' = 'closed' ORDER BY period DESC, instrument DESC"
        ),
        {"tenant": tenant_id},
    )
    return [(row.instrument, row.period) for row in found]


def add(connection: Connection, row: Mapping[str, Any]) -> Row[Any] | None:
    """For the bound tenant; None where the statement has one that goes on."""
    known = {**row, "words": orjson.dumps(row["words"]).decode()}
    return connection.execute(text(ADD), known).one_or_none()


def one(connection: Connection, follow_up_id: str, *, lock: bool = False) -> Row[Any] | None:
    """`lock` is for one that goes on, of the bound tenant."""
    query = "SELECT * FROM follow_ups WHERE follow_up_id = :id" + (" FOR UPDATE" if lock else "")
    return connection.execute(text(query), {"id": follow_up_id}).one_or_none()


def going(connection: Connection, tenant_id: str, instrument: str) -> dict[str, Row[Any]]:
    """By statement: those of one instrument that go on."""
    found = connection.execute(
        text(
            "SELECT * FROM follow_ups WHERE tenant_id = :tenant AND instrument = :instrument"
            " AND state IN ('proposed', 'running')"
        ),
        {"tenant": tenant_id, "instrument": instrument},
    )
    return {row.statement: row for row in found}


def move(
    connection: Connection,
    follow_up_id: str,
    state: str,
    *,
    approved_by: str | None = None,
    opened_on: date | None = None,
) -> Row[Any]:
    """The row as it is now; what is None stays as it was."""
    return connection.execute(
        text(
            "UPDATE follow_ups SET state = :state, revision = revision + 1,"
            " approved_by = coalesce(:approved_by, approved_by),"
            " opened_on = coalesce(:opened_on, opened_on)"
            " WHERE follow_up_id = :id RETURNING *"
        ),
        {
            "id": follow_up_id,
            "state": state,
            "approved_by": approved_by,
            "opened_on": opened_on,
        },
    ).one()


def add_step(connection: Connection, step: Mapping[str, Any]) -> None:
    connection.execute(
        text(
            "INSERT INTO follow_up_steps (follow_up_id, tenant_id, number, step, person, name,"
            " role, note) VALUES (:follow_up_id, :tenant_id, :number, :step, :person, :name,"
            " :role, :note)"
        ),
        step,
    )


def steps(connection: Connection, follow_up_id: str) -> Sequence[Row[Any]]:
    """The newest first."""
    query = "SELECT * FROM follow_up_steps WHERE follow_up_id = :id ORDER BY number DESC"
    return connection.execute(text(query), {"id": follow_up_id}).all()


def files(connection: Connection, follow_up_id: str) -> Sequence[Row[Any]]:
    """Without their contents, in the order in which they came."""
    query = (
        "SELECT file_id, name, kind, octet_length(content) AS bytes, at FROM follow_up_files"
        " WHERE follow_up_id = :id ORDER BY at, file_id"
    )
    return connection.execute(text(query), {"id": follow_up_id}).all()


def file(connection: Connection, follow_up_id: str, file_id: str) -> Row[Any] | None:
    query = (
        "SELECT name, kind, content FROM follow_up_files"
        " WHERE file_id = :file AND follow_up_id = :id"
    )
    return connection.execute(text(query), {"file": file_id, "id": follow_up_id}).one_or_none()


def add_file(connection: Connection, file: Mapping[str, Any]) -> str:
    """The id that it got."""
    query = (
        "INSERT INTO follow_up_files (follow_up_id, tenant_id, name, kind, content)"
        " VALUES (:follow_up_id, :tenant_id, :name, :kind, :content) RETURNING file_id"
    )
    return str(connection.execute(text(query), file).scalar_one())


def by_need(
    connection: Connection, tenants: Collection[str], after: str | None, limit: int
) -> list[Row[Any]]:
    """Of these tenants, the `limit` behind the one with the id `after`, if any."""
    query = (
        f"WITH ordered AS (SELECT f.*, row_number() OVER (ORDER BY {ORDER}) AS place"
        " FROM follow_ups f WHERE tenant_id = ANY (CAST(:tenants AS uuid[])))"
        " SELECT * FROM ordered WHERE place > coalesce((SELECT place FROM ordered"
        " WHERE follow_up_id = CAST(:after AS uuid)), 0) ORDER BY place LIMIT :limit"
    )
    known = {"tenants": sorted(tenants), "after": after, "limit": limit}
    return list(connection.execute(text(query), known))


def by_id(
    connection: Connection,
    after: str,
    limit: int,
    wanted: Mapping[str, str | None],
    *,
    practice: bool,
) -> list[Row[Any]]:
    """Of the caller's scope, as a list of the API has them; `wanted`: tenant_id, state,
    instrument and period, None where all are. Those of `practice` offices too where asked."""
    conditions = "".join(f" AND f.{name} = :{name}" for name, value in wanted.items() if value)
    query = (
        "SELECT f.* FROM follow_ups f JOIN tenants t USING (tenant_id)"
        f" WHERE f.follow_up_id > :after AND (:practice OR NOT {PRACTICE}){conditions}"
        " ORDER BY f.follow_up_id LIMIT :limit"
    )
    known = {**wanted, "after": after, "limit": limit, "practice": practice}
    return list(connection.execute(text(query), known))


def by_priority(connection: Connection, tenant_id: str) -> list[Row[Any]]:
    """All but those that were withdrawn: by result, the newest first, and in it from the lowest
    statement on."""
    query = (
        "SELECT * FROM follow_ups WHERE tenant_id = :tenant AND state <> 'withdrawn'"
        " ORDER BY period DESC, instrument DESC, priority, due, follow_up_id"
    )
    return list(connection.execute(text(query), {"tenant": tenant_id}))


def everything(connection: Connection) -> Sequence[Row[Any]]:
    """For the worker."""
    return connection.execute(text("SELECT * FROM follow_ups ORDER BY follow_up_id")).all()


def tally(connection: Connection, tenants: Collection[str], today: date) -> Tally:
    query = (
        "SELECT count(*) FILTER (WHERE state = 'proposed') AS proposed,"
        " count(*) FILTER (WHERE state = 'running') AS running,"
        " count(*) FILTER (WHERE state = 'running' AND due < :today) AS overdue,"
        " count(*) FILTER (WHERE state = 'done') AS done,"
        " count(*) FILTER (WHERE state = 'withdrawn') AS withdrawn,"
        " count(DISTINCT tenant_id) FILTER (WHERE state IN ('proposed', 'running')) AS units,"
        " count(DISTINCT tenant_id) FILTER (WHERE state = 'running' AND due < :today)"
        " AS units_overdue"
        " FROM follow_ups WHERE tenant_id = ANY (CAST(:tenants AS uuid[]))"
    )
    known = {"tenants": sorted(tenants), "today": today}
    return Tally(**connection.execute(text(query), known).one()._mapping)
