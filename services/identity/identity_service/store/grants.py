"""Grants, as administrators see them: those in scope, and all of the people in scope."""

from collections.abc import Collection
from typing import Any

from chassis import clock
from sqlalchemy import Connection, Row, text

from identity_service.domain.accounts import Grant
from identity_service.domain.hats import Hat

# Of two who end the last holders of a role at once, one waits.
LAST = 0x1A57


def grants(connection: Connection, person_id: str) -> list[Row[Any]]:
    """All that somebody ever held."""
    return list(
        connection.execute(
            text(
                "SELECT grant_id, tenant_id, role, unit_types, valid_from, valid_to, ended_at"
                " FROM grants WHERE person_id = :id ORDER BY valid_from, grant_id"
            ),
            {"id": person_id},
        )
    )


def hats(connection: Connection, person_ids: Collection[str]) -> dict[str, list[Hat]]:
    """What each of them holds now or will hold, by person."""
    rows = connection.execute(
        text(
            "SELECT g.person_id, g.grant_id, g.tenant_id, g.role, g.unit_types, g.valid_from,"
            " g.valid_to, coalesce(t.kind, '') AS kind"
            " FROM grants g LEFT JOIN tenants t USING (tenant_id)"
            " WHERE g.person_id = ANY (CAST(:ids AS uuid[])) AND g.ended_at IS NULL"
            " AND (g.valid_to IS NULL OR g.valid_to > :today)"
        ),
        {"ids": sorted(person_ids), "today": clock.today()},
    )
    found: dict[str, list[Hat]] = {each: [] for each in person_ids}
    for row in rows:
        hat = Hat(
            str(row.grant_id),
            str(row.tenant_id),
            row.role,
            tuple(row.unit_types),
            row.valid_from,
            row.valid_to,
            row.kind,
        )
        found[str(row.person_id)].append(hat)
    return found


def add_grant(connection: Connection, row: Grant) -> None:
    connection.execute(
        text(
            "INSERT INTO grants (grant_id, person_id, tenant_id, role, unit_types, valid_from,"
            " valid_to) VALUES (:grant_id, :person_id, :tenant_id, :role, :unit_types,"
            " :valid_from, :valid_to) ON CONFLICT DO NOTHING"
        ),
        row,
    )


def end_grant(connection: Connection, grant_id: str) -> None:
    connection.execute(
        text("UPDATE grants SET ended_at = :now WHERE grant_id = :id"),
        {"id": grant_id, "now": clock.now()},
    )


def others_hold(connection: Connection, role: str, person_id: str) -> bool:
    """Whether somebody else holds it for the whole ministry, today and without an end. Nobody
    ends a role meanwhile."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:last)"), {"last": LAST})
    return bool(
        connection.scalar(
            text(
                "SELECT EXISTS (SELECT FROM grants g JOIN people p USING (person_id)"
                " JOIN tenants t ON t.tenant_id = g.tenant_id WHERE g.role = :role"
                " AND t.kind = 'ministry' AND g.unit_types = '{}' AND g.ended_at IS NULL"
                " AND g.valid_from <= :today AND g.valid_to IS NULL"
                " AND p.status = 'active' AND p.person_id <> :id)"
            ),
            {"role": role, "id": person_id, "today": clock.today()},
        )
    )


def add_makers(connection: Connection, maker: str, person_ids: Collection[str]) -> None:
    """`maker` made or changed these accounts; said once."""
    connection.execute(
        text(
            "INSERT INTO account_makers (person_id, maker)"
            " SELECT person_id, :maker FROM unnest(CAST(:ids AS uuid[])) AS person_id"
            " ON CONFLICT DO NOTHING"
        ),
        {"maker": maker, "ids": sorted(person_ids)},
    )
