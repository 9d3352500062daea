"""JSON of who was shown a result."""

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.tenant_tree import is_practice
from chassis.web import json_response
from flask import Blueprint, Response, request

from reporting_service.sightings.handlers.telling import report
from reporting_service.sightings.rules import asked_of, cells, page_of, seen


def blueprint(database: Database) -> Blueprint:
    api = Blueprint("sightings_api", __name__, url_prefix="/api/v1/reports")

    @api.get("/units/<identifier>/sightings")
    @requires("audit.read")
    def sightings(identifier: str) -> Response:
        told = report(database, principal(), identifier, asked_of(request.args))
        lines, following = page_of(told.sightings, request.args.get("after", ""))
        return json_response(
            {
                "code": told.tenant["code"],
                "practice": is_practice(told.tenant),
                "of": told.of,
                "instrument": told.figure and told.figure.instrument,
                "period": told.figure and told.figure.period,
                "until": told.until,
                "partly": told.partly,
                "seen": seen(told.sightings),
                "items": [cells(each) for each in lines],
                "next": following,
            }
        )

    return api
