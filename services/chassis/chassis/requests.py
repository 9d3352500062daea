"""Reading what callers send: JSON bodies, ids and the keys of lists."""

from collections.abc import Sequence
from typing import Any

import orjson
from flask import request

from chassis.problems import NotFound, NotJson, TooLarge
from chassis.reading import bounded, read_uuid, read_whole

# Entries of one answer of a list in the API, and the default of `limit`.
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
    found = read_uuid(text)
    if found is None:
        raise NotFound
    return found


def page_limit() -> int:
    """`limit` of a list, 1 to 100."""
    return whole_argument("limit", 1, PAGE, PAGE)


def whole_argument(name: str, low: int, high: int, default: int | None = None) -> int:
    """A whole number of the query; raise Invalid naming it when it is none, or out of bounds."""
    given = request.args.get(name)
    number = default if given is None else read_whole(given, low, high)
    return bounded(name, number, low, high)


def page(items: Sequence[Any], limit: int, key: str) -> dict[str, Any]:
    """One page of a list; `next` is the `after` of the following one, or null."""
    full = len(items) == limit
    return {"items": items, "next": items[-1][key] if full and items else None}
