"""Entries of the audit trail: each service writes its own, identity keeps them all."""

import uuid
from typing import Any

from contracts.codec import Event, new_event
from flask import g

from chassis.auth import Principal

TOPIC = "audit.entries.v1"


def audit(person: Principal, action: str, subject: str, tenant_id: str, **detail: Any) -> Event:
    """`action` is "service.thing.verb"; no secret and no answer may stand in `detail`."""
    payload = {
        "entry_id": str(uuid.uuid4()),
        "actor": person.subject,
        "actor_kind": person.kind,
        "action": action,
        "subject": subject,
        "detail": detail,
    }
    return new_event(TOPIC, tenant_id, payload, g.get("request_id"))
