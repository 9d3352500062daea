"""Which unit a page or a call speaks of: the one named, else the caller's own."""

from typing import Any

from chassis.auth import Principal
from chassis.problems import FieldFault, Invalid, NotFound
from sqlalchemy import Connection

from responses_service.store import tenants

State = dict[str, Any]


def unit_of(connection: Connection, by: Principal, code: object) -> State:
    """Raise NotFound outside the scope, and for what PostgreSQL could not even compare."""
    if code and not (isinstance(code, str) and code.isprintable()):
        raise NotFound
    found = (
        tenants.by_code(connection, str(code)) if code else tenants.tenant(connection, by.tenant_id)
    )
    if found is None:
        raise NotFound
    return found


def invalid(name: str, message: str) -> Invalid:
    return Invalid(faults=[FieldFault(name, message)])
