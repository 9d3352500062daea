"""Kiosks over the API: what the operator's page does, for programs."""

from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.requests import as_uuid, json_body
from chassis.web import json_response
from flask import Blueprint, Response, request
from sqlalchemy import Row

from responses_service.kiosks import handlers
from responses_service.shared.context import Context

API = "/api/v1/kiosks"


def blueprint(context: Context, database: Database, base_url: str) -> Blueprint:
    routes = Blueprint("kiosks_api", __name__)

    @routes.get(API)
    @requires("kiosks.write")
    def kiosks_of_unit() -> Response:
        """Of the caller's unit, or of `unit`, a code in the caller's scope."""
        _, rows = handlers.of_unit(database, principal(), request.args.get("unit", ""))
        places = context.projection.states["forms.collection-points.v1"]
        return json_response({"items": [_state(row, places) for row in rows]})

    @routes.post(API)
    @requires("kiosks.write")
    def register() -> Response:
        """`{point, name}`; `key`, and the `link` that holds it, are told this once."""
        made = handlers.register(database, context, principal(), json_body())
        told = {
            **made,
            "point": made["point"]["code"],
            "link": handlers.link_of(base_url, made["key"]),
        }
        return json_response(told, 201)

    @routes.post(f"{API}/<device_id>/revoke")
    @requires("kiosks.write")
    def revoke(device_id: str) -> Response:
        identifier = as_uuid(device_id)
        handlers.revoke(database, principal(), identifier)
        return json_response({"device_id": identifier, "status": "revoked"})

    return routes


def _state(row: Row[Any], places: dict[str, Any]) -> dict[str, Any]:
    """`waiting` and `seen_at` are what the kiosk said last, null before it said anything."""
    point = places.get(str(row.point_id))
    return {
        "device_id": str(row.device_id),
        "point": point["code"] if point else None,
        "name": row.name,
        "status": row.status,
        "waiting": row.waiting,
        "seen_at": row.seen_at.isoformat() if row.seen_at else None,
    }
