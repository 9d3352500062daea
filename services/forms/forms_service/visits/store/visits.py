"""Sums of visits per point and hour, and findings on silent points."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from chassis import clock
from sqlalchemy import Connection, Row, text

KEY = "tenant_id, point_id, hour, kind, how, signed, host"
# Printed before the present address or by somebody else; links and typed codes carry no signature.
OLD = "(host <> '' OR (how = 'scanned' AND NOT signed))"


def last_sequences(connection: Connection, sources: Sequence[str], part: int) -> dict[str, int]:
    """How far each of the counting processes was heard on a partition."""
    query = (
        "SELECT source, last_sequence FROM visit_sources"
        " WHERE part = :part AND source = ANY (CAST(:sources AS uuid[]))"
    )
    rows = connection.execute(text(query), {"part": part, "sources": list(sources)})
    return {str(source): last for source, last in rows}


def keep_sequences(connection: Connection, part: int, last: dict[str, int]) -> None:
    connection.execute(
        text(
            "INSERT INTO visit_sources (source, part, last_sequence, heard_at)"
            " VALUES (:source, :part, :last, :now) ON CONFLICT (source, part) DO UPDATE"
            " SET last_sequence = excluded.last_sequence, heard_at = excluded.heard_at"
        ),
        [
            {"source": source, "part": part, "last": number, "now": clock.now()}
            for source, number in last.items()
        ],
    )


def add_counts(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """One statement for a whole batch; each key at most once in it."""
    connection.execute(
        text(
            f"INSERT INTO visit_counts ({KEY}, count) SELECT {KEY}, count"
            " FROM jsonb_populate_recordset(NULL::visit_counts, CAST(:rows AS jsonb))"
            f" ON CONFLICT ({KEY}) DO UPDATE SET count = visit_counts.count + excluded.count"
        ),
        {"rows": orjson.dumps(rows).decode()},
    )


def sums(connection: Connection, tenant_id: str, since: datetime) -> dict[str, Row[Any]]:
    """Per point of a unit: scans, starts, finishes, scanned, typed, old; and whether it was ever
    scanned (`ever`), which looks back as far as sums are kept."""
    count = "coalesce(sum(count) FILTER (WHERE hour >= :since AND {}), 0)"
    columns = {
        "scans": "kind = 'scan'",
        "starts": "kind = 'start'",
        "finishes": "kind = 'finish'",
        "scanned": "kind = 'scan' AND how = 'scanned'",
        "typed": "kind = 'scan' AND how = 'typed'",
        "old": f"kind = 'scan' AND {OLD}",
    }
    listed = ", ".join(f"{count.format(rule)} AS {name}" for name, rule in columns.items())
    query = (
        f"SELECT point_id, {listed}, coalesce(bool_or(kind = 'scan'), false) AS ever"
        " FROM visit_counts WHERE tenant_id = :tenant GROUP BY point_id"
    )
    rows = connection.execute(text(query), {"tenant": tenant_id, "since": since})
    return {str(row.point_id): row for row in rows}


def per_tenant(connection: Connection, since: datetime) -> dict[str, Row[Any]]:
    """Scans and finishes of each unit that the caller may see."""
    query = (
        "SELECT tenant_id, coalesce(sum(count) FILTER (WHERE kind = 'scan'), 0) AS scans,"
        " coalesce(sum(count) FILTER (WHERE kind = 'finish'), 0) AS finishes"
        " FROM visit_counts WHERE hour >= :since GROUP BY tenant_id"
    )
    rows = connection.execute(text(query), {"since": since})
    return {str(row.tenant_id): row for row in rows}


def by_hour_of_day(
    connection: Connection, tenant_id: str, since: datetime, time_zone: str
) -> dict[str, list[int]]:
    """Scans per point in each of the 24 hours of the unit's own clock."""
    query = (
        "SELECT point_id, CAST(extract(hour FROM hour AT TIME ZONE :zone) AS int), sum(count)"
        " FROM visit_counts WHERE tenant_id = :tenant AND hour >= :since AND kind = 'scan'"
        " GROUP BY 1, 2"
    )
    known = {"tenant": tenant_id, "since": since, "zone": time_zone}
    found: dict[str, list[int]] = {}
    for point, hour, scans in connection.execute(text(query), known):
        found.setdefault(str(point), [0] * 24)[hour] = int(scans)
    return found


def scan_hours(
    connection: Connection,
    since: datetime,
    tenant_id: str | None = None,
    quiet_from: datetime | None = None,
) -> dict[str, tuple[list[datetime], int]]:
    """Per point the hours with scans, rising, and how many scans: of one unit or of all, without
    those that were scanned from `quiet_from` on."""
    query = (
        "SELECT point_id, array_agg(DISTINCT hour ORDER BY hour), sum(count) FROM visit_counts"
        " WHERE kind = 'scan' AND hour >= :since"
        " AND (CAST(:tenant AS uuid) IS NULL OR tenant_id = CAST(:tenant AS uuid))"
        " GROUP BY point_id"
        " HAVING CAST(:quiet AS timestamptz) IS NULL OR max(hour) < :quiet"
    )
    known = {"since": since, "tenant": tenant_id, "quiet": quiet_from}
    rows = connection.execute(text(query), known)
    return {str(point): (list(hours), int(scans)) for point, hours, scans in rows}


def old_host_scans(connection: Connection, since: datetime) -> list[Row[Any]]:
    """Points in scope that are still reached by a former address: point_id, code, name, tenant (its
    state), host, scans, last_hour; the most scanned first."""
    query = (
        "SELECT p.point_id, p.code, p.name, t.state AS tenant, v.host, v.scans, v.last_hour FROM"
        " (SELECT point_id, host, sum(count) AS scans, max(hour) AS last_hour FROM visit_counts"
        "  WHERE host <> '' AND kind = 'scan' AND hour >= :since GROUP BY point_id, host) v"
        " JOIN collection_points p USING (point_id) JOIN tenants t USING (tenant_id)"
        " ORDER BY v.scans DESC, p.code, v.host"
    )
    return list(connection.execute(text(query), {"since": since}))


def forget(connection: Connection, counts_before: datetime, sources_before: datetime) -> None:
    """Drop what is older than it may be kept."""
    connection.execute(
        text("DELETE FROM visit_counts WHERE hour < :before"), {"before": counts_before}
    )
    connection.execute(
        text("DELETE FROM visit_sources WHERE heard_at < :before"), {"before": sources_before}
    )
