"""Keeps what a person wrote apart from who they are: no id and no time ties the two together."""

import hashlib
import hmac
import uuid
from dataclasses import replace
from datetime import datetime

from contracts.codec import Event


def coarse(event: Event) -> Event:
    """Of an event that must not be tied to another by its time: the envelope keeps the month."""
    at = datetime.fromisoformat(event.occurred_at)
    month = at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return replace(event, occurred_at=month.isoformat())


def contact_id_of(key: bytes, response_id: str) -> str:
    """Only who holds the key of contacts can tell which contact came with a response."""
    raw = hmac.digest(key, response_id.encode(), hashlib.sha256)
    return str(uuid.UUID(bytes=raw[:16], version=4))
