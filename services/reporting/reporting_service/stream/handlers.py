"""Which units a viewer is told about."""

from chassis.database import Database
from chassis.principal import Principal

from reporting_service.shared import tenants


def watched(database: Database, person: Principal, code: str) -> set[str]:
    """Ids of the unit with this code and of all below it; raise NotFound when it is out of the
    caller's scope."""
    with database.scope(person.scope) as connection:
        tenant = tenants.named(connection, code)
        return tenants.below(connection, tenant["tenant_id"])
