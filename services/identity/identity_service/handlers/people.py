"""People, grants and API clients: an administrator acts at or below the own scope, never above."""

import secrets
import uuid
from datetime import UTC, date, datetime
from typing import Any

from chassis.audit import audit
from chassis.auth import Principal
from chassis.database import Database
from chassis.outbox import add_events
from chassis.problems import FieldFault, Forbidden, Invalid, NotFound

from identity_service.domain.roles import CLIENT_SCOPES, PERMISSIONS, is_role, may_grant
from identity_service.handlers.sign_in import HASHER, revocation
from identity_service.store import clients, people, tenants


def add_person(database: Database, by: Principal, body: dict[str, Any]) -> dict[str, Any]:
    _check(_text_faults(body, ("tenant", "username", "name", "password")))
    if len(body["password"]) < 12:
        raise Invalid(faults=[FieldFault("password", "at least 12 characters")])
    person_id = str(uuid.uuid4())
    with database.scope(by.scope) as connection:
        tenant_id = _tenant_in_scope(connection, body["tenant"])
        row = {
            "person_id": person_id,
            "tenant_id": tenant_id,
            "username": body["username"].strip().lower(),
            "name": body["name"].strip(),
            "password_hash": HASHER.hash(body["password"]),
        }
        if not people.add_person(connection, row):
            raise Invalid(faults=[FieldFault("username", "is taken; choose another")])
        add_events(connection, [audit(by, "identity.person.add", person_id, tenant_id)])
    return {"person_id": person_id, "username": row["username"]}


def add_grant(
    database: Database, by: Principal, person_id: str, body: dict[str, Any]
) -> dict[str, Any]:
    """Dates are for acting heads: `valid_from` and `valid_to` (the first day without the role)."""
    _check(_text_faults(body, ("tenant", "role")) + _date_faults(body))
    if not is_role(body["role"]):
        known = ", ".join(sorted(PERMISSIONS))
        raise Invalid(faults=[FieldFault("role", f"must be one of {known}")])
    if not may_grant(by.permissions, body["role"]):
        raise Forbidden("You can only hand on what your own role may do")
    with database.scope(by.scope) as connection:
        if people.person(connection, person_id) is None:
            raise NotFound
        tenant_id = _tenant_in_scope(connection, body["tenant"])
        grant = {
            "grant_id": str(uuid.uuid4()),
            "person_id": person_id,
            "tenant_id": tenant_id,
            "role": body["role"],
            # A cut scope stays cut: nobody grants the types outside of their own line.
            "unit_types": list(by.unit_types) or body.get("unit_types", []),
            "valid_from": date.fromisoformat(body.get("valid_from") or _today()),
            "valid_to": body.get("valid_to") and date.fromisoformat(body["valid_to"]),
        }
        people.add_grant(connection, grant)
        entry = audit(by, "identity.grant.add", person_id, tenant_id, role=body["role"])
        add_events(connection, [entry])
    return {"grant_id": grant["grant_id"]}


def revoke_person(database: Database, by: Principal, person_id: str) -> None:
    """Sign-in ends at once; access tokens die as soon as the services read the revocation."""
    with database.scope(by.scope) as connection:
        row = people.person(connection, person_id)
        if row is None or not people.revoke_person(connection, person_id):
            raise NotFound
        tenant_id = str(row.tenant_id)
        events = [
            revocation("subject", person_id, tenant_id),
            audit(by, "identity.person.revoke", person_id, tenant_id),
        ]
        add_events(connection, events)


def add_client(database: Database, by: Principal, body: dict[str, Any]) -> dict[str, Any]:
    """The secret is shown this once; only its hash is kept."""
    _check(_text_faults(body, ("tenant", "name", "scope")))
    unknown = sorted(set(body["scope"].split()) - CLIENT_SCOPES)
    if unknown:
        raise Invalid(faults=[FieldFault("scope", f"unknown: {' '.join(unknown)}")])
    client_id, secret = f"c-{secrets.token_hex(8)}", secrets.token_urlsafe(32)
    with database.scope(by.scope) as connection:
        tenant_id = _tenant_in_scope(connection, body["tenant"])
        row = {
            "client_id": client_id,
            "tenant_id": tenant_id,
            "name": body["name"],
            "secret_hash": HASHER.hash(secret),
            "scope": body["scope"],
        }
        clients.add_client(connection, row)
        add_events(connection, [audit(by, "identity.client.add", client_id, tenant_id)])
    return {"client_id": client_id, "client_secret": secret, "scope": body["scope"]}


def revoke_client(database: Database, by: Principal, client_id: str) -> None:
    with database.scope(by.scope) as connection:
        tenant_id = clients.revoke_client(connection, client_id)
        if tenant_id is None:
            raise NotFound
        events = [
            revocation("subject", client_id, str(tenant_id)),
            audit(by, "identity.client.revoke", client_id, str(tenant_id)),
        ]
        add_events(connection, events)


def _tenant_in_scope(connection: Any, given: str) -> str:
    try:
        wanted = str(uuid.UUID(given))
    except ValueError:
        raise Invalid(faults=[FieldFault("tenant", "must be the id of a tenant")]) from None
    if tenants.tenant(connection, wanted) is None:
        raise Invalid(faults=[FieldFault("tenant", "is not in your scope")])
    return wanted


def _text_faults(body: dict[str, Any], names: tuple[str, ...]) -> list[FieldFault]:
    return [
        FieldFault(name, "is required, as text")
        for name in names
        if not isinstance(body.get(name), str) or not body[name].strip()
    ]


def _date_faults(body: dict[str, Any]) -> list[FieldFault]:
    faults = []
    for name in ("valid_from", "valid_to"):
        try:
            date.fromisoformat(body.get(name) or _today())
        except (TypeError, ValueError):
            faults.append(FieldFault(name, "must be a date like 2026-11-24"))
    kinds = body.get("unit_types", [])
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        faults.append(FieldFault("unit_types", "must be a list of unit types"))
    return faults


def _check(faults: list[FieldFault]) -> None:
    if faults:
        raise Invalid(faults=faults)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
