"""JSON: findings on points that fell silent."""

from chassis.auth import requires
from chassis.database import Database
from flask import Blueprint, Response

from forms_service.shared.lists import after_id, id_argument, listed
from forms_service.visits.handlers import visits as handlers


def blueprint(database: Database) -> Blueprint:
    api = Blueprint("visits_api", __name__, url_prefix="/api/v1")

    @api.get("/collection-points/findings")
    @requires("points.read")
    def open_findings() -> Response:
        after, tenant = after_id(), id_argument("tenant")
        return listed(
            database,
            lambda connection, limit: handlers.open_findings(connection, after, limit, tenant),
            "finding_id",
        )

    return api
