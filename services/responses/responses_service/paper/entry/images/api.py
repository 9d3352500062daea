"""Images of sheets by PUT, and shown to whoever has the sheet in hand; the page shows them, too."""

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.problems import Invalid, NotFound, invalid
from chassis.web import json_response
from flask import Blueprint, Response, request

from responses_service.paper.entry.images.handlers import keeping
from responses_service.paper.entry.images.handlers.form_part import FIELD, allow_images, in_words
from responses_service.paper.entry.images.rules.limits import LARGEST
from responses_service.shared.addresses import PAPER_IMAGE
from responses_service.shared.context import Context

API = "/api/v1/paper/sheets/<sheet>/image"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def blueprint(context: Context, database: Database) -> Blueprint:
    routes = Blueprint("paper_images", __name__)
    routes.url_value_preprocessor(allow_images)

    @routes.put(API)
    @requires("paper.enter")
    def api_keep(sheet: str) -> Response:
        if (request.content_length or 0) > LARGEST:
            raise in_words(invalid(FIELD, "large"))
        data = request.stream.read(LARGEST + 1)
        try:
            keeping.keep(database, context, principal(), sheet, data)
        except Invalid as fault:
            raise in_words(fault) from None
        return _state(database, context, sheet)

    @routes.get(API)
    @requires("paper.enter")
    def api_state(sheet: str) -> Response:
        return _state(database, context, sheet)

    @routes.get(f"{API}/<int:part>")
    @routes.get(f"{PAPER_IMAGE}/<sheet>/<int:part>")
    @requires("paper.enter")
    def show(sheet: str, part: int) -> Response:
        try:
            data = keeping.page(database, context, principal(), sheet, part)
        except Invalid as fault:
            raise in_words(fault) from None
        return Response(data, mimetype="image/jpeg", headers=HEADERS)

    return routes


def _state(database: Database, context: Context, number: str) -> Response:
    try:
        sheet = keeping.found(database, context, principal(), number)
    except Invalid as fault:
        raise in_words(fault) from None
    row = keeping.described(database, principal(), sheet)
    if row is None:
        raise NotFound
    at = row.uploaded_at.isoformat()
    return json_response({"sheet": sheet.number, "pages": row.pages, "uploaded_at": at})
