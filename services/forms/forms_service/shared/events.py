"""Rows of this service as the events other services follow."""

import uuid
from datetime import datetime
from typing import Any

from chassis.audit import service_audit
from chassis.events import new_event
from contracts.codec import Event
from sqlalchemy import Row

SURVEYS = "forms.surveys.v1"
POINTS = "forms.collection-points.v1"
POPULATIONS = "forms.populations.v1"
FORM_VERSIONS = "forms.form-versions.v1"
FORMULA_VERSIONS = "forms.formula-versions.v1"


def row_event(topic: str, row: Row[Any]) -> Event:
    state = as_state(row)
    return new_event(topic, state["tenant_id"], state)


def as_state(row: Row[Any]) -> dict[str, Any]:
    """Ids and times as strings, the rest as it is."""
    return {name: _plain(value) for name, value in row._mapping.items()}


def own_audit(action: str, subject: str, tenant_id: str, /, **detail: Any) -> Event:
    """The entry of something that the service did by itself, by timer or command."""
    return service_audit("forms", action, subject, tenant_id, **detail)


def _plain(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return str(value)
    return value.isoformat() if isinstance(value, datetime) else value
