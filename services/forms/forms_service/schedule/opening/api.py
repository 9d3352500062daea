"""JSON: openings of a period."""

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.requests import as_uuid, json_body
from chassis.web import json_response
from flask import Blueprint, Response

from forms_service.schedule.opening.handlers import asking


def blueprint(database: Database) -> Blueprint:
    api = Blueprint("opening_api", __name__, url_prefix="/api/v1")

    @api.post("/surveys/openings")
    @requires("schedule.write")
    def ask_opening() -> Response:
        return json_response(asking.ask_opening(database, principal(), json_body()), 202)

    @api.get("/surveys/openings/<opening_id>")
    @requires("schedule.write")
    def one_opening(opening_id: str) -> Response:
        return json_response(asking.find_opening(database, principal(), as_uuid(opening_id)))

    return api
