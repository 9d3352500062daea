"""JSON: closing an official survey before its time, with a second person's word."""

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.requests import as_uuid, json_body
from chassis.web import json_response
from flask import Blueprint, Response

from forms_service.shared.events import as_state
from forms_service.shared.lists import after_id, id_argument, listed, period_argument
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
        after, tenant, period = after_id(), id_argument("tenant"), period_argument()
        return listed(
            database,
            lambda connection, limit: handlers.listed(connection, after, limit, tenant, period),
            "early_close_id",
        )

    @api.get("/surveys/early-closes/<early_close_id>")
    @requires("units.read")
    def one(early_close_id: str) -> Response:
        with database.scope(principal().scope) as connection:
            return json_response(as_state(handlers.found(connection, as_uuid(early_close_id))))

    @api.post("/surveys/early-closes/<early_close_id>/approve")
    @requires("surveys.close")
    def approve(early_close_id: str) -> Response:
        key = as_uuid(early_close_id)
        done = handlers.decide(database, principal(), key, json_body(), approve=True)
        return json_response(done)

    @api.post("/surveys/early-closes/<early_close_id>/refuse")
    @requires("surveys.close")
    def refuse(early_close_id: str) -> Response:
        key = as_uuid(early_close_id)
        done = handlers.decide(database, principal(), key, json_body(), approve=False)
        return json_response(done)

    return api
