"""Summaries of several results: one absolute state per tenant and period, what asks for a new one,
and who stands below whom."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import orjson
from contracts.summary_shapes import Summaries
from sqlalchemy import Connection, text

from scoring_service.domain.periods import spans_of

SUMMARIST_LOCK = 0x5C10
Key = tuple[str, str]
"""Tenant and period."""


def become_summarist(connection: Connection) -> bool:
    """One at a time, until the end of the transaction."""
    return bool(
        connection.scalar(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": SUMMARIST_LOCK})
    )


def ask(connection: Connection, touched: Iterable[Key]) -> None:
    """For new summaries of these tenants and of all that ever stood above them, of every period in
    which theirs is."""
    rows = [{"id": tenant, "spans": list(spans_of(period))} for tenant, period in touched]
    if rows:
        connection.execute(
            text(
                "INSERT INTO pending_summaries SELECT DISTINCT ancestor_id, span"
                " FROM tenant_closure, unnest(CAST(:spans AS text[])) AS span"
                " WHERE tenant_id = :id"
            ),
            rows,
        )


def ask_all(connection: Connection) -> None:
    """For all that are kept and that the results ask for: the tree is another."""
    rows = [{"id": tenant, "period": period} for tenant, period in sorted(expected(connection))]
    if rows:
        connection.execute(text("INSERT INTO pending_summaries VALUES (:id, :period)"), rows)


def somebody_moved(connection: Connection, day: date) -> bool:
    """Whether a tenant has come to stand elsewhere since the last day before `day` that began."""
    found = text(
        "SELECT EXISTS (SELECT FROM tenant_closure, unnest(ARRAY[valid_from, valid_to]) AS moved"
        " WHERE moved <= :day AND moved > coalesce((SELECT max(day) FROM release_days"
        " WHERE day < :day), '-infinity'))"
    )
    return bool(connection.scalar(found, {"day": day}))


def take(connection: Connection) -> Mapping[str, set[str]]:
    """Tenants by period, each asked for once or often; what is asked meanwhile waits."""
    rows = connection.execute(text("DELETE FROM pending_summaries RETURNING tenant_id, period"))
    found = defaultdict[str, set[str]](set)
    for row in rows:
        found[row.period].add(str(row.tenant_id))
    return found


def pending(connection: Connection) -> set[Key]:
    rows = connection.execute(text("SELECT DISTINCT tenant_id, period FROM pending_summaries"))
    return {(str(row.tenant_id), row.period) for row in rows}


def expected(connection: Connection) -> set[Key]:
    """Of every one that is kept, or that the results ask for."""
    rows = connection.execute(
        text(
            "SELECT DISTINCT c.ancestor_id AS tenant_id, r.period FROM final_results r"
            " JOIN tenant_closure c USING (tenant_id)"
        )
    )
    asked = {(str(row.tenant_id), span) for row in rows for span in spans_of(row.period)}
    kept_ones = connection.execute(text("SELECT tenant_id, period FROM summaries"))
    return asked | {(str(row.tenant_id), row.period) for row in kept_ones}


def kept(connection: Connection, period: str) -> dict[str, Summaries]:
    """By tenant."""
    rows = connection.execute(
        text("SELECT tenant_id, state FROM summaries WHERE period = :period"), {"period": period}
    )
    return {str(row.tenant_id): row.state for row in rows}


def keep(connection: Connection, state: Summaries) -> None:
    connection.execute(
        text(
            "INSERT INTO summaries (tenant_id, period, state) VALUES"
            " (:tenant_id, :period, CAST(:state AS jsonb))"
            " ON CONFLICT (tenant_id, period) DO UPDATE SET state = excluded.state"
        ),
        {**state, "state": orjson.dumps(state).decode()},
    )


def below(connection: Connection, day: date) -> dict[str, set[str]]:
    """By ancestor, who stands below it on that day."""
    rows = connection.execute(
        text(
            "SELECT ancestor_id, tenant_id FROM tenant_closure WHERE ancestor_id <> tenant_id"
            " AND valid_from <= :day AND (valid_to IS NULL OR :day < valid_to)"
        ),
        {"day": day},
    )
    found = defaultdict[str, set[str]](set)
    for row in rows:
        found[str(row.ancestor_id)].add(str(row.tenant_id))
    return found


def surveyed(connection: Connection, periods: Sequence[str]) -> dict[str, set[str]]:
    """By instrument, whose survey of one of these periods there is."""
    rows = connection.execute(
        text("SELECT DISTINCT instrument, tenant_id FROM surveys WHERE period = ANY (:periods)"),
        {"periods": list(periods)},
    )
    found = defaultdict[str, set[str]](set)
    for row in rows:
        found[row.instrument].add(str(row.tenant_id))
    return found


def formula_states(connection: Connection) -> list[Any]:
    return list(connection.execute(text("SELECT state FROM formula_versions")).scalars())
