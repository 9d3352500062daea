"""JSON: the kinds of service of a unit."""

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.requests import as_uuid, json_body
from chassis.web import json_response
from flask import Blueprint, Response

from forms_service.services import handlers
from forms_service.shared.lists import id_argument


def blueprint(database: Database) -> Blueprint:
    api = Blueprint("services_api", __name__, url_prefix="/api/v1")

    @api.get("/services")
    @requires("units.read")
    def list_services() -> Response:
        """Of `tenant`, or of the caller's own unit."""
        tenant = id_argument("tenant") or principal().tenant_id
        items = handlers.list_services(database, principal(), tenant)
        return json_response({"items": items, "next": None})

    @api.post("/services")
    @requires("populations.write")
    def add_service() -> Response:
        return json_response(handlers.add_service(database, principal(), json_body()), 201)

    @api.patch("/services/<service_id>")
    @requires("populations.write")
    def change_service(service_id: str) -> Response:
        key = as_uuid(service_id)
        return json_response(handlers.change_service(database, principal(), key, json_body()))

    return api
