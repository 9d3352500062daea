"""What became of an answer, and what was written with it: by receipt, in the body of a request,
never in an address."""

from dataclasses import asdict

from chassis.auth import public
from chassis.database import Database
from chassis.problems import FieldFault, Invalid
from chassis.requests import json_body
from chassis.web import json_response
from flask import Blueprint, Response

from responses_service.receipts import handlers
from responses_service.receipts.handlers import Written
from responses_service.shared.context import Context


def blueprint(context: Context, database: Database) -> Blueprint:
    routes = Blueprint("receipts_api", __name__, url_prefix="/api/v1")

    @routes.post("/receipts")
    @public
    def fate() -> Response:
        typed = _receipt_in(json_body())
        return json_response(asdict(handlers.fate(database, context, typed)))

    @routes.post("/receipts/contents")
    @public
    def written() -> Response:
        return _written(handlers.written(database, context, _receipt_in(json_body())))

    @routes.post("/receipts/corrections")
    @public
    def correct() -> Response:
        body = json_body()
        receipt = _receipt_in(body)
        del body["receipt"]
        return _written(handlers.correct(database, context, receipt, body), 202)

    @routes.post("/erasures")
    @public
    def erase() -> Response:
        handlers.erase(database, context, _receipt_in(json_body()))
        return json_response({"state": "erasing"}, 202)

    return routes


def _written(found: Written, status: int = 200) -> Response:
    names = ("text", "items", "contact", "consent", "text_until")
    return json_response({name: getattr(found, name) for name in names}, status)


def _receipt_in(body: dict[str, object]) -> str:
    given = body.get("receipt")
    if not isinstance(given, str):
        raise Invalid(faults=[FieldFault("receipt", "is required, as text")])
    return given
