"""Grants: given and ended at or below the own role and scope, never to oneself."""

import uuid
from typing import Any

from chassis import clock, tenants
from chassis.audit import audit
from chassis.database import Database
from chassis.fields import Fields
from chassis.outbox import add_events
from chassis.principal import Principal
from chassis.problems import NotFound, invalid

from identity_service.domain.accounts import Grant
from identity_service.domain.hats import Hat, joins
from identity_service.domain.roles import PERMISSIONS, cut, is_role, may_grant
from identity_service.handlers.events import revocation
from identity_service.handlers.standing import OWN, refuse_ending, refuse_last, refuse_own
from identity_service.store import grants, people

JOINS = (
    "would read the results of a region and the raw answers of another office at a time: only a"
    " national administrator gives both to one person"
)


def add_grant(
    database: Database, by: Principal, person_id: str, body: dict[str, Any]
) -> dict[str, Any]:
    """Body: tenant, role, unit_types?, valid_from?, valid_to? (the first day without the role).

    Dates are for acting heads. A cut scope stays cut: nobody grants types outside the own line.
    The giver becomes one of who have the account in hand, so nobody gives to who stands above them.
    Raise NotFound, Invalid, Forbidden.
    """
    fields = Fields(body)
    grant = _grant(fields, by, person_id)
    with database.scope(by.scope) as connection:
        person = people.person(connection, person_id, lock=True)
        if person is None:
            raise NotFound
        if person.status != "active":
            fields.fault("person", "is revoked and takes no grants")
        if person_id == by.subject:
            fields.fault("person", OWN)
        tenant = tenants.tenant(connection, grant["tenant_id"]) if grant["tenant_id"] else None
        if grant["tenant_id"] and tenant is None:
            fields.fault("tenant", "is not in your scope")
        fields.done()
        held = grants.hats(connection, [person_id])[person_id]
        refuse_ending(by, held)
        joined = joins(held, hat_of(grant, tenant["kind"] if tenant else ""))
        if joined and not by.may("people.join"):
            raise invalid("person", JOINS)
        grants.add_grant(connection, grant)
        grants.add_makers(connection, by.subject, [person_id])
        told = {"role": grant["role"], **({"joins": True} if joined else {})}
        entry = audit(by, "identity.grant.add", person_id, grant["tenant_id"], **told)
        add_events(connection, [entry])
    return {name: value for name, value in grant.items() if name != "person_id"}


def end_grant(database: Database, by: Principal, person_id: str, grant_id: str) -> None:
    """The role is over, and with it every access token issued to the person until now; under
    another hat they get new ones. The person may be of another scope: the grant is in this one.

    Raise NotFound, Forbidden for one's own and for a role above, Invalid for the last of its kind.
    """
    refuse_own(by, person_id)
    with database.scope(by.scope) as connection:
        people.person(connection, person_id, lock=True)
        held = grants.hats(connection, [person_id])[person_id]
        hats = [hat for hat in held if hat.grant_id == grant_id]
        if not hats:
            raise NotFound("There is no such grant in force or to come in your scope")
        refuse_ending(by, hats)
        refuse_last(connection, person_id, hats)
        grants.end_grant(connection, grant_id)
        grants.add_makers(connection, by.subject, [person_id])
        tenant_id, role = hats[0].tenant_id, hats[0].role
        entry = audit(by, "identity.grant.end", person_id, tenant_id, role=role)
        add_events(connection, [revocation("subject", person_id, tenant_id), entry])


def hat_of(grant: Grant, kind: str) -> Hat:
    """A row that is to be stored, as the rules see it; `kind` is that of its tenant."""
    return Hat(
        grant["grant_id"],
        grant["tenant_id"],
        grant["role"],
        tuple(grant["unit_types"]),
        grant["valid_from"],
        grant["valid_to"],
        kind,
    )


def _grant(fields: Fields, by: Principal, person_id: str) -> Grant:
    role, types = fields.text("role"), cut(by.unit_types, fields.words("unit_types"))
    if role and not is_role(role):
        fields.fault("role", f"must be one of {', '.join(sorted(PERMISSIONS))}")
    elif role and not may_grant(by.permissions, role):
        fields.fault("role", "may do more than your own role; you can only hand on what you hold")
    if types is None:
        fields.fault("unit_types", f"must be among your own: {', '.join(by.unit_types)}")
    begins, ends = fields.day("valid_from") or clock.today(), fields.day("valid_to")
    if ends is not None and ends <= begins:
        fields.fault("valid_to", "must be later than valid_from")
    return {
        "grant_id": str(uuid.uuid4()),
        "person_id": person_id,
        "tenant_id": fields.id("tenant"),
        "role": role,
        "unit_types": types or [],
        "valid_from": begins,
        "valid_to": ends,
    }
