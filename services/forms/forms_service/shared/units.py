"""Which units a page or a handler speaks of: the one asked for, else the caller's own."""

from collections.abc import Collection
from typing import Any

from chassis import tenants
from chassis.principal import Principal
from chassis.problems import NotFound, invalid
from chassis.reading import read_whole
from chassis.tenant_tree import short_name
from sqlalchemy import Connection

from forms_service.shared.offices import PUBLIC_KINDS, serves_public

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


def own_tenant(connection: Connection, by: Principal) -> State | None:
    return tenants.tenant(connection, by.tenant_id)


def tenant_by_id(connection: Connection, tenant_id: object) -> State:
    """The tenant of a row in scope; empty for one that a scope cut by unit type does not hold."""
    return tenants.tenant(connection, str(tenant_id)) or {}


def unit_by_code(connection: Connection, code: str) -> State | None:
    """As somebody typed it; None outside the scope."""
    return tenants.by_code(connection, code)


def tenants_of(connection: Connection, ids: Collection[str]) -> dict[str, State]:
    """Those of `ids` that are in scope, by id."""
    return tenants.some(connection, ids)


def public_unit_of(connection: Connection, by: Principal, code: str | None) -> State | None:
    """The unit asked for, else the caller's own when it serves the public; None: choose one first.

    Raise NotFound outside the scope.
    """
    if code is None:
        own = tenants.tenant(connection, by.tenant_id)
        return own if own and own["kind"] in PUBLIC_KINDS else None
    found = tenants.by_code(connection, code)
    if found is None:
        raise NotFound
    return found


def owner(connection: Connection, tenant_id: str) -> dict[str, Any]:
    """The tenant, now bound as the one to write for; raise Invalid when it is out of scope."""
    found = tenants.tenant(connection, tenant_id)
    if found is None:
        raise invalid("tenant", "is not the id of a tenant in your scope; see /api/v1/tenants")
    if found["status"] != "active":
        raise invalid("tenant", "is closed: nothing new can be added to it")
    tenants.write_as(connection, tenant_id)
    return found


def public_units(connection: Connection, top: State | None, search: str = "") -> list[State]:
    """Active units below `top` that serve the public, by code; `search` in code or short name. Only
    a search finds practice units, unless `top` is one."""
    wanted = search.strip().lower()
    found = tenants.states(connection).values()
    return sorted(
        (
            each
            for each in (found if wanted else tenants.counted(found, top))
            if serves_public(each)
            and (wanted in each["code"].lower() or wanted in short_name(each).lower())
        ),
        key=lambda each: [read_whole(part, 0, MOST) or 0 for part in _parts(each["code"])],
    )


def units_by_code(connection: Connection) -> dict[str, State]:
    """Active units of the scope that serve the public."""
    return {
        str(each["code"]): each
        for each in tenants.states(connection).values()
        if serves_public(each)
    }


def _parts(code: str) -> list[str]:
    return code.removeprefix("W").split("-")
