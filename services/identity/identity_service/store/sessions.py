"""Sign-in look-ups and sessions: the one role that sees people of every tenant."""

from datetime import datetime, timedelta
from typing import Any

from chassis import clock
from chassis.second_person import MINISTRY
from sqlalchemy import Connection, Row, text

from identity_service.domain.roles import ADMINISTRATOR
from identity_service.domain.sign_in_times import KEPT_DAYS, TURN_SECONDS

# Marks a maker: what two accounts have in common there does not count (`chassis.second_person`).
# It is asked of the day of the making, so that neither the end of an administrator's term makes one
# person of all whom they appointed, nor a later appointment two persons of a monitor's puppets.
ADMINISTERED = (
    "EXISTS (SELECT FROM grants a JOIN tenants n ON n.tenant_id = a.tenant_id"
    " CROSS JOIN LATERAL (SELECT (since AT TIME ZONE n.time_zone)::date AS day) e"
    f" WHERE a.person_id = maker AND a.role = '{ADMINISTRATOR}'"
    " AND n.state ->> 'kind' = 'ministry' AND a.unit_types = '{}'"
    " AND (a.ended_at IS NULL OR since < a.ended_at)"
    " AND a.valid_from <= e.day AND (a.valid_to IS NULL OR e.day < a.valid_to))"
)
MAKERS = (
    "ARRAY(WITH RECURSIVE hands AS ("
    " SELECT maker, since FROM account_makers WHERE person_id = p.person_id"
    " UNION SELECT m.maker, m.since FROM account_makers m JOIN hands h ON m.person_id = h.maker)"
    f" SELECT CASE WHEN bool_and({ADMINISTERED}) THEN '{MINISTRY}' ELSE '' END || maker"
    " FROM hands WHERE maker <> p.person_id GROUP BY maker ORDER BY maker)"
)


def credentials(connection: Connection, username: str) -> Row[Any] | None:
    return connection.execute(
        text(
            "SELECT person_id, name, password_hash FROM people"
            " WHERE username = :username AND status = 'active'"
        ),
        {"username": username},
    ).one_or_none()


def hats(connection: Connection, person_id: str) -> list[Row[Any]]:
    """Grants in force today, as the day is where the unit stands, with what a token says of each.

    `tenant` is the state of the tenant, `today` its date, `makers` who made or changed the account
    and who made or changed theirs, marked where they administered the ministry as they did so.
    """
    return list(
        connection.execute(
            text(
                "SELECT g.grant_id, g.role, g.tenant_id, g.unit_types, p.name, p.division,"
                f" t.state AS tenant, d.today, {MAKERS} AS makers"
                " FROM grants g JOIN people p USING (person_id)"
                " JOIN tenants t ON t.tenant_id = g.tenant_id"
                " CROSS JOIN LATERAL (SELECT (:now AT TIME ZONE t.time_zone)::date AS today) d"
                " WHERE g.person_id = :id AND p.status = 'active' AND t.status = 'active'"
                " AND g.ended_at IS NULL"
                " AND g.valid_from <= d.today AND (g.valid_to IS NULL OR d.today < g.valid_to)"
                " ORDER BY g.valid_from DESC, g.grant_id"
            ),
            {"id": person_id, "now": clock.now()},
        )
    )


def begin(connection: Connection, row: dict[str, Any]) -> None:
    connection.execute(
        text(
            "INSERT INTO sessions (session_id, person_id, grant_id, refresh_hash, rotated_at, csrf,"
            " expires_at) VALUES (:session_id, :person_id, :grant_id, :refresh_hash, :now, :csrf,"
            " :expires_at)"
        ),
        {**row, "now": clock.now()},
    )


def by_refresh(connection: Connection, refresh_hash: str) -> Row[Any] | None:
    """The living session of a refresh token, locked; `home` is the tenant of its person.

    `current` is false for the token before the last, `fresh` says that its turn has just ended.
    """
    now = clock.now()
    return connection.execute(
        text(
            "SELECT s.session_id, s.person_id, s.grant_id, s.csrf, p.tenant_id AS home,"
            " s.refresh_hash = :hash AS current,"
            " s.rotated_at > :turned AS fresh"
            " FROM sessions s JOIN people p USING (person_id)"
            " WHERE (s.refresh_hash = :hash OR s.previous_hash = :hash)"
            " AND NOT s.ended AND s.expires_at > :now FOR UPDATE OF s"
        ),
        {"hash": refresh_hash, "now": now, "turned": now - timedelta(seconds=TURN_SECONDS)},
    ).one_or_none()


def rotate(connection: Connection, session_id: str, refresh_hash: str, ends: datetime) -> None:
    connection.execute(
        text(
            "UPDATE sessions SET previous_hash = refresh_hash, refresh_hash = :hash,"
            " rotated_at = :now, expires_at = :ends WHERE session_id = :id"
        ),
        {"hash": refresh_hash, "now": clock.now(), "ends": ends, "id": session_id},
    )


def wear(connection: Connection, session_id: str, grant_id: str) -> None:
    connection.execute(
        text("UPDATE sessions SET grant_id = :grant WHERE session_id = :id"),
        {"grant": grant_id, "id": session_id},
    )


def end(connection: Connection, session_id: str) -> None:
    connection.execute(
        text("UPDATE sessions SET ended = true WHERE session_id = :id"), {"id": session_id}
    )


def client(connection: Connection, client_id: str) -> Row[Any] | None:
    return connection.execute(
        text(
            "SELECT client_id, name, tenant_id, secret_hash, scope FROM clients"
            " WHERE client_id = :id AND status = 'active'"
        ),
        {"id": client_id},
    ).one_or_none()


def living(connection: Connection, session_id: str, person_id: str) -> str | None:
    """The CSRF secret of a person's own session, or None when it has ended."""
    return connection.execute(
        text(
            "SELECT csrf FROM sessions WHERE session_id = :id AND person_id = :person"
            " AND NOT ended AND expires_at > :now"
        ),
        {"id": session_id, "person": person_id, "now": clock.now()},
    ).scalar_one_or_none()


def clear(connection: Connection) -> None:
    """What has expired for long (worker role)."""
    connection.execute(
        text("DELETE FROM sessions WHERE expires_at < :before"),
        {"before": clock.now() - timedelta(days=KEPT_DAYS)},
    )
