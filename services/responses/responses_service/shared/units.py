"""Which unit and survey a page or a call speaks of: those named, else the caller's own unit and
what is due there first."""

from collections.abc import Iterable

from chassis import tenants
from chassis.database import Database
from chassis.principal import Principal
from chassis.problems import NotFound, Unavailable, invalid
from contracts.typed_code import normalise
from sqlalchemy import Connection

from responses_service.shared.context import Context
from responses_service.shared.projection import State, Survey


def unit_of(connection: Connection, by: Principal, code: object) -> State:
    """Raise NotFound outside the scope."""
    if code and not isinstance(code, str):
        raise NotFound
    found = (
        tenants.by_code(connection, str(code)) if code else tenants.tenant(connection, by.tenant_id)
    )
    if found is None:
        raise NotFound
    return found


def point_for(database: Database, context: Context, by: Principal, code: object) -> State:
    """The point, if its unit is in the caller's scope. Raise Unavailable, and NotFound: a foreign
    one is unknown."""
    if not context.ready():
        raise Unavailable("Surveys are still loading")
    point = context.projection.point(normalise(code)) if isinstance(code, str) else None
    with database.scope(by.scope) as connection:
        if point is None or tenants.tenant(connection, point["tenant_id"]) is None:
            raise NotFound("No collection point with this code in your scope")
    return point


def survey_of(surveys: Iterable[Survey], instrument: object) -> Survey:
    """Of `surveys` in the order in which they are due: SPKP-SPAK, if it is open. Raise Invalid."""
    for survey in surveys:
        if not instrument or survey.instrument == instrument:
            return survey
    raise invalid("instrument", "has no open survey at this unit that can be used for this")
