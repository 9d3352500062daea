"""The table of links of the earlier 3AS, over the API."""

from dataclasses import asdict

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.web import json_response
from flask import Blueprint, Response, request

from forms_service.handlers import legacy as handlers


def blueprint(database: Database) -> Blueprint:
    links = Blueprint("legacy", __name__)

    @links.post("/api/v1/collection-points/legacy-links")
    @requires("points.write")
    def legacy_links() -> Response:
        """CSV in the body; `?dry_run=1` says what would happen, row by row, and stores nothing."""
        dry_run = bool(request.args.get("dry_run"))
        text = request.get_data().decode("utf-8", "replace")
        done = handlers.import_links(database, principal(), text, dry_run=dry_run)
        return json_response(asdict(done), 200 if dry_run else 201)

    return links
