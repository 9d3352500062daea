"""Requests to close an official survey before its time, each with its survey."""

from typing import Any

from chassis import clock
from sqlalchemy import Connection, Row, text

from forms_service.shared.tables.rows import page

# Nobody writes down that a request has lapsed: it is so once its time, or its survey's, is over.
FOUND = (
    "SELECT e.early_close_id, e.tenant_id, e.survey_id, e.reason, e.asked_by, e.asked_hand,"
    " e.asked_name, e.asked_at, least(e.lapses_at, s.closes_at) AS lapses_at, e.decided_by,"
    " e.decided_name, e.decided_tenant, e.answer, e.decided_at, s.instrument, s.period,"
    " s.closes_at, s.status,"
    " CASE WHEN e.state = 'asked' AND (:now >= e.lapses_at OR s.status = 'closed') THEN 'lapsed'"
    " ELSE e.state END AS state FROM early_closes e JOIN surveys s USING (survey_id)"
)


def add(connection: Connection, row: dict[str, Any]) -> None:
    connection.execute(
        text(
            "INSERT INTO early_closes (early_close_id, tenant_id, survey_id, reason, asked_by,"
            " asked_hand, asked_name)"
            " VALUES (:early_close_id, :tenant_id, :survey_id, :reason, :asked_by, :asked_hand,"
            " :asked_name)"
        ),
        row,
    )


def decide(connection: Connection, row: dict[str, Any]) -> bool:
    """False when it waits for no decision any more."""
    done = connection.execute(
        text(
            "UPDATE early_closes SET state = :state, decided_by = :decided_by,"
            " decided_name = :decided_name, decided_tenant = :decided_tenant, answer = :answer,"
            " decided_at = :now WHERE early_close_id = :early_close_id AND state = 'asked'"
            " AND :now < lapses_at"
        ),
        {**row, "now": clock.now()},
    )
    return done.rowcount == 1


def one(connection: Connection, early_close_id: str) -> Row[Any] | None:
    return connection.execute(
        text(f"{FOUND} WHERE e.early_close_id = :id"), {"id": early_close_id, "now": clock.now()}
    ).one_or_none()


def of_survey(connection: Connection, survey_id: str) -> list[Row[Any]]:
    """The newest first."""
    query = f"{FOUND} WHERE e.survey_id = :id ORDER BY e.asked_at DESC"
    return list(connection.execute(text(query), {"id": survey_id, "now": clock.now()}))


def waiting(connection: Connection) -> list[Row[Any]]:
    """What waits for a decision in the scope, what lapses first before the others."""
    query = (
        f"{FOUND} WHERE e.state = 'asked' AND :now < e.lapses_at AND s.status = 'open'"
        " ORDER BY lapses_at"
    )
    return list(connection.execute(text(query), {"now": clock.now()}))


def latest(connection: Connection, limit: int) -> list[Row[Any]]:
    """What waits no more, the newest first."""
    query = (
        f"{FOUND} WHERE e.state <> 'asked' OR :now >= e.lapses_at OR s.status = 'closed'"
        " ORDER BY e.asked_at DESC LIMIT :limit"
    )
    return list(connection.execute(text(query), {"limit": limit, "now": clock.now()}))


def listed(
    connection: Connection, after: str, limit: int, tenant: str | None, period: str | None
) -> list[Row[Any]]:
    """By id, the `limit` after `after`."""
    wanted = {"tenant_id": tenant, "period": period}
    return page(connection, FOUND, "early_close_id", after, limit, clock.now(), **wanted)
