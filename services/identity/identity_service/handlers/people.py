"""People: an administrator acts at or below the own scope, never above, never on themselves."""

import uuid
from typing import Any

from chassis import tenants
from chassis.audit import audit
from chassis.database import Database
from chassis.fields import Fields
from chassis.outbox import add_events
from chassis.principal import Principal
from chassis.problems import NotFound
from sqlalchemy import Connection, Row

from identity_service.domain.accounts import LONGEST_DIVISION, LONGEST_LINE, Account
from identity_service.domain.hats import Hat
from identity_service.domain.passwords import LONGEST, SHORTEST
from identity_service.domain.usernames import HELP, is_username, normal
from identity_service.handlers.events import revocation
from identity_service.handlers.passwords import HASHER
from identity_service.handlers.standing import (
    refuse_ending,
    refuse_giving,
    refuse_last,
    refuse_own,
)
from identity_service.store import grants, people


def add_person(database: Database, by: Principal, body: dict[str, Any]) -> dict[str, Any]:
    """Body: tenant, username, name, password, division? (where in the unit they sit).

    A person may do nothing before the first grant.
    """
    fields = Fields(body)
    tenant_id, name = fields.id("tenant"), fields.text("name", LONGEST_LINE)
    username = normal(fields.text("username", LONGEST_LINE))
    if username and not is_username(username):
        fields.fault("username", HELP)
    password = fields.secret("password", SHORTEST, LONGEST)
    division = fields.line("division", LONGEST_DIVISION)
    fields.done()
    row: Account = {
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
        fields.done()
        grants.add_makers(connection, by.subject, [row["person_id"]])
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


def revoke_person(database: Database, by: Principal, person_id: str) -> None:
    """Sign-in ends at once; access tokens die as soon as the services read the revocation.

    Raise NotFound, Forbidden for one's own account and for who stands above, Invalid for the last
    holder of a role that nobody else can give.
    """
    refuse_own(by, person_id)
    with database.scope(by.scope) as connection:
        row, hats = _found(connection, person_id)
        refuse_ending(by, hats)
        refuse_last(connection, person_id, hats)
        tenant_id = str(row.tenant_id)
        _set(connection, by, row, "revoked", "revoke")
        add_events(connection, [revocation("subject", person_id, tenant_id)])


def bring_back(database: Database, by: Principal, person_id: str) -> None:
    """The account with the grants that are in force still: what was ended stays ended, what lapsed
    stays lapsed. Who brings back could give each of them. Raise NotFound, Forbidden."""
    refuse_own(by, person_id)
    with database.scope(by.scope) as connection:
        row, hats = _found(connection, person_id)
        refuse_giving(by, hats)
        _set(connection, by, row, "active", "restore")


def _found(connection: Connection, person_id: str) -> tuple[Row[Any], list[Hat]]:
    """Somebody in scope, locked, and every grant that they hold anywhere."""
    row = people.person(connection, person_id, lock=True)
    if row is None:
        raise NotFound
    return row, grants.hats(connection, [person_id])[person_id]


def _set(connection: Connection, by: Principal, row: Row[Any], status: str, verb: str) -> None:
    person_id, tenant_id = str(row.person_id), str(row.tenant_id)
    people.set_status(connection, person_id, status)
    grants.add_makers(connection, by.subject, [person_id])
    add_events(connection, [audit(by, f"identity.person.{verb}", person_id, tenant_id)])
