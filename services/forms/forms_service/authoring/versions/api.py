"""JSON: instruments and formulas for all."""

from collections.abc import Mapping
from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.problems import NotFound
from chassis.web import json_response
from flask import Blueprint, Response, request

from forms_service.authoring.versions import handlers

SUMMARY = ("form_version_id", "instrument", "version", "official", "languages", "status", "hash")


def blueprint(database: Database) -> Blueprint:
    api = Blueprint("versions_api", __name__, url_prefix="/api/v1")

    @api.get("/instruments")
    @requires("instruments.read")
    def instruments() -> Response:
        with database.scope(principal().scope) as connection:
            found = handlers.newest(connection)
        return json_response({"items": [_summary(state) for state in found], "next": None})

    @api.get("/instruments/<code>/versions")
    @requires("instruments.read")
    def instrument_versions(code: str) -> Response:
        with database.scope(principal().scope) as connection:
            found = handlers.versions_of(connection, code)
        if not found:
            raise NotFound
        return json_response({"items": found, "next": None})

    @api.get("/formulas")
    @requires("instruments.read")
    def formulas() -> Response:
        with database.scope(principal().scope) as connection:
            found = handlers.formulas(connection, request.args.get("instrument"))
        return json_response({"items": found, "next": None})

    return api


def _summary(state: Mapping[str, Any]) -> dict[str, Any]:
    return {**{name: state[name] for name in SUMMARY}, "title": state["definition"]["title"]}
