"""Standings on the way to WBK and WBBM: one absolute state per tenant, and what they rest on."""

from collections.abc import Sequence
from typing import Any

import orjson
from contracts.shapes import Standings
from sqlalchemy import Connection, Row, text

from scoring_service.store import finals

# A month, of surveys that are held by the month.
MONTHLY = r"s.period ~ '^\d{4}-\d{2}$'"


def shown_finals(connection: Connection, tenant_id: str) -> Sequence[Row[Any]]:
    """Every final result of months of a tenant as a reader sees it now (`finals.SHOWN`)."""
    return connection.execute(
        text(
            f"{finals.SHOWN} AND s.tenant_id = :tenant AND {MONTHLY}"
            " ORDER BY s.instrument, s.period"
        ),
        {"tenant": tenant_id},
    ).all()


def newest_finals(connection: Connection, tenant_ids: Sequence[str]) -> list[str]:
    """Of each instrument the newest survey of these tenants whose final result is shown: with it
    their standings are computed again."""
    found = connection.execute(
        text(
            "SELECT DISTINCT ON (s.tenant_id, s.instrument) s.survey_id FROM surveys s"
            " JOIN scores c USING (survey_id) WHERE s.tenant_id = ANY (CAST(:tenants AS uuid[]))"
            f" AND c.state ->> 'stage' = 'final' AND {MONTHLY}"
            " ORDER BY s.tenant_id, s.instrument, s.period DESC"
        ),
        {"tenants": list(tenant_ids)},
    ).scalars()
    return [str(survey_id) for survey_id in found]


def kept(connection: Connection, tenant_id: str) -> Standings | None:
    return connection.execute(
        text("SELECT state FROM standings WHERE tenant_id = :id"), {"id": tenant_id}
    ).scalar_one_or_none()


def keep(connection: Connection, state: Standings) -> None:
    connection.execute(
        text(
            "INSERT INTO standings (tenant_id, state) VALUES (:tenant_id, CAST(:state AS jsonb))"
            " ON CONFLICT (tenant_id) DO UPDATE SET state = excluded.state"
        ),
        {"tenant_id": state["tenant_id"], "state": orjson.dumps(state).decode()},
    )


def settled_tenants(connection: Connection) -> list[str]:
    """Every tenant with a final result or a standing, without those of which a survey waits for its
    score: what they rest on has moved, and they follow."""
    found = connection.execute(
        text(
            "SELECT tenant_id FROM (SELECT tenant_id FROM scores WHERE state ->> 'stage' = 'final'"
            " UNION SELECT tenant_id FROM standings) AS every WHERE NOT EXISTS (SELECT"
            " FROM pending_scores p JOIN surveys s USING (survey_id)"
            " WHERE s.tenant_id = every.tenant_id) ORDER BY tenant_id"
        )
    ).scalars()
    return [str(tenant_id) for tenant_id in found]
