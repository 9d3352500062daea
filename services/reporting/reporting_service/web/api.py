"""JSON of what the pages show."""

from dataclasses import asdict
from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.problems import FieldFault, Invalid
from chassis.web import json_response
from flask import Blueprint, Response, request

from reporting_service.web.loading import unit_page


def blueprint(database: Database) -> Blueprint:
    api = Blueprint("api", __name__, url_prefix="/api/v1/reports")

    @api.get("/units/<code>")
    @requires("results.read")
    def one(code: str) -> Response:
        page = _load(database, code)
        return json_response({"tenant": page.tenant, "survey": page.shown and asdict(page.shown)})

    @api.get("/units")
    @requires("results.read")
    def below() -> Response:
        parent = request.args.get("parent")
        if not parent:
            raise Invalid(faults=[FieldFault("parent", "is required: the code of a tenant")])
        page = _load(database, parent)
        items = [{"tenant": tenant, "survey": view and asdict(view)} for tenant, view in page.units]
        return json_response({"items": items, "next": None})

    return api


def _load(database: Database, code: str) -> Any:
    wanted = (request.args.get("instrument"), request.args.get("period"))
    return unit_page(database, principal(), code, *wanted, "en")
