"""People and their grants: an administrator acts at or below the own scope, never above."""

import uuid
from typing import Any

from chassis.audit import audit
from chassis.auth import Principal
from chassis.database import Database
from chassis.outbox import add_events
from chassis.problems import NotFound

from identity_service.domain.roles import PERMISSIONS, cut, is_role, may_grant
from identity_service.domain.usernames import HELP, is_username, normal
from identity_service.handlers.events import revocation
from identity_service.handlers.fields import Fields, today
from identity_service.handlers.passwords import HASHER
from identity_service.store import people, tenants

SHORTEST_PASSWORD = 12
# Of the name of a division.
LONGEST = 120


def add_person(database: Database, by: Principal, body: dict[str, Any]) -> dict[str, Any]:
    """Body: tenant, username, name, password, division? (where in the unit they sit).

    A person may do nothing before the first grant.
    """
    fields = Fields(body)
    tenant_id, name = fields.id("tenant"), fields.text("name").strip()
    username = normal(fields.text("username"))
    if username and not is_username(username):
        fields.fault("username", HELP)
    password = fields.text("password", shortest=SHORTEST_PASSWORD)
    division = fields.line("division", LONGEST)
    fields.check()
    row = {
        "person_id": str(uuid.uuid4()),
        "tenant_id": tenant_id,
        "username": username,
        "name": name,
        "division": division,
        "password_hash": HASHER.hash(password),
    }
    with database.scope(by.scope) as connection:
        if tenants.tenant(connection, tenant_id) is None:
            fields.fault("tenant", "is not in your scope")
        elif not people.add_person(connection, row):
            fields.fault("username", "is taken; choose another")
        fields.check()
        entry = audit(by, "identity.person.add", row["person_id"], tenant_id, username=username)
        add_events(connection, [entry])
    return {
        "person_id": row["person_id"],
        "tenant_id": tenant_id,
        "username": username,
        "name": name,
        "division": division,
        "status": "active",
    }


def add_grant(
    database: Database, by: Principal, person_id: str, body: dict[str, Any]
) -> dict[str, Any]:
    """Body: tenant, role, unit_types?, valid_from?, valid_to? (the first day without the role).

    Dates are for acting heads. A cut scope stays cut: nobody grants types outside the own line.
    """
    fields = Fields(body)
    grant = _grant(fields, by)
    with database.scope(by.scope) as connection:
        person = people.person(connection, person_id)
        if person is None:
            raise NotFound
        if person.status != "active":
            fields.fault("person", "is revoked and takes no grants")
        if grant["tenant_id"] and tenants.tenant(connection, grant["tenant_id"]) is None:
            fields.fault("tenant", "is not in your scope")
        fields.check()
        people.add_grant(connection, {**grant, "person_id": person_id})
        entry = audit(by, "identity.grant.add", person_id, grant["tenant_id"], role=grant["role"])
        add_events(connection, [entry])
    return grant


def _grant(fields: Fields, by: Principal) -> dict[str, Any]:
    role, types = fields.text("role"), cut(by.unit_types, fields.words("unit_types"))
    if role and not is_role(role):
        fields.fault("role", f"must be one of {', '.join(sorted(PERMISSIONS))}")
    elif role and not may_grant(by.permissions, role):
        fields.fault("role", "may do more than your own role; you can only hand on what you hold")
    if types is None:
        fields.fault("unit_types", f"must be among your own: {', '.join(by.unit_types)}")
    begins, ends = fields.day("valid_from") or today(), fields.day("valid_to")
    if ends is not None and ends <= begins:
        fields.fault("valid_to", "must be later than valid_from")
    return {
        "grant_id": str(uuid.uuid4()),
        "tenant_id": fields.id("tenant"),
        "role": role,
        "unit_types": types,
        "valid_from": begins,
        "valid_to": ends,
    }


def revoke_person(database: Database, by: Principal, person_id: str) -> None:
    """Sign-in ends at once; access tokens die as soon as the services read the revocation."""
    with database.scope(by.scope) as connection:
        row = people.person(connection, person_id)
        if row is None or not people.revoke_person(connection, person_id):
            raise NotFound
        tenant_id = str(row.tenant_id)
        entry = audit(by, "identity.person.revoke", person_id, tenant_id)
        add_events(connection, [revocation("subject", person_id, tenant_id), entry])
