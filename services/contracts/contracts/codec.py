"""Events to bytes and back, checked against the topic's schema both ways."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import fastjsonschema
import orjson

from contracts.catalogue import topics

ENVELOPE: dict[str, Any] = {
    "type": "object",
    "required": ["event_id", "type", "tenant_id", "occurred_at", "payload"],
    "additionalProperties": False,
    "properties": {
        "event_id": {"type": "string", "minLength": 36, "maxLength": 36},
        "type": {"type": "string"},
        "tenant_id": {"type": "string", "minLength": 36, "maxLength": 36},
        "occurred_at": {"type": "string", "minLength": 20},
        "request_id": {"type": ["string", "null"]},
        "payload": {"type": "object"},
    },
}


class UndecodableError(ValueError):
    """The bytes are no event of this topic; the only reason for a dead letter."""


@dataclass(frozen=True)
class Event:
    """One event as consumers see it; `payload` follows the schema of its topic."""

    type: str
    tenant_id: str
    payload: dict[str, Any]
    event_id: str
    occurred_at: str
    request_id: str | None = None


def key_of(event: Event) -> bytes:
    """The message key: the payload field that the topic names."""
    return str(event.payload[topics()[event.type].key]).encode()


def encode(event: Event) -> bytes:
    """Raise ValueError naming the field when the event breaks its schema."""
    body = {
        "event_id": event.event_id,
        "type": event.type,
        "tenant_id": event.tenant_id,
        "occurred_at": event.occurred_at,
        "request_id": event.request_id,
        "payload": event.payload,
    }
    try:
        _validator(event.type)(body)
    except fastjsonschema.JsonSchemaException as fault:
        raise ValueError(f"{event.type}: {fault.message}") from fault
    return orjson.dumps(body)


def decode(topic: str, data: bytes | None) -> Event:
    """Raise UndecodableError for anything that is not a valid event of `topic`."""
    try:
        body = orjson.loads(data or b"")
        _validator(topic)(body)
    except (orjson.JSONDecodeError, fastjsonschema.JsonSchemaException) as fault:
        raise UndecodableError(f"{topic}: {fault}") from fault
    return Event(**body)


@cache
def _validator(topic: str) -> Callable[[Any], Any]:
    payload = topics()[topic].payload
    properties = {**ENVELOPE["properties"], "type": {"enum": [topic]}, "payload": payload}
    # Formats stay unchecked: ids are parsed where they are used, and `format: uuid` costs a regex.
    compiled: Callable[[Any], Any] = fastjsonschema.compile(
        {**ENVELOPE, "properties": properties}, use_formats=False
    )
    return compiled
