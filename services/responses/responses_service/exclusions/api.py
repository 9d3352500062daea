"""Exclusions over the API: what their pages do, for programs."""

from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.requests import as_uuid, json_body
from chassis.web import json_response
from flask import Blueprint, Response

from responses_service.exclusions import handlers
from responses_service.exclusions.rules import Request

API = "/api/v1/exclusions"


def blueprint(database: Database, key: bytes) -> Blueprint:
    routes = Blueprint("exclusions_api", __name__)

    @routes.get(API)
    @requires("exclusions.read")
    def listed() -> Response:
        rows = handlers.listed(database, principal())
        return json_response({"items": [_state(row) for row in rows]})

    @routes.post(API)
    @requires("exclusions.request")
    def ask() -> Response:
        made = handlers.ask(database, key, principal(), json_body())
        return json_response({"request_id": made}, 201)

    @routes.post(f"{API}/<request_id>/decide")
    @requires("exclusions.decide")
    def decide(request_id: str) -> Response:
        identifier, body = as_uuid(request_id), json_body()
        confirmed, note = body.get("confirm") is True, str(body.get("note") or "")
        handlers.decide(database, principal(), identifier, confirmed=confirmed, note=note)
        found, _, _ = handlers.one(database, principal(), identifier)
        return json_response(_state(found))

    return routes


def _state(request: Request) -> dict[str, Any]:
    return {
        "request_id": request.request_id,
        "unit": request.unit,
        "excludes": request.excludes,
        "reason": request.reason,
        "justification": request.justification,
        "requester": request.requester,
        "answers": request.answers,
        "confirmed": request.confirmed,
        "note": request.note,
        "decider": request.decider,
        "requested_at": request.requested_at.isoformat(),
        "decided_at": request.decided_at.isoformat() if request.decided_at else None,
    }
