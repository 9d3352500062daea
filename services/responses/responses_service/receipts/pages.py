"""What became of an answer, and what was written with it, to see, correct and take back by receipt;
works without a script."""

from typing import Any

from chassis.auth import public
from chassis.database import Database
from chassis.problems import Invalid, NotFound, Unavailable
from contracts.wording import word_in
from flask import Blueprint, Response, request

from responses_service.receipts import handlers
from responses_service.receipts.handlers import Written
from responses_service.shared.addresses import RECEIPT
from responses_service.shared.context import Context
from responses_service.shared.html import html_page
from responses_service.shared.receipt import spoken
from responses_service.shared.words import LANGUAGES, language_of, period_words, words

Body = dict[str, Any]


def blueprint(context: Context, database: Database) -> Blueprint:
    routes = Blueprint("receipts", __name__)

    @routes.get(RECEIPT)
    @public
    def form() -> Response:
        return _receipt_page(200)

    @routes.post(RECEIPT)
    @public
    def look() -> Response:
        typed = request.form.get("receipt", "")
        try:
            found = handlers.fate(database, context, typed)
        except NotFound:
            return _receipt_page(422, typed=typed, fault="receipt_unknown")
        shown = {"state": found.state, "period": found.period, "practice": found.practice}
        return _receipt_page(200, receipt=spoken(found.receipt), **shown)

    routes.register_blueprint(_written(context, database))
    return routes


def _written(context: Context, database: Database) -> Blueprint:
    """Apart, since a receipt that is not known is told with other words here."""
    routes = Blueprint("written", __name__)

    @routes.post(f"{RECEIPT}/tulisan")
    @public
    def see() -> Response:
        found = handlers.written(database, context, _receipt())
        return _written_page(context, found, vars(found))

    @routes.post(f"{RECEIPT}/ubah")
    @public
    def change() -> Response:
        body = _body()
        try:
            handlers.correct(database, context, _receipt(), body)
        except Invalid as problem:
            found = handlers.written(database, context, _receipt())
            return _written_page(context, found, body, problem)
        return _receipt_page(200, done="corrected")

    @routes.post(f"{RECEIPT}/hapus")
    @public
    def erase() -> Response:
        handlers.erase(database, context, _receipt())
        return _receipt_page(200, done="erased")

    @routes.errorhandler(NotFound)
    def unknown(problem: NotFound) -> Response:
        return _receipt_page(422, typed=_receipt(), fault="receipt_unknown")

    @routes.errorhandler(Unavailable)
    def later(problem: Unavailable) -> Response:
        return _receipt_page(problem.status, typed=_receipt(), fault="receipt_later")

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


def _receipt_page(status: int, **values: Any) -> Response:
    known: dict[str, Any] = dict.fromkeys(
        ("typed", "fault", "receipt", "state", "period", "practice", "done"), ""
    )
    known.update(values)
    language = language_of(list(LANGUAGES))
    known["period"] = period_words(known["period"], language) if known["period"] else ""
    return html_page("receipts/receipt.html", language, status, here=RECEIPT, path=RECEIPT, **known)


def _written_page(
    context: Context, found: Written, given: Body, problem: Invalid | None = None
) -> Response:
    language = language_of(list(LANGUAGES))
    form = context.projection.forms.get(found.form_version_id)
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
        here=RECEIPT,
        path=RECEIPT,
        receipt=_receipt(),
        found=found,
        given={"text": "", "items": {}, "contact": {}, **given},
        labels=labels,
        faults=faults,
        until=period_words(found.text_until, language) if found.text or found.items else "",
    )
