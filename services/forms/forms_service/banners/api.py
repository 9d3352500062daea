"""JSON: a photo of a hung poster in, what was seen on it out; and the checks of a scope."""

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.problems import Invalid
from chassis.web import json_response
from flask import Blueprint, Response, request

from forms_service.banners.handlers import checking
from forms_service.banners.handlers.photo import allow_photos, in_words
from forms_service.banners.rules.limits import LARGEST
from forms_service.config import FormsSettings
from forms_service.shared.lists import after_id, id_argument, listed


def blueprint(database: Database, settings: FormsSettings) -> Blueprint:
    api = Blueprint("banners_api", __name__, url_prefix="/api/v1/collection-points")
    api.url_value_preprocessor(allow_photos)

    @api.get("/checks")
    @requires("points.read")
    def checks() -> Response:
        after, tenant = after_id(), id_argument("tenant")
        return listed(
            database,
            lambda connection, limit: checking.listed(connection, after, limit, tenant),
            "check_id",
        )

    @api.post("/<code>/checks")
    @requires("banners.write")
    def check(code: str) -> Response:
        photo = request.stream.read(LARGEST + 1)
        try:
            return json_response(checking.check(database, settings, principal(), code, photo), 201)
        except Invalid as problem:
            raise in_words(problem) from None

    return api
