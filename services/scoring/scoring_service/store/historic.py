"""Indices published before Suara: rows are added and nothing else; the newest of each counts."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import orjson
from contracts.historic_shapes import Historic
from sqlalchemy import Connection, Row, text

LOCK = 0x5C11


def one_at_a_time(connection: Connection) -> None:
    """Until the end of the transaction, so that states leave in the order of their revisions."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def units(connection: Connection, codes: Collection[str]) -> dict[str, str]:
    """Ids of the tenants in scope that have one of these codes, by code."""
    rows = connection.execute(
        text("SELECT code, tenant_id FROM tenants WHERE code = ANY (:codes)"),
        {"codes": sorted(codes)},
    )
    return {row.code: str(row.tenant_id) for row in rows}


def instruments(connection: Connection) -> dict[str, str]:
    """By the code of an index, the instrument that has it today."""
    rows = connection.execute(
        text(
            "SELECT each ->> 'code' AS code, max(state ->> 'instrument') AS instrument"
            " FROM formula_versions,"
            " jsonb_array_elements(state #> '{definition,indices}') AS each GROUP BY 1"
        )
    )
    return {row.code: row.instrument for row in rows}


def waiting(connection: Connection, tenant_ids: Collection[str]) -> dict[tuple[str, str], set[str]]:
    """By tenant and instrument, the periods of their surveys with answers that count and no final
    result."""
    rows = connection.execute(
        text(
            "SELECT s.tenant_id, s.instrument, s.period FROM surveys s JOIN scores c"
            " USING (survey_id) WHERE s.tenant_id = ANY (CAST(:tenants AS uuid[]))"
            " AND (c.state -> 'count')::int > coalesce((c.state -> 'excluded')::int, 0)"
            " AND c.state ->> 'stage' IS DISTINCT FROM 'final'"
        ),
        {"tenants": sorted(tenant_ids)},
    )
    found = defaultdict[tuple[str, str], set[str]](set)
    for row in rows:
        found[str(row.tenant_id), row.instrument].add(row.period)
    return found


def newest(connection: Connection, tenant_ids: Collection[str]) -> dict[str, Historic]:
    """Of these tenants, by id."""
    rows = connection.execute(
        text(
            "SELECT DISTINCT ON (historic_id) historic_id, state FROM historic_results"
            " WHERE tenant_id = ANY (CAST(:tenants AS uuid[])) ORDER BY historic_id, revision DESC"
        ),
        {"tenants": sorted(tenant_ids)},
    )
    return {row.historic_id: row.state for row in rows}


def add(connection: Connection, states: Sequence[Historic], by: str, kind: str) -> None:
    """`by` and `kind` as in the audit trail."""
    connection.execute(
        text(
            "INSERT INTO historic_results (historic_id, revision, tenant_id, state, entered_by,"
            " entered_kind, entered_at) VALUES (:historic_id, :revision, :tenant_id,"
            " CAST(:state AS jsonb), :by, :kind, :entered_at)"
        ),
        [
            {**state, "state": orjson.dumps(state).decode(), "by": by, "kind": kind}
            for state in states
        ],
    )


def every_row(connection: Connection) -> Sequence[Row[Any]]:
    """(tenant_id, state) of every revision, the newest of each last."""
    return connection.execute(
        text("SELECT tenant_id, state FROM historic_results ORDER BY historic_id, revision")
    ).all()
