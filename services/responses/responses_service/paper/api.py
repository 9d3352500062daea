"""Batches of numbered sheets over the API."""

from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.requests import json_body
from chassis.web import json_response
from flask import Blueprint, Response
from sqlalchemy import Row

from responses_service.paper import handlers
from responses_service.shared.context import Context

API = "/api/v1/paper/batches"
SUMS = ("returned", "spoiled", "missing", "waiting", "differs", "counted", "late")
SHOWN = ("unit", "number", "instrument", "period", "point", "language", "issuer")


def blueprint(context: Context, database: Database) -> Blueprint:
    routes = Blueprint("paper_api", __name__)

    @routes.get(API)
    @requires("paper.write", "paper.enter")
    def listed() -> Response:
        rows = handlers.batches(database, principal())
        return json_response({"items": [_state(row) for row in rows]})

    @routes.post(API)
    @requires("paper.write")
    def issue() -> Response:
        made = handlers.issue_batch(database, context.projection, principal(), json_body())
        row = handlers.batch(database, principal(), made)
        return json_response({**_state(row), "sheets": handlers.numbers_of(row)}, 201)

    return routes


def _state(row: Row[Any]) -> dict[str, Any]:
    known = row._mapping
    return {
        **{name: known[name] for name in (*SHOWN, *SUMS)},
        "batch_id": str(row.batch_id),
        "issued": row.sheets,
        "issued_at": row.issued_at.isoformat(),
        "closed_at": row.closed_at.isoformat() if row.closed_at else None,
    }
