"""The answering pages: plain HTML that works without JavaScript; one request besides the script."""

from typing import Any

from chassis.auth import public
from chassis.problems import Invalid, NotFound, Problem, TooLarge, TooMany, Unavailable
from contracts.typed_code import is_code, normalise
from flask import Blueprint, Response, current_app, redirect, request
from werkzeug.wrappers import Response as Redirect

from responses_service.answering.handlers.form_page import (
    Asked,
    asked_in,
    choice_page,
    form_page,
    thanks_page,
)
from responses_service.answering.handlers.plain_form import body_of, given_in
from responses_service.intake.handlers.due import due
from responses_service.intake.handlers.limiting import Limits
from responses_service.intake.handlers.sender import arrival_at
from responses_service.intake.handlers.taking import Intake
from responses_service.shared import asset_files as assets
from responses_service.shared.html import html_page
from responses_service.shared.receipt import spoken
from responses_service.shared.words import LANGUAGES, language_of, words
from responses_service.visits import api as visits

NOT_YET = "no"


def blueprint(intake: Intake, limits: Limits) -> Blueprint:
    pages = Blueprint("pages", __name__)

    @pages.get("/s")
    @public
    def type_code() -> Redirect:
        typed = request.args.get("code", "")
        code = normalise(typed)
        if is_code(code) and intake.ready() and intake.projection.point(code):
            return redirect(visits.way_to(code, "typed"), 303)
        language, asked = language_of(list(LANGUAGES)), "code" in request.args
        fault = "unknown" if typed.strip() else "empty" if asked else ""
        return html_page(
            "answering/code.html", language, 422 if fault else 200, typed=typed, fault=fault
        )

    _add_forms(pages, intake, limits)
    _add_assets(pages)
    return pages


def _add_forms(pages: Blueprint, intake: Intake, limits: Limits) -> None:
    @pages.get("/s/<code>")
    @public
    def form(code: str) -> Response:
        return opened(intake, normalise(code))

    @pages.post("/s/<code>")
    @public
    def submit(code: str) -> Response:
        return answered(intake, limits, normalise(code))

    @pages.post("/s/<code>/next")
    @public
    def follow(code: str) -> Response:
        """The second survey, after the thanks for the first: nothing is asked twice."""
        asked = asked_in(intake, due(intake, normalise(code)), request.form.get("survey", ""))
        if asked is None:
            return choice_page(intake, normalise(code))
        return form_page(asked, given_in(asked.definition, request.form), carried=True)

    @pages.get("/s/<code>/next")
    @public
    def follow_anew(code: str) -> Redirect:
        return redirect(f"/s/{normalise(code)}", 303)


def _add_assets(pages: Blueprint) -> None:
    @pages.get("/s/assets/<name>")
    @public
    def script(name: str) -> Response:
        scripts = {
            assets.script_name(): assets.script,
            assets.kiosk_script_name(): assets.kiosk_script,
        }
        if name not in scripts:
            raise NotFound
        answer = Response(scripts[name](), mimetype="text/javascript")
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer

    @pages.get("/s/sw.js")
    @public
    def worker() -> Response:
        wanted = bool(current_app.config["SETTINGS"].offline_worker)
        answer = Response(assets.worker(wanted=wanted), mimetype="text/javascript")
        answer.headers["Cache-Control"] = "no-cache"
        return answer


def opened(intake: Intake, code: str) -> Response:
    """The form that is due at a point, or the choice between several. Raise NotFound."""
    found = due(intake, code)
    wanted = request.args.get("survey")
    asked = asked_in(intake, found, wanted)
    visits.opened(code, asked.layout if asked else visits.PLAIN)
    return form_page(asked, {}) if asked else choice_page(intake, code)


def answered(intake: Intake, limits: Limits, code: str) -> Response:
    """Thanks for the answers of a form at a point; or the form again. Raise NotFound."""
    sent_to = request.form.get("survey", "")
    # A survey may have closed while somebody answered: whether it is late is for the intake.
    found = due(intake, code, sent_to)
    asked = asked_in(intake, found, sent_to)
    if asked is None:
        return choice_page(intake, code)
    if request.form.get("done") == NOT_YET:
        return _not_yet(asked)
    return _submitted(intake, limits, asked)


def error_page(problem: Problem, reference: str) -> Response:
    language = language_of(list(LANGUAGES), unread=isinstance(problem, TooLarge))
    said = words(language)
    if isinstance(problem, NotFound):
        return html_page("answering/code.html", language, 404, typed="", fault="unknown")
    way = said["problem_way"].replace("{reference}", reference)
    answer = html_page(
        "answering/message.html", language, problem.status, title=said["problem_title"], way=way
    )
    answer.headers.update(problem.headers)
    return answer


def _not_yet(asked: Asked) -> Response:
    """Who is not served yet answers nothing: kindly, and counted."""
    visits.screened(asked.code)
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


def _submitted(intake: Intake, limits: Limits, asked: Asked) -> Response:
    """Thanks with the receipt; or the same form with every answer kept."""
    given = given_in(asked.definition, request.form)
    carried = "carried" in given
    body: dict[str, Any] = body_of(asked.definition, given, asked.today)
    try:
        arrival = arrival_at(limits, intake.projection, asked.point, body)
        receipt = intake.submit(body, arrival)
    except (Invalid, TooMany, Unavailable) as problem:
        return form_page(asked, given, carried=carried, problem=problem)
    visits.finished(body)
    return thanks_page(asked, body, spoken(receipt))
