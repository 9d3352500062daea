"""Reading what callers send: JSON bodies, ids and the keys of lists."""

import uuid
from collections.abc import Sequence
from typing import Any

import orjson
from flask import request

from chassis.problems import FieldFault, Invalid, NotFound, NotJson, TooLarge

PAGE = 100


def json_body(limit: int = 64 * 1024) -> dict[str, Any]:
    """The body as a JSON object; raise NotJson otherwise, TooLarge above `limit` bytes."""
    if (request.content_length or 0) > limit:
        raise TooLarge(f"A body may have at most {limit} bytes")
    try:
        body = orjson.loads(request.get_data())
    except orjson.JSONDecodeError as fault:
        raise NotJson(f"The body must be a JSON object: {fault}") from fault
    if not isinstance(body, dict):
        raise NotJson
    return body


def as_uuid(text: str) -> str:
    """An id of a path; raise NotFound for what cannot be one."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        raise NotFound from None


def page_limit() -> int:
    """`limit` of a list, 1 to 100."""
    raw = request.args.get("limit", str(PAGE))
    if not raw.isdecimal() or not 1 <= int(raw) <= PAGE:
        raise Invalid(faults=[FieldFault("limit", f"must be a whole number from 1 to {PAGE}")])
    return int(raw)


def page(items: Sequence[Any], limit: int, key: str) -> dict[str, Any]:
    """One page of a list; `next` is the `after` of the following one, or null."""
    full = len(items) == limit
    return {"items": items, "next": items[-1][key] if full and items else None}
