"""Visit tokens: spent here, and nothing kept of what they came with."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, text


class Given(NamedTuple):
    """A token as an answer brought it: its hash, and where and when it was used."""

    token_hash: str
    tenant_id: str
    instrument: str
    at: datetime


def spend(connection: Connection, tokens: Collection[Given]) -> dict[str, str]:
    """State by hash, each hash once: `valid` when this call has spent it, `spent` when an earlier
    one had, else `foreign`: never drawn, of another unit or instrument, or out of date.

    The rows stay locked until the caller commits, so that of many at once one is the first.
    """
    if not tokens:
        return {}
    hashes, tenants, instruments, times = zip(*sorted(tokens), strict=True)
    rows = connection.execute(
        text(
            "WITH wanted AS (SELECT decode(h, 'hex') AS token_hash, t AS tenant_id,"
            "  i AS instrument, a AS at FROM unnest(CAST(:hashes AS text[]),"
            "  CAST(:tenants AS uuid[]), CAST(:instruments AS text[]),"
            "  CAST(:times AS timestamptz[])) AS w(h, t, i, a)),"
            " known AS (SELECT v.token_hash, v.spent FROM visit_tokens v"
            "  JOIN wanted w USING (token_hash, tenant_id, instrument)"
            "  WHERE w.at <= v.valid_until ORDER BY v.token_hash FOR UPDATE OF v),"
            " now_spent AS (UPDATE visit_tokens v SET spent = true FROM known k"
            "  WHERE v.token_hash = k.token_hash AND NOT k.spent)"
            " SELECT encode(token_hash, 'hex') AS hash,"
            " CASE WHEN spent THEN 'spent' ELSE 'valid' END AS state FROM known"
        ),
        {
            "hashes": list(hashes),
            "tenants": list(tenants),
            "instruments": list(instruments),
            "times": list(times),
        },
    )
    found = {row.hash: row.state for row in rows}
    return {each: found.get(each, "foreign") for each in hashes}


def add(connection: Connection, row: dict[str, Any], hashes: Collection[str]) -> None:
    """One batch for the tenant that is bound for writing."""
    connection.execute(
        text(
            "INSERT INTO visit_tokens (token_hash, tenant_id, batch_id, instrument, period,"
            " service, valid_until) SELECT decode(h, 'hex'), :tenant_id, :batch_id, :instrument,"
            " :period, :service, :valid_until FROM unnest(CAST(:hashes AS text[])) AS h"
        ),
        {**row, "hashes": list(hashes)},
    )


def sums(connection: Connection, tenant_id: str, limit: int) -> list[Row[Any]]:
    """(instrument, period, drawn, spent) of a unit, the newest period first."""
    return list(
        connection.execute(
            text(
                "SELECT instrument, period, count(*) AS drawn,"
                " count(*) FILTER (WHERE spent) AS spent FROM visit_tokens"
                " WHERE tenant_id = :id GROUP BY 1, 2 ORDER BY period DESC, instrument LIMIT :limit"
            ),
            {"id": tenant_id, "limit": limit},
        )
    )
