"""JSON: closing an official survey before its time, with a second person's word."""

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.requests import as_uuid, json_body
from chassis.web import json_response
from flask import Blueprint, Response

from forms_service.shared.events import as_state
from forms_service.shared.lists import listed_by_period
from forms_service.surveys.early_closes import handlers


def blueprint(database: Database) -> Blueprint:
    api = Blueprint("early_close_api", __name__, url_prefix="/api/v1")

    @api.post("/surveys/<survey_id>/early-closes")
    @requires("surveys.write")
    def ask(survey_id: str) -> Response:
        key = as_uuid(survey_id)
        return json_response(handlers.ask(database, principal(), key, json_body()), 201)

    @api.get("/surveys/early-closes")
    @requires("units.read")
    def list_requests() -> Response:
        return listed_by_period(database, handlers.listed, "early_close_id")

    @api.get("/surveys/early-closes/<early_close_id>")
    @requires("units.read")
    def one(early_close_id: str) -> Response:
        with database.scope(principal().scope) as connection:
            return json_response(as_state(handlers.found(connection, as_uuid(early_close_id))))

    @api.post("/surveys/early-closes/<early_close_id>/approve")
    @requires("surveys.close")
    def approve(early_close_id: str) -> Response:
        return decided(early_close_id, approve=True)

    @api.post("/surveys/early-closes/<early_close_id>/refuse")
    @requires("surveys.close")
    def refuse(early_close_id: str) -> Response:
        return decided(early_close_id, approve=False)

    def decided(early_close_id: str, *, approve: bool) -> Response:
        key = as_uuid(early_close_id)
        return json_response(
            handlers.decide(database, principal(), key, json_body(), approve=approve)
        )

    return api
