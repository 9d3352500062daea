"""JSON: surveys of the caller's scope."""

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.requests import as_uuid, json_body
from chassis.web import json_response
from flask import Blueprint, Response

from forms_service.shared.events import as_state
from forms_service.shared.lists import listed_by_period
from forms_service.surveys import handlers


def blueprint(database: Database) -> Blueprint:
    api = Blueprint("surveys_api", __name__, url_prefix="/api/v1")

    @api.get("/surveys")
    @requires("units.read")
    def list_surveys() -> Response:
        return listed_by_period(database, handlers.listed, "survey_id")

    @api.post("/surveys")
    @requires("surveys.write")
    def open_survey() -> Response:
        return json_response(handlers.open_survey(database, principal(), json_body()), 201)

    @api.get("/surveys/<survey_id>")
    @requires("units.read")
    def one_survey(survey_id: str) -> Response:
        with database.scope(principal().scope) as connection:
            return json_response(as_state(handlers.found(connection, as_uuid(survey_id))))

    @api.post("/surveys/<survey_id>/close")
    @requires("surveys.write")
    def close_survey(survey_id: str) -> Response:
        return json_response(handlers.close_survey(database, principal(), as_uuid(survey_id)))

    return api
