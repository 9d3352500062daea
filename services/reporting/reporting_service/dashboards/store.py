"""What pages read of surveys; row-level security decides of which tenants."""

from datetime import datetime
from typing import Any

from chassis import clock
from chassis.tenants import PRACTICE
from contracts.shapes import Standings
from contracts.summary_shapes import Summaries
from sqlalchemy import Connection, Row, text

from reporting_service.shared.tenants import narrow

State = dict[str, Any]
# A month is opened before it begins: until then there is nothing to read.
BEGUN = "(s.state ->> 'opens_at')::timestamptz <= :now"


def surveys_of(connection: Connection, tenant_id: str) -> list[Row[Any]]:
    """Every survey of one tenant that has begun, with score and target, newest period first."""
    return list(
        connection.execute(
            text(
                f"{JOINED} WHERE s.tenant_id = :id AND {BEGUN} ORDER BY s.state ->> 'period' DESC"
            ),
            {"id": tenant_id, "now": clock.now()},
        )
    )


def services_of(connection: Connection, tenant_id: str) -> list[State]:
    """The kinds of service of one tenant, those it no longer offers too."""
    found = connection.execute(
        text("SELECT state FROM services WHERE tenant_id = :id"), {"id": tenant_id}
    ).scalar_one_or_none()
    return found["services"] if found else []


def rows_below(
    connection: Connection, tenant_id: str, instrument: str, period: str
) -> dict[str, State]:
    """By tenant: score (without its details) and its edition, target, whether the survey is
    open, and the formula's code and rules, of every unit below."""
    narrow(connection, tenant_id)
    found = connection.execute(
        text(
            "SELECT s.tenant_id, c.state #- '{released,indicators}'"
            " #- '{released,parts}' #- '{released,respondents}' AS score,"
            " c.edition, nullif(g.state -> 'target', 'null')::int AS target,"
            " s.state ->> 'status' = 'open' AS is_open, f.state ->> 'code' AS formula,"
            " f.state -> 'definition' AS rules"
            " FROM surveys s LEFT JOIN scores c USING (survey_id)"
            " LEFT JOIN targets g USING (survey_id)"
            " LEFT JOIN formula_versions f"
            " ON f.id = (s.state ->> 'formula_version_id')::uuid"
            " WHERE s.state ->> 'instrument' = :instrument AND s.state ->> 'period' = :period"
            f" AND {BEGUN}"
        ),
        {"instrument": instrument, "period": period, "now": clock.now()},
    )
    return {str(row.tenant_id): dict(row._mapping) for row in found}


def offered(connection: Connection, tenant_id: str, *, practice: bool) -> list[tuple[str, str]]:
    """(instrument, period) of every survey of a tenant and of those below, newest first; of those
    for practice only when it is one (`practice`)."""
    narrow(connection, tenant_id)
    found = connection.execute(
        text(
            "SELECT DISTINCT s.state ->> 'instrument' AS instrument, s.state ->> 'period' AS period"
            f" FROM surveys s JOIN tenants t USING (tenant_id) WHERE {BEGUN}"
            f" AND (:practice OR NOT {PRACTICE})"
            " ORDER BY period DESC, instrument"
        ),
        {"now": clock.now(), "practice": practice},
    )
    return [(row.instrument, row.period) for row in found]


def has_told(
    connection: Connection, instrument: str, period: str, *, since: datetime, counts: bool
) -> bool:
    """Whether a period has something to tell of the tenants in scope: it began before `since`, or
    there is a figure, or (where `counts` are enough) an answer."""
    found = connection.execute(
        text(
            "SELECT EXISTS (SELECT FROM surveys s LEFT JOIN scores c USING (survey_id)"
            " WHERE s.state ->> 'instrument' = :instrument AND s.state ->> 'period' = :period"
            " AND ((s.state ->> 'opens_at')::timestamptz < :since"
            " OR c.state -> 'released' <> 'null'"
            " OR :counts AND (c.state ->> 'count')::int > 0))"
        ),
        {"instrument": instrument, "period": period, "since": since, "counts": counts},
    )
    return bool(found.scalar())


def standings(connection: Connection) -> dict[str, tuple[Standings, int]]:
    """Of every tenant in scope, by its id: where it stands on the way to WBK and WBBM, and the
    edition of that."""
    found = connection.execute(text("SELECT tenant_id, state, edition FROM standings"))
    return {str(row.tenant_id): (row.state, row.edition) for row in found}


def summaries_of(connection: Connection, tenant_id: str) -> list[tuple[Summaries, int | None]]:
    """Of every period of one tenant, oldest first, each with its edition, which
    is None where there is no figure."""
    found = connection.execute(
        text("SELECT state, edition FROM summaries WHERE tenant_id = :id ORDER BY period"),
        {"id": tenant_id},
    )
    return [(row.state, row.edition) for row in found]


def summaries_in(connection: Connection, period: str) -> dict[str, tuple[Summaries, int | None]]:
    """Of every tenant in scope, by its id, each with its edition."""
    found = connection.execute(
        text("SELECT tenant_id, state, edition FROM summaries WHERE period = :period"),
        {"period": period},
    )
    return {str(row.tenant_id): (row.state, row.edition) for row in found}


def version(connection: Connection, table: str, identifier: str) -> State | None:
    return connection.execute(
        text(f"SELECT state FROM {table} WHERE id = :id"), {"id": identifier}
    ).scalar_one_or_none()


JOINED = (
    "SELECT s.tenant_id, s.state AS survey, c.state AS score, c.edition, g.state AS target"
    " FROM surveys s LEFT JOIN scores c USING (survey_id) LEFT JOIN targets g USING (survey_id)"
)
