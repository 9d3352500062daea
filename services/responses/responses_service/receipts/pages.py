"""What a person wrote, to see, correct and take back by receipt; works without a script."""

from typing import Any

from chassis.auth import public
from chassis.database import Database
from chassis.problems import Invalid, NotFound, Unavailable
from flask import Blueprint, Response, request

from responses_service.intake.handlers.taking import Intake
from responses_service.receipts import handlers as amending
from responses_service.receipts.api import PATH, page
from responses_service.receipts.handlers import Written
from responses_service.shared.html import html_page
from responses_service.shared.words import LANGUAGES, language_of, period_words, word_in, words

Body = dict[str, Any]


def blueprint(intake: Intake, database: Database) -> Blueprint:
    routes = Blueprint("written", __name__)

    @routes.post(f"{PATH}/tulisan")
    @public
    def see() -> Response:
        found = amending.written(database, intake, _receipt())
        return _page(intake, found, vars(found))

    @routes.post(f"{PATH}/ubah")
    @public
    def change() -> Response:
        body = _body()
        try:
            amending.correct(database, intake, _receipt(), body)
        except Invalid as problem:
            found = amending.written(database, intake, _receipt())
            return _page(intake, found, body, problem)
        return page(200, done="corrected")

    @routes.post(f"{PATH}/hapus")
    @public
    def erase() -> Response:
        amending.erase(database, intake, _receipt())
        return page(200, done="erased")

    @routes.errorhandler(NotFound)
    def unknown(problem: NotFound) -> Response:
        return page(422, typed=_receipt(), fault="receipt_unknown")

    @routes.errorhandler(Unavailable)
    def later(problem: Unavailable) -> Response:
        return page(problem.status, typed=_receipt(), fault="receipt_later")

    return routes


def _receipt() -> str:
    return request.form.get("receipt", "")


def _body() -> Body:
    """What the form has no field for is left out: it stays as it is."""
    form = {name: value.strip() for name, value in request.form.items()}
    body: Body = {"text": form["text"]} if "text" in form else {}
    for name, prefix in (("items", "i."), ("contact", "c.")):
        body[name] = {
            key.removeprefix(prefix): value for key, value in form.items() if key.startswith(prefix)
        }
    return body


def _page(intake: Intake, found: Written, given: Body, problem: Invalid | None = None) -> Response:
    language = language_of(list(LANGUAGES))
    form = intake.projection.forms.get(found.form_version_id)
    said = words(language)
    labels = {
        key: word_in(item["short"], language)
        for key, item in (form.rules.items if form else {}).items()
    }
    faults = []
    for fault in problem.faults if problem else ():
        where, _, key = fault.field.partition(".")
        anchor = {"items": f"i-{key}", "contact": f"c-{key}"}.get(where, where)
        label = labels.get(key) or said[f"written_{key or where}"]
        faults.append((anchor, said["other_fault"].replace("{field}", label)))
    return html_page(
        "receipts/written.html",
        language,
        422 if problem else 200,
        here=PATH,
        path=PATH,
        receipt=_receipt(),
        found=found,
        given={"text": "", "items": {}, "contact": {}, **given},
        labels=labels,
        faults=faults,
        until=period_words(found.text_until, language) if found.text or found.items else "",
    )
