"""Entries of the audit trail: each service writes its own, identity keeps them all."""

import uuid
from typing import Any

from contracts.codec import Event

from chassis.events import new_event
from chassis.logging import request_id
from chassis.principal import Principal

TOPIC = "audit.entries.v1"


def audit(person: Principal, action: str, subject: str, tenant_id: str, /, **detail: Any) -> Event:
    """`action` is "service.thing.verb"; no secret and no answer may stand in `detail`."""
    payload = _payload(person.subject, person.kind, action, subject, detail)
    return new_event(TOPIC, tenant_id, payload, request_id())


def entry(
    actor: str, kind: str, action: str, subject: str, tenant_id: str, /, **detail: Any
) -> Event:
    """Of an actor without a token: somebody at the sign-in page, or the seed."""
    return new_event(TOPIC, tenant_id, _payload(actor, kind, action, subject, detail))


def service_audit(
    service: str, action: str, subject: str, tenant_id: str, /, **detail: Any
) -> Event:
    """The entry of something that a service did by itself, by timer or command."""
    return entry(service, "service", action, subject, tenant_id, **detail)


def _payload(actor: str, kind: str, action: str, subject: str, detail: Any) -> dict[str, Any]:
    return {
        "entry_id": str(uuid.uuid4()),
        "actor": actor,
        "actor_kind": kind,
        "action": action,
        "subject": subject,
        "detail": detail,
    }
