"""Batches of sheets of paper, and the state of each sheet."""

from collections.abc import Collection
from typing import Any

from chassis import clock
from sqlalchemy import Connection, Row, text

BATCH = (
    "SELECT b.*, t.code AS unit, t.state AS tenant, s.*"
    " FROM paper_batches b JOIN tenants t USING (tenant_id)"
    " CROSS JOIN LATERAL (SELECT"
    " count(*) FILTER (WHERE state IN ('typed', 'differs', 'counted', 'late')) AS returned,"
    " count(*) FILTER (WHERE state = 'spoiled') AS spoiled,"
    " count(*) FILTER (WHERE state = 'issued') AS missing,"
    " count(*) FILTER (WHERE state = 'typed') AS waiting,"
    " count(*) FILTER (WHERE state = 'differs') AS differs,"
    " count(*) FILTER (WHERE state = 'counted') AS counted,"
    " count(*) FILTER (WHERE state = 'late') AS late"
    " FROM paper_sheets p WHERE p.batch_id = b.batch_id) s"
)


def add_batch(connection: Connection, row: dict[str, Any]) -> bool:
    """With its sheets; False when the number is taken."""
    done = connection.execute(
        text(
            "INSERT INTO paper_batches (batch_id, tenant_id, number, sheets, survey_id,"
            " form_version_id, instrument, period, point, language, issued_by, issuer,"
            " issuer_tenant, issuer_division) VALUES (:batch_id, :tenant_id, :number, :sheets,"
            " :survey_id, :form_version_id, :instrument, :period, :point, :language, :issued_by,"
            " :issuer, :issuer_tenant, :issuer_division) ON CONFLICT (number) DO NOTHING"
        ),
        row,
    )
    if done.rowcount == 0:
        return False
    connection.execute(
        text(
            "INSERT INTO paper_sheets (batch_id, place, tenant_id)"
            " SELECT :batch_id, place, :tenant_id FROM generate_series(1, :sheets) AS place"
        ),
        row,
    )
    return True


def batches(connection: Connection, limit: int) -> list[Row[Any]]:
    """Open ones first, then the newest."""
    query = f"{BATCH} ORDER BY b.closed_at IS NOT NULL, b.issued_at DESC LIMIT :limit"
    return list(connection.execute(text(query), {"limit": limit}))


def batch(connection: Connection, batch_id: str) -> Row[Any] | None:
    return connection.execute(
        text(f"{BATCH} WHERE b.batch_id = :id"), {"id": batch_id}
    ).one_or_none()


def sheets(connection: Connection, batch_id: str) -> list[Row[Any]]:
    return list(
        connection.execute(
            text(
                "SELECT place, state, reason, handler, handled_at FROM paper_sheets"
                " WHERE batch_id = :id ORDER BY place"
            ),
            {"id": batch_id},
        )
    )


def spoil(connection: Connection, row: dict[str, Any], places: Collection[int]) -> set[int]:
    """Those that could be: a sheet that counts, or is spoiled already, stays as it is; and what
    was typed only goes where the row says `also_typed`."""
    found = connection.execute(
        text(
            "UPDATE paper_sheets SET state = 'spoiled', reason = :reason, handled_by = :by,"
            " handler = :name, handled_at = :now WHERE batch_id = :batch_id"
            " AND place = ANY (:places) AND (state = 'issued'"
            " OR state IN ('typed', 'differs') AND :also_typed) RETURNING place"
        ),
        {**row, "places": list(places), "now": clock.now()},
    )
    return set(found.scalars())


def close(connection: Connection, row: dict[str, Any]) -> bool:
    """False when it is closed already."""
    done = connection.execute(
        text(
            "UPDATE paper_batches SET closed_by = :by, closer = :name, closed_at = :now"
            " WHERE batch_id = :batch_id AND closed_at IS NULL"
        ),
        {**row, "now": clock.now()},
    )
    return done.rowcount == 1
