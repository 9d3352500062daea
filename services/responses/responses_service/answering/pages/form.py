"""The answering pages: plain HTML that works without JavaScript; one request besides the script."""

from chassis.auth import public
from chassis.problems import NotFound, Problem, TooLarge
from chassis.web import FOREVER
from contracts.typed_code import is_code, normalise
from flask import Blueprint, Response, current_app, redirect, request
from werkzeug.wrappers import Response as Redirect

from responses_service.answering.handlers.form_page import (
    asked_in,
    choice_page,
    form_page,
)
from responses_service.answering.handlers.plain_form import given_in
from responses_service.answering.handlers.serving import answered, opened
from responses_service.intake.handlers.at_point import forms_at
from responses_service.intake.handlers.limiting import Limits
from responses_service.shared import asset_files as assets
from responses_service.shared.context import Context
from responses_service.shared.html import html_page
from responses_service.shared.words import LANGUAGES, language_of, words
from responses_service.visits.handlers import telling


def blueprint(context: Context, limits: Limits) -> Blueprint:
    pages = Blueprint("pages", __name__)

    @pages.get("/s")
    @public
    def type_code() -> Redirect:
        typed = request.args.get("code", "")
        code = normalise(typed)
        if is_code(code) and context.ready() and context.projection.point(code):
            return redirect(telling.way_to(code, "typed"), 303)
        language, asked = language_of(list(LANGUAGES)), "code" in request.args
        fault = "unknown" if typed.strip() else "empty" if asked else ""
        return html_page(
            "answering/code.html", language, 422 if fault else 200, typed=typed, fault=fault
        )

    _add_forms(pages, context, limits)
    _add_assets(pages)
    return pages


def _add_forms(pages: Blueprint, context: Context, limits: Limits) -> None:
    @pages.get("/s/<code>")
    @public
    def form(code: str) -> Response:
        return opened(context, normalise(code))

    @pages.post("/s/<code>")
    @public
    def send(code: str) -> Response:
        return answered(context, limits, normalise(code))

    @pages.post("/s/<code>/next")
    @public
    def follow(code: str) -> Response:
        """The second survey, after the thanks for the first: nothing is asked twice."""
        asked = asked_in(
            context, forms_at(context, normalise(code)), request.form.get("survey", "")
        )
        if asked is None:
            return choice_page(context, normalise(code))
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
        answer.headers["Cache-Control"] = FOREVER
        return answer

    @pages.get("/s/sw.js")
    @public
    def worker() -> Response:
        wanted = bool(current_app.config["SETTINGS"].offline_worker)
        answer = Response(assets.worker(wanted=wanted), mimetype="text/javascript")
        answer.headers["Cache-Control"] = "no-cache"
        return answer


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
