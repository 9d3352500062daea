"""JSON of indices that the ministry published before Suara."""

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.requests import page_limit
from chassis.tenant_tree import is_practice
from chassis.web import json_response
from flask import Blueprint, Response, request

from reporting_service.historic.handlers import historic_of


def blueprint(database: Database) -> Blueprint:
    api = Blueprint("historic_api", __name__, url_prefix="/api/v1/reports")

    @api.get("/units/<identifier>/historic")
    @requires("results.read")
    def historic(identifier: str) -> Response:
        """`reported`: as the ministry published them; Suara computed none of them."""
        instrument, after = request.args.get("instrument"), request.args.get("after", "")
        unit, found = historic_of(database, principal(), identifier, instrument)
        most = page_limit()
        later = [each for each in found if each["historic_id"] > after]
        shown = later[:most]
        following = shown[-1]["historic_id"] if len(later) > most else None
        about = {"code": unit["code"], "practice": is_practice(unit), "reported": True}
        return json_response({**about, "items": shown, "next": following})

    return api
