"""Images of sheets: taken with the form that types them or by PUT, shown to whoever has it."""

from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import t
from chassis.problems import FieldFault, Invalid, NotFound
from chassis.web import json_response
from flask import Blueprint, Response, request

from responses_service.intake.handlers.taking import Intake
from responses_service.paper.entry.handlers import Sheet
from responses_service.paper.images.handlers import keeping as handlers
from responses_service.paper.images.rules import MOST_PAGES, MOST_PIXELS
from responses_service.paper.pages import PATH
from responses_service.shared.units import invalid

API, VIEW = "/api/v1/paper/sheets/<sheet>/image", f"{PATH}/gambar"
FIELD, ALONE = "image", "keep-image"
LIMITS = {"mb": handlers.LARGEST // 10**6, "n": MOST_PAGES, "mp": MOST_PIXELS // 10**6}
# Something above the largest: what is a little too large is told with everything typed still there.
ROOM = handlers.LARGEST * 3 // 2
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def blueprint(intake: Intake, database: Database) -> Blueprint:
    routes = Blueprint("paper_images", __name__)
    routes.url_value_preprocessor(allow_images)

    @routes.put(API)
    @requires("paper.enter")
    def api_keep(sheet: str) -> Response:
        if (request.content_length or 0) > handlers.LARGEST:
            raise _told(invalid(FIELD, "large"))
        data = request.stream.read(handlers.LARGEST + 1)
        try:
            handlers.keep(database, intake, principal(), sheet, data)
        except Invalid as fault:
            raise _told(fault) from None
        return _state(database, intake, sheet)

    @routes.get(API)
    @requires("paper.enter")
    def api_state(sheet: str) -> Response:
        return _state(database, intake, sheet)

    @routes.get(f"{API}/<int:part>")
    @routes.get(f"{VIEW}/<sheet>/<int:part>")
    @requires("paper.enter")
    def show(sheet: str, part: int) -> Response:
        try:
            data = handlers.page(database, intake, principal(), sheet, part)
        except Invalid as fault:
            raise _told(fault) from None
        return Response(data, mimetype="image/jpeg", headers=HEADERS)

    return routes


def allow_images(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Before the check of the form's token, which reads the whole form."""
    request.max_content_length = ROOM


def keep_sent(database: Database, intake: Intake, number: str) -> bool:
    """Keep the image that the form brings, if it brings one; True when that alone was asked for.
    Raise as the handler."""
    sent, alone = request.files.get(FIELD), request.form.get("do") == ALONE
    if alone or (sent and sent.filename):
        data = sent.stream.read(handlers.LARGEST + 1) if sent else b""
        handlers.keep(database, intake, principal(), number, data)
    return alone


def shown(database: Database, sheet: Sheet, fault: Invalid | None) -> dict[str, Any]:
    """What the box of the image says: `pages` that there are, `said` of the one just sent."""
    row = handlers.described(database, principal(), sheet)
    asked = request.form.get("do") == ALONE and not fault
    return {
        "pages": row.pages if row else 0,
        "at": f"{VIEW}/{sheet.number}",
        "fault": next((words_of(each) for each in _of_image(fault)), ""),
        "said": t("paper.image.kept", n=row.pages) if row and asked else "",
        "field": FIELD,
        "alone": ALONE,
    }


def words_of(fault: FieldFault) -> str:
    """What is wrong with an image, or why not this sheet, and the way out."""
    if fault.field == FIELD:
        return t(f"paper.image.fault.{fault.message}", **LIMITS)
    return t(f"paper.refused.{fault.message}")


def _of_image(fault: Invalid | None) -> list[FieldFault]:
    return [each for each in fault.faults if each.field == FIELD] if fault else []


def _told(fault: Invalid) -> Invalid:
    return Invalid(faults=[FieldFault(each.field, words_of(each)) for each in fault.faults])


def _state(database: Database, intake: Intake, number: str) -> Response:
    try:
        sheet = handlers.found(database, intake, principal(), number)
    except Invalid as fault:
        raise _told(fault) from None
    row = handlers.described(database, principal(), sheet)
    if row is None:
        raise NotFound
    at = row.uploaded_at.isoformat()
    return json_response({"sheet": sheet.number, "pages": row.pages, "uploaded_at": at})
