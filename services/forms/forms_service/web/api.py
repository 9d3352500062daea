"""JSON: instruments and formulas for all, surveys and populations of the caller's scope."""

from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.problems import NotFound
from chassis.requests import as_uuid, json_body, page, page_limit
from chassis.web import json_response
from flask import Blueprint, Response, request

from forms_service.handlers import surveys as handlers
from forms_service.handlers.events import as_state
from forms_service.store import surveys, versions

FIRST = "00000000-0000-0000-0000-000000000000"
SUMMARY = ("form_version_id", "instrument", "version", "official", "languages", "status", "hash")


def blueprint(database: Database) -> Blueprint:
    api = Blueprint("api", __name__, url_prefix="/api/v1")
    _add_versions(api, database)
    _add_surveys(api, database)
    _add_populations(api, database)
    return api


def _add_versions(api: Blueprint, database: Database) -> None:
    @api.get("/instruments")
    @requires("instruments.read")
    def instruments() -> Response:
        with database.unbound() as connection:
            found = versions.form_versions(connection)
        newest: dict[str, Any] = {}
        for state in found:
            newest.setdefault(state["instrument"], {name: state[name] for name in SUMMARY})
        return json_response({"items": list(newest.values()), "next": None})

    @api.get("/instruments/<code>/versions")
    @requires("instruments.read")
    def instrument_versions(code: str) -> Response:
        with database.unbound() as connection:
            found = versions.form_versions(connection, code)
        if not found:
            raise NotFound
        return json_response({"items": found, "next": None})

    @api.get("/formulas")
    @requires("instruments.read")
    def formulas() -> Response:
        with database.unbound() as connection:
            found = versions.formula_versions(connection, request.args.get("instrument"))
        return json_response({"items": found, "next": None})


def _add_surveys(api: Blueprint, database: Database) -> None:
    @api.get("/surveys")
    @requires("units.read")
    def list_surveys() -> Response:
        limit, after = page_limit(), as_uuid(request.args.get("after", FIRST))
        with database.scope(principal().scope) as connection:
            rows = surveys.surveys(connection, after, limit, request.args.get("period"))
        return json_response(page([as_state(row) for row in rows], limit, "survey_id"))

    @api.post("/surveys")
    @requires("surveys.write")
    def open_survey() -> Response:
        return json_response(handlers.open_survey(database, principal(), json_body()), 201)

    @api.get("/surveys/<survey_id>")
    @requires("units.read")
    def one_survey(survey_id: str) -> Response:
        with database.scope(principal().scope) as connection:
            row = surveys.survey(connection, as_uuid(survey_id))
        if row is None:
            raise NotFound
        return json_response(as_state(row))

    @api.post("/surveys/<survey_id>/close")
    @requires("surveys.write")
    def close_survey(survey_id: str) -> Response:
        return json_response(handlers.close_survey(database, principal(), as_uuid(survey_id)))


def _add_populations(api: Blueprint, database: Database) -> None:
    @api.get("/populations")
    @requires("units.read")
    def list_populations() -> Response:
        limit, after = page_limit(), as_uuid(request.args.get("after", FIRST))
        with database.scope(principal().scope) as connection:
            rows = surveys.populations(connection, after, limit)
        return json_response(page([as_state(row) for row in rows], limit, "population_id"))

    @api.post("/populations")
    @requires("populations.write")
    def add_population() -> Response:
        return json_response(handlers.add_population(database, principal(), json_body()), 201)
