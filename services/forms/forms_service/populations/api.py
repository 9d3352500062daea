"""JSON: numbers of recipients of the caller's scope."""

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.requests import as_uuid, json_body
from chassis.web import json_response
from flask import Blueprint, Response

from forms_service.populations import handlers
from forms_service.shared.lists import listed_by_period


def blueprint(database: Database) -> Blueprint:
    api = Blueprint("populations_api", __name__, url_prefix="/api/v1")

    @api.get("/populations")
    @requires("units.read")
    def list_populations() -> Response:
        return listed_by_period(database, handlers.listed, "population_id")

    @api.post("/populations")
    @requires("populations.write")
    def enter_population() -> Response:
        return json_response(handlers.enter_population(database, principal(), json_body()), 201)

    @api.post("/populations/<population_id>/confirm")
    @requires("populations.confirm")
    def confirm(population_id: str) -> Response:
        done = handlers.decide(database, principal(), [as_uuid(population_id)], confirm=True)
        return json_response(done[0])

    @api.post("/populations/<population_id>/return")
    @requires("populations.confirm")
    def hand_back(population_id: str) -> Response:
        key = as_uuid(population_id)
        return json_response(handlers.hand_back(database, principal(), key, json_body()))

    return api
