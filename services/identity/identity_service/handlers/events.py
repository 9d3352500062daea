"""Events of identity itself: tenants and revocations."""

from typing import Any

from chassis import clock
from chassis.audit import entry
from chassis.events import new_event
from chassis.revocations import TOPIC as REVOCATIONS
from chassis.tenant_tree import TOPIC as TENANTS
from contracts.codec import Event


def tenant_event(state: dict[str, Any]) -> Event:
    return new_event(TENANTS, state["tenant_id"], state)


def revocation(kind: str, identifier: str, tenant_id: str) -> Event:
    """`kind` is "session" (its tokens die) or "subject" (all tokens issued until now die)."""
    payload = {"kind": kind, "id": identifier, "revoked_at": clock.now().isoformat()}
    return new_event(REVOCATIONS, tenant_id, payload)


def seed_entry(action: str, subject: str, tenant: str, /, **detail: Any) -> Event:
    return entry("identity-seed", "service", action, subject, tenant, **detail)
