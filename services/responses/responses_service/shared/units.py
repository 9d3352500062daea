"""Which unit and survey a page or a call speaks of: those named, else the caller's own unit and
what is due there first."""

from collections.abc import Iterable
from typing import Any

from chassis.auth import Principal
from chassis.problems import FieldFault, Invalid, NotFound
from sqlalchemy import Connection

from responses_service.shared import tenants
from responses_service.shared.projection import Survey

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


def survey_of(surveys: Iterable[Survey], instrument: object) -> Survey:
    """Of `surveys` in the order in which they are due: SPKP-SPAK, if it is open. Raise Invalid."""
    for survey in surveys:
        if not instrument or survey.instrument == instrument:
            return survey
    raise invalid("instrument", "has no open survey at this unit that can be used for this")


def invalid(name: str, message: str) -> Invalid:
    return Invalid(faults=[FieldFault(name, message)])
