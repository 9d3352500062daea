"""JSON: instruments and formulas for all, surveys and populations of the caller's scope."""

from collections.abc import Callable
from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.problems import NotFound
from chassis.requests import as_uuid, json_body
from chassis.web import json_response
from flask import Blueprint, Response, request

from forms_service.populations import handlers as counting
from forms_service.populations.store import populations
from forms_service.shared.events import as_state
from forms_service.shared.lists import after_id, id_argument, listed, period_argument
from forms_service.shared.store import surveys, versions
from forms_service.surveys import handlers

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
        newest: dict[str, Any] = {}
        for state in _found(database, versions.official_versions, None):
            newest.setdefault(state["instrument"], _summary(state))
        return json_response({"items": list(newest.values()), "next": None})

    @api.get("/instruments/<code>/versions")
    @requires("instruments.read")
    def instrument_versions(code: str) -> Response:
        found = _found(database, versions.form_versions, code)
        if not found:
            raise NotFound
        return json_response({"items": found, "next": None})

    @api.get("/formulas")
    @requires("instruments.read")
    def formulas() -> Response:
        found = _found(database, versions.formula_versions, request.args.get("instrument"))
        return json_response({"items": found, "next": None})


def _found(
    database: Database, query: Callable[..., list[versions.State]], instrument: str | None
) -> list[versions.State]:
    """What holds for all and the own questions in scope; PostgreSQL takes no NUL in a text."""
    if instrument is not None and not instrument.isprintable():
        return []
    with database.scope(principal().scope) as connection:
        return query(connection, instrument)


def _summary(state: versions.State) -> dict[str, Any]:
    return {**{name: state[name] for name in SUMMARY}, "title": state["definition"]["title"]}


def _add_surveys(api: Blueprint, database: Database) -> None:
    @api.get("/surveys")
    @requires("units.read")
    def list_surveys() -> Response:
        after, tenant, period = after_id(), id_argument("tenant"), period_argument()
        return listed(
            database,
            lambda connection, limit: surveys.surveys(connection, after, limit, tenant, period),
            "survey_id",
        )

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
        after, tenant, period = after_id(), id_argument("tenant"), period_argument()
        return listed(
            database,
            lambda connection, limit: populations.populations(
                connection, after, limit, tenant, period
            ),
            "population_id",
        )

    @api.post("/populations")
    @requires("populations.write")
    def enter_population() -> Response:
        return json_response(counting.enter_population(database, principal(), json_body()), 201)

    @api.post("/populations/<population_id>/confirm")
    @requires("populations.confirm")
    def confirm(population_id: str) -> Response:
        done = counting.decide(database, principal(), [as_uuid(population_id)], confirm=True)
        return json_response(done[0])

    @api.post("/populations/<population_id>/return")
    @requires("populations.confirm")
    def hand_back(population_id: str) -> Response:
        key = as_uuid(population_id)
        return json_response(counting.hand_back(database, principal(), key, json_body()))
