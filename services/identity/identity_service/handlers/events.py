"""Events of identity itself: tenants, revocations, and what people do before they have a token."""

import uuid
from datetime import UTC, datetime
from typing import Any

from chassis.audit import TOPIC as AUDIT
from chassis.revocations import TOPIC as REVOCATIONS
from chassis.tenant_tree import TOPIC as TENANTS
from contracts.codec import Event, new_event


def tenant_event(state: dict[str, Any]) -> Event:
    return new_event(TENANTS, state["tenant_id"], state)


def revocation(kind: str, identifier: str, tenant_id: str) -> Event:
    """`kind` is "session" (its tokens die) or "subject" (all tokens issued until now die)."""
    payload = {"kind": kind, "id": identifier, "revoked_at": datetime.now(UTC).isoformat()}
    return new_event(REVOCATIONS, tenant_id, payload)


def entry(actor: str, kind: str, action: str, subject: str, tenant: str, **detail: Any) -> Event:
    """An audit entry for an actor without a token: somebody at the sign-in page, or the seed."""
    payload = {
        "entry_id": str(uuid.uuid4()),
        "actor": actor,
        "actor_kind": kind,
        "action": action,
        "subject": subject,
        "detail": detail,
    }
    return new_event(AUDIT, tenant, payload)
