"""The JSON intake: form, submission, receipt."""

from datetime import UTC, datetime

from chassis.auth import public
from chassis.database import Database
from chassis.problems import FieldFault, Invalid, NotFound, Unavailable
from chassis.requests import json_body
from chassis.web import json_response
from contracts.typed_code import normalise
from flask import Blueprint, Response, request
from sqlalchemy.exc import DBAPIError

from responses_service.domain.issued import issue
from responses_service.domain.receipt import is_genuine, read
from responses_service.handlers.forms import due, etag
from responses_service.handlers.intake import Intake
from responses_service.store import ledger
from responses_service.web import visits

BODY_LIMIT = 64 * 1024


def blueprint(intake: Intake, database: Database) -> Blueprint:
    api = Blueprint("api", __name__, url_prefix="/api/v1")

    @api.get("/forms/<code>")
    @public
    def form(code: str) -> Response:
        found = due(intake, normalise(code))
        tag = etag(found)
        if tag in request.if_none_match:
            return Response(status=304, headers={"ETag": f'"{tag}"'})
        body = {**found, "issued": issue(intake.keys.issued, datetime.now(UTC))}
        return json_response(body, headers={"ETag": f'"{tag}"', "Cache-Control": "no-cache"})

    @api.post("/responses")
    @public
    def submit() -> Response:
        body = json_body(BODY_LIMIT)
        receipt = intake.submit(body)
        visits.finished(body)
        return json_response({"response_id": body["response_id"], "receipt": receipt}, 202)

    @api.post("/receipts")
    @public
    def fate() -> Response:
        given = json_body(BODY_LIMIT).get("receipt")
        if not isinstance(given, str):
            raise Invalid(faults=[FieldFault("receipt", "is required, as text")])
        receipt = read(given)
        if not is_genuine(intake.keys.receipt, receipt):
            raise NotFound("This is no receipt of ours; check the letters and numbers")
        try:
            with database.unbound() as connection:
                found = ledger.fate(connection, receipt)
        except DBAPIError as fault:
            raise Unavailable("Receipts cannot be looked up right now") from fault
        if found is None:
            return json_response({"receipt": receipt, "state": "accepted", "period": None})
        return json_response({"receipt": receipt, "state": found[0], "period": found[1]})

    return api
