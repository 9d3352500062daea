"""Shows the form that is due at a point and takes its answers in, for a code or a kiosk."""

from typing import Any

from chassis.problems import Invalid, TooMany, Unavailable
from flask import Response, request

from responses_service.answering.handlers.form_page import (
    Asked,
    asked_in,
    choice_page,
    form_page,
    thanks_page,
)
from responses_service.answering.handlers.plain_form import body_of, given_in
from responses_service.intake.handlers.at_point import forms_at
from responses_service.intake.handlers.limiting import Limits
from responses_service.intake.handlers.sender import arrival_at
from responses_service.intake.handlers.taking import submit
from responses_service.shared.context import Context
from responses_service.shared.html import html_page
from responses_service.shared.receipt import spoken
from responses_service.visits.handlers import telling
from responses_service.visits.rules import SCROLL

NOT_YET = "no"


def opened(context: Context, code: str) -> Response:
    """The form that is due at a point, or the choice between several. Raise NotFound."""
    found = forms_at(context, code)
    wanted = request.args.get("survey")
    asked = asked_in(context, found, wanted)
    telling.opened(code, asked.layout if asked else SCROLL)
    return form_page(asked, {}) if asked else choice_page(context, code)


def answered(context: Context, limits: Limits, code: str) -> Response:
    """Thanks for the answers of a form at a point; or the form again. Raise NotFound."""
    sent_to = request.form.get("survey", "")
    # A survey may have closed while somebody answered: whether it is late is for the intake.
    found = forms_at(context, code, sent_to)
    asked = asked_in(context, found, sent_to)
    if asked is None:
        return choice_page(context, code)
    if request.form.get("done") == NOT_YET:
        return _not_yet(asked)
    return _submitted(context, limits, asked)


def _not_yet(asked: Asked) -> Response:
    """Who is not served yet answers nothing: kindly, and counted."""
    telling.screened(asked.code)
    return html_page(
        "answering/later.html",
        asked.language,
        200,
        asked.definition["languages"],
        here=asked.here,
        code=asked.code,
        link=asked.link,
        mode=asked.mode,
    )


def _submitted(context: Context, limits: Limits, asked: Asked) -> Response:
    """Thanks with the receipt; or the same form with every answer kept."""
    given = given_in(asked.definition, request.form)
    carried = "carried" in given
    body: dict[str, Any] = body_of(asked.definition, given, asked.today)
    try:
        arrival = arrival_at(limits, context.projection, asked.point, body)
        receipt = submit(context, body, arrival)
    except (Invalid, TooMany, Unavailable) as problem:
        return form_page(asked, given, carried=carried, problem=problem)
    telling.finished(body)
    return thanks_page(asked, body, spoken(receipt))
