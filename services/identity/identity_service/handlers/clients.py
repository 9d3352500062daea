"""API clients: another system's right to ask, over one sub-tree and a list of permissions."""

import secrets
from typing import Any

from chassis import tenants
from chassis.audit import audit
from chassis.database import Database
from chassis.fields import Fields
from chassis.outbox import add_events
from chassis.principal import Principal
from chassis.problems import NotFound
from sqlalchemy import Connection

from identity_service.domain.accounts import LONGEST_LINE
from identity_service.domain.roles import CLIENT_SCOPES
from identity_service.handlers.events import revocation, seed_entry
from identity_service.handlers.passwords import HASHER
from identity_service.store import clients


def add_client(database: Database, by: Principal, body: dict[str, Any]) -> dict[str, Any]:
    """Body: tenant, name, scope (words). The secret is shown this once; only its hash is kept."""
    fields = Fields(body)
    tenant_id, name = fields.id("tenant"), fields.text("name", LONGEST_LINE)
    wanted = sorted(set(fields.text("scope", LONGEST_LINE).split()))
    allowed = CLIENT_SCOPES & by.permissions
    if refused := [word for word in wanted if word not in allowed]:
        offer = ", ".join(sorted(allowed))
        fields.fault("scope", f"may not hold {', '.join(refused)}; choose among {offer}")
    if by.unit_types:
        fields.fault("tenant", "a scope cut by unit types cannot be given to a client")
    fields.done()
    client_id, secret = f"c-{secrets.token_hex(8)}", secrets.token_urlsafe(32)
    row = {
        "client_id": client_id,
        "tenant_id": tenant_id,
        "name": name,
        "secret_hash": HASHER.hash(secret),
        "scope": " ".join(wanted),
    }
    with database.scope(by.scope) as connection:
        if tenants.tenant(connection, tenant_id) is None:
            fields.fault("tenant", "is not in your scope")
        fields.done()
        clients.add_client(connection, row)
        entry = audit(by, "identity.client.add", client_id, tenant_id, scope=row["scope"])
        add_events(connection, [entry])
    return {
        "client_id": client_id,
        "client_secret": secret,
        "tenant_id": tenant_id,
        "name": name,
        "scope": row["scope"],
        "status": "active",
    }


def seed_client(connection: Connection, row: dict[str, Any]) -> None:
    """With an id and a secret that are chosen already; a client that is there stays as it is. `row`
    has client_id, client_secret, name, scope and tenant_id."""
    if row["client_id"] not in clients.known_clients(connection):
        secret_hash = HASHER.hash(row["client_secret"])
        clients.add_client(connection, {**row, "secret_hash": secret_hash})
        entry = seed_entry("identity.client.add", row["client_id"], row["tenant_id"])
        add_events(connection, [entry])


def revoke_client(database: Database, by: Principal, client_id: str) -> None:
    with database.scope(by.scope) as connection:
        tenant_id = clients.revoke_client(connection, client_id)
        if tenant_id is None:
            raise NotFound
        entry = audit(by, "identity.client.revoke", client_id, tenant_id)
        add_events(connection, [revocation("subject", client_id, tenant_id), entry])
