"""Visit tokens for a unit's own system."""

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.requests import json_body
from chassis.web import json_response
from flask import Blueprint, Response, request

from responses_service.shared.context import Context
from responses_service.tokens.handlers import as_table, draw


def blueprint(context: Context, database: Database) -> Blueprint:
    routes = Blueprint("tokens_api", __name__)

    @routes.post("/api/v1/visit-tokens")
    @requires("visits.write")
    def send() -> Response:
        """JSON, or CSV for those who ask for text/csv."""
        found = draw(database, context, principal(), json_body())
        if request.accept_mimetypes.best_match(["application/json", "text/csv"]) == "text/csv":
            return Response(as_table(found), 201, mimetype="text/csv")
        return json_response(found, 201)

    return routes
