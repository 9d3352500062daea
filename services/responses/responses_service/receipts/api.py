"""What became of an answer: by receipt, in the body of a request, never in an address."""

from typing import Any

from chassis.auth import public
from chassis.database import Database
from chassis.problems import FieldFault, Invalid, NotFound, Problem, Unavailable
from chassis.requests import json_body
from chassis.web import json_response
from flask import Blueprint, Response, request
from sqlalchemy.exc import DBAPIError

from responses_service.intake.handlers.taking import Intake
from responses_service.receipts import handlers as amending
from responses_service.record.store import ledger
from responses_service.shared.html import html_page
from responses_service.shared.receipt import is_genuine, read, spoken
from responses_service.shared.words import LANGUAGES, language_of, period_words

PATH = "/s/tanda-terima"
Fate = tuple[str, str | None]


def blueprint(intake: Intake, database: Database) -> Blueprint:
    routes = Blueprint("receipts", __name__)

    @routes.post("/api/v1/receipts")
    @public
    def api_fate() -> Response:
        receipt, (state, period) = _fate(intake, database, _receipt_in(json_body()))
        return json_response({"receipt": receipt, "state": state, "period": period})

    @routes.post("/api/v1/receipts/contents")
    @public
    def api_written() -> Response:
        return _written(amending.written(database, intake, _receipt_in(json_body())))

    @routes.post("/api/v1/receipts/corrections")
    @public
    def api_correct() -> Response:
        body = json_body()
        receipt = _receipt_in(body)
        del body["receipt"]
        return _written(amending.correct(database, intake, receipt, body), 202)

    @routes.post("/api/v1/erasures")
    @public
    def api_erase() -> Response:
        amending.erase(database, intake, _receipt_in(json_body()))
        return json_response({"state": "erasing"}, 202)

    @routes.get(PATH)
    @public
    def form() -> Response:
        return page(200)

    @routes.post(PATH)
    @public
    def look() -> Response:
        typed = request.form.get("receipt", "")
        try:
            receipt, (state, period) = _fate(intake, database, typed)
        except NotFound:
            return page(422, typed=typed, fault="receipt_unknown")
        return page(200, receipt=spoken(receipt), state=state, period=period)

    return routes


def _written(found: amending.Written, status: int = 200) -> Response:
    names = ("text", "items", "contact", "consent", "text_until")
    return json_response({name: getattr(found, name) for name in names}, status)


def _receipt_in(body: dict[str, object]) -> str:
    given = body.get("receipt")
    if not isinstance(given, str):
        raise Invalid(faults=[FieldFault("receipt", "is required, as text")])
    return given


def _fate(intake: Intake, database: Database, typed: str) -> tuple[str, Fate]:
    """The receipt and (state, period). Raise NotFound, Unavailable."""
    receipt = read(typed)
    if not is_genuine(intake.keys.receipt, receipt):
        raise NotFound("This is no receipt of ours; check the letters and numbers")
    try:
        with database.unbound() as connection:
            found = ledger.fate(connection, receipt)
    except DBAPIError as fault:
        raise _away() from fault
    return receipt, found or ("accepted", None)


def _away() -> Problem:
    return Unavailable("Receipts cannot be looked up right now")


def page(status: int, **values: Any) -> Response:
    known: dict[str, Any] = {
        **{"typed": "", "fault": "", "receipt": "", "state": "", "period": "", "done": ""},
        **values,
    }
    language = language_of(list(LANGUAGES))
    known["period"] = period_words(known["period"], language) if known["period"] else ""
    return html_page("receipts/receipt.html", language, status, here=PATH, path=PATH, **known)
