"""Filling in for somebody over the API: a submission with `reason` and `declared` besides."""

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.requests import json_body
from chassis.web import json_response
from flask import Blueprint, Response

from responses_service.assisted.handlers import check_declared, fill_in
from responses_service.intake.handlers.limiting import Limits
from responses_service.shared.context import Context
from responses_service.shared.units import point_for


def blueprint(context: Context, limits: Limits, database: Database) -> Blueprint:
    routes = Blueprint("assisted_api", __name__)

    @routes.post("/api/v1/responses/assisted")
    @requires("assist.write")
    def send() -> Response:
        body = json_body()
        said = {name: body.pop(name, None) for name in ("reason", "declared")}
        point = point_for(database, context, principal(), body.get("code"))
        check_declared(said)
        receipt = fill_in(database, context, limits, principal(), point, body, str(said["reason"]))
        return json_response({"response_id": body["response_id"], "receipt": receipt}, 202)

    return routes
