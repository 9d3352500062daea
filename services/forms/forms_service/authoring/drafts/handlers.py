"""What there is to work on: drafts in work, and what is published of each instrument."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from chassis import tenants
from chassis.principal import Principal
from contracts.form_shapes import FormVersion
from sqlalchemy import Connection, Row

from forms_service.authoring.drafts.rules import IN_WORK
from forms_service.authoring.handlers.drafts import in_work
from forms_service.shared.offices import is_ministry
from forms_service.shared.pairing.effective import version_for, waits
from forms_service.shared.tables import versions

State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Overview:
    """Summaries of drafts, the last changed first; per instrument its `code`, `versions`, the one
    `current` at the caller's tenant, the `newest` official one, and the own one that is `stale`;
    `owners` are the ids of the tenants of both."""

    drafts: list[Row[Any]]
    instruments: list[State]
    national: bool
    owners: set[str]
    today: date


def overview(connection: Connection, by: Principal, today: date) -> Overview:
    held = versions.form_versions(connection)
    drafts = in_work(connection, *IN_WORK)
    codes = dict.fromkeys(state["instrument"] for state in held)
    return Overview(
        drafts,
        [_instrument(code, held, by.tenant_id, today) for code in codes],
        is_ministry(tenants.tenant(connection, by.tenant_id) or {}),
        {str(row.tenant_id) for row in drafts} | {each["owner_tenant_id"] for each in held},
        today,
    )


def _instrument(code: str, held: list[FormVersion], tenant_id: str, today: date) -> State:
    mine = [state for state in held if state["instrument"] == code]
    official = [state for state in mine if not state.get("own_of")]
    own = next((state for state in mine if state.get("own_of") == tenant_id), None)
    return {
        "code": code,
        "versions": mine,
        "current": version_for(mine, code, tenant_id, today),
        "newest": official[:1],
        "stale": own if own and waits(own, official) else None,
    }
