"""Which unit a page speaks of: the one asked for, else the caller's own."""

from typing import Any

from chassis.auth import Principal
from chassis.problems import NotFound
from chassis.reading import read_whole
from sqlalchemy import Connection

from forms_service.schedule.rules import PUBLIC_KINDS
from forms_service.shared.store import tenants

State = dict[str, Any]
# Of a part of a code, such as the 20 and the 01 of W20-01.
MOST = 999_999


def unit_of(connection: Connection, by: Principal, code: str | None) -> State | None:
    """The unit with this code, else the caller's own if it serves the public itself; None when the
    caller must choose first. Raise NotFound outside the scope."""
    if code:
        found = tenants.by_code(connection, code)
        if found is None:
            raise NotFound
        return found
    own = tenants.tenant(connection, by.tenant_id)
    return own if own and own["kind"] == "upt" else None


def public_units(connection: Connection, search: str = "") -> list[State]:
    """Active units of the scope that serve the public, by code; `search` in code or short name."""
    wanted = search.strip().lower()
    return sorted(
        (
            each
            for each in tenants.states(connection).values()
            if each["status"] == "active"
            and each["kind"] in PUBLIC_KINDS
            and (wanted in each["code"].lower() or wanted in short_name(each).lower())
        ),
        key=lambda each: [read_whole(part, 0, MOST) or 0 for part in _parts(each["code"])],
    )


def units_by_code(connection: Connection) -> dict[str, State]:
    """Active units of the scope that serve the public."""
    return {
        str(each["code"]): each
        for each in tenants.states(connection).values()
        if each["status"] == "active" and each["kind"] in PUBLIC_KINDS
    }


def short_name(tenant: State) -> str:
    return str(tenant["names"][-1]["short_name"])


def _parts(code: str) -> list[str]:
    return code.removeprefix("W").split("-")
