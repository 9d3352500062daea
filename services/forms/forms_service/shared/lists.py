"""What the lists of this API are asked for: where to go on, which tenant, which period."""

from collections.abc import Callable
from typing import Any

from chassis.auth import principal
from chassis.database import Database
from chassis.problems import invalid
from chassis.reading import read_uuid
from chassis.requests import page, page_limit
from chassis.web import json_response
from contracts.typed_code import is_code, normalise
from flask import Response, request
from sqlalchemy import Connection, Row

from forms_service.shared.events import as_state

FIRST = "00000000-0000-0000-0000-000000000000"
Query = Callable[[Connection, int], list[Row[Any]]]
# Of (connection, after, limit, tenant, period).
PeriodQuery = Callable[[Connection, str, int, str | None, str | None], list[Row[Any]]]


def listed(database: Database, query: Query, key: str) -> Response:
    """One page of what `query(connection, limit)` finds in the caller's scope."""
    limit = page_limit()
    with database.scope(principal().scope) as connection:
        rows = query(connection, limit)
    return json_response(page([as_state(row) for row in rows], limit, key))


def listed_by_period(database: Database, query: PeriodQuery, key: str) -> Response:
    """`listed`, of the tenant and the period that are asked for, if any."""
    after, tenant, period = after_id(), id_argument("tenant"), period_argument()
    return listed(
        database, lambda connection, limit: query(connection, after, limit, tenant, period), key
    )


def id_argument(name: str) -> str | None:
    given = request.args.get(name)
    if given is None:
        return None
    found = read_uuid(given)
    if found is None:
        raise invalid(name, "must be an id (UUID)")
    return found


def after_id() -> str:
    return id_argument("after") or FIRST


def after_code() -> str:
    given = request.args.get("after", "")
    if given and not is_code(normalise(given)):
        raise invalid("after", "must be the code in `next` of the page before")
    return normalise(given)


def period_argument() -> str | None:
    given = request.args.get("period")
    if given is not None and not (given.isascii() and given.isprintable()):
        raise invalid("period", "must be a month like 2026-11 or a semester like 2026-S2")
    return given
