"""Requests, decisions and effects of exclusions; rows are only added."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, text

from responses_service.exclusions.rules import MIDDAY_ENDS, MORNING_ENDS, Request

# In the order of `rules.Request`.
REQUEST = (
    "r.request_id::text, r.tenant_id::text, t.code AS unit, r.excludes, r.reason, r.justification,"
    " r.requested_by, r.requester, r.requested_at, d.confirmed, d.note, d.decider, d.decided_at,"
    " (SELECT count(*) FROM exclusion_items i WHERE i.request_id = r.request_id) AS answers"
    " FROM exclusion_requests r JOIN tenants t USING (tenant_id)"
    " LEFT JOIN exclusion_decisions d USING (request_id)"
)
# What may be seen of an answer before both have decided: how it came, never what it says; that all
# its stars are the same would say much.
SHAPE = (
    "response_id, survey_id, tenant_id, instrument, period, mode, token, service, r.state,"
    " array_remove(flags, 'straight') AS flags,"
    " CASE WHEN extract(hour FROM answered_at AT TIME ZONE t.time_zone) < :morning_ends"
    " THEN 'morning' WHEN extract(hour FROM answered_at AT TIME ZONE t.time_zone) < :midday_ends"
    " THEN 'midday' ELSE 'later' END AS part FROM records r JOIN tenants t USING (tenant_id)"
)
HOURS = {"morning_ends": MORNING_ENDS, "midday_ends": MIDDAY_ENDS}


def add_request(connection: Connection, row: dict[str, Any], response_ids: Collection[str]) -> None:
    connection.execute(
        text(
            "INSERT INTO exclusion_requests (request_id, tenant_id, excludes, reason,"
            " justification, requested_by, requester) VALUES (:request_id, :tenant_id, :excludes,"
            " :reason, :justification, :requested_by, :requester)"
        ),
        row,
    )
    connection.execute(
        text("INSERT INTO exclusion_items VALUES (:request_id, :response_id, :tenant_id)"),
        [{**row, "response_id": each} for each in sorted(response_ids)],
    )


def add_decision(connection: Connection, row: dict[str, Any]) -> bool:
    """False when somebody else was first."""
    done = connection.execute(
        text(
            "INSERT INTO exclusion_decisions (request_id, tenant_id, confirmed, note, decided_by,"
            " decider) VALUES (:request_id, :tenant_id, :confirmed, :note, :decided_by, :decider)"
            " ON CONFLICT DO NOTHING"
        ),
        row,
    )
    return done.rowcount == 1


def request(connection: Connection, request_id: str) -> Request | None:
    query = text(f"SELECT {REQUEST} WHERE r.request_id = :id")
    found = connection.execute(query, {"id": request_id}).one_or_none()
    return Request(*found) if found else None


def requests(connection: Connection, limit: int) -> list[Request]:
    """Those that wait first, then the newest."""
    query = f"SELECT {REQUEST} ORDER BY d.confirmed IS NOT NULL, r.requested_at DESC LIMIT :limit"
    return [Request(*row) for row in connection.execute(text(query), {"limit": limit})]


def items(connection: Connection, request_id: str) -> list[Row[Any]]:
    query = (
        f"SELECT {SHAPE} WHERE response_id IN (SELECT response_id FROM exclusion_items"
        " WHERE request_id = :id) ORDER BY response_id"
    )
    return list(connection.execute(text(query), {**HOURS, "id": request_id}))


def marked(connection: Connection, tenant_id: str, limit: int) -> list[Row[Any]]:
    """Answers with a flag or a token that is no good, the newest period first."""
    query = (
        f"SELECT {SHAPE} WHERE tenant_id = :id AND r.state = 'counted'"
        " AND (flagged OR token IN ('spent', 'foreign')) ORDER BY period DESC, response_id"
        " LIMIT :limit"
    )
    return list(connection.execute(text(query), {**HOURS, "id": tenant_id, "limit": limit}))


def shapes(connection: Connection, response_ids: Collection[str]) -> list[Row[Any]]:
    """Those of them in scope."""
    query = f"SELECT {SHAPE} WHERE response_id = ANY (CAST(:ids AS uuid[]))"
    return list(connection.execute(text(query), {**HOURS, "ids": list(response_ids)}))


def excluded_now(connection: Connection, response_ids: Collection[str]) -> set[str]:
    rows = connection.execute(
        text(
            "SELECT DISTINCT ON (response_id) response_id, excluded FROM exclusion_effects"
            " WHERE response_id = ANY (CAST(:ids AS uuid[])) ORDER BY response_id, sequence DESC"
        ),
        {"ids": list(response_ids)},
    )
    return {str(row.response_id) for row in rows if row.excluded}
