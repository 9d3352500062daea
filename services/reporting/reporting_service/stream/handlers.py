"""Which units a viewer is told about."""

from chassis.database import Database
from chassis.principal import Principal
from chassis.problems import NotFound
from chassis.tenants import by_code

from reporting_service.shared import tenants


def watched(database: Database, person: Principal, code: str) -> set[str]:
    """Ids of the unit with this code and of all below it; raise NotFound when it is out of the
    caller's scope."""
    if not code.isprintable():
        raise NotFound
    with database.scope(person.scope) as connection:
        tenant = by_code(connection, code)
        if tenant is None:
            raise NotFound
        return tenants.below(connection, tenant["tenant_id"])
