"""A new event, of the moment that the platform's clock says."""

import uuid
from collections.abc import Mapping
from typing import Any

from contracts.codec import Event

from chassis import clock


def new_event(
    topic: str, tenant_id: str, payload: Mapping[str, Any], request_id: str | None = None
) -> Event:
    at = clock.now().isoformat()
    return Event(topic, tenant_id, dict(payload), str(uuid.uuid4()), at, request_id)
