"""The answering pages: plain HTML that works without JavaScript; one request besides the script."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from chassis.auth import public
from chassis.problems import Invalid, NotFound, Problem, Unavailable
from contracts.typed_code import is_code, normalise
from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from responses_service.domain.issued import issue
from responses_service.domain.receipt import spoken
from responses_service.handlers.forms import due
from responses_service.handlers.intake import Intake
from responses_service.web import assets, visits
from responses_service.web.form_parts import parts_of
from responses_service.web.plain_form import body_of, explain, given_in
from responses_service.web.words import LANGUAGES, language_of, words

Given = Mapping[str, Any]


def blueprint(intake: Intake, base_url: str) -> Blueprint:
    pages = Blueprint("pages", __name__, template_folder="../templates")

    @pages.get("/s")
    @public
    def type_code() -> Redirect:
        typed = request.args.get("code", "")
        code = normalise(typed)
        if is_code(code) and intake.ready() and intake.projection.point(code):
            return redirect(visits.way_to(code, "typed"), 303)
        language = language_of(list(LANGUAGES))
        return html_page(
            "code.html", language, 422 if typed else 200, typed=typed, fault=bool(typed)
        )

    @pages.get("/s/<code>")
    @public
    def form(code: str) -> Response:
        return opened(intake, normalise(code))

    @pages.post("/s/<code>")
    @public
    def submit(code: str) -> Response:
        found = due(intake, normalise(code))
        chosen = [one for one in found["surveys"] if one["survey"] == request.form.get("survey")]
        if not chosen:
            return _choice(found)
        given = given_in(chosen[0]["definition"], request.form)
        return _submitted(intake, found, chosen[0], given)

    @pages.get("/s/assets/<name>")
    @public
    def script(name: str) -> Response:
        if name != assets.script_name():
            raise NotFound
        answer = Response(assets.script(), mimetype="text/javascript")
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer

    return pages


def opened(intake: Intake, code: str) -> Response:
    """The form that is due at a point, or the choice between several. Raise NotFound."""
    found = due(intake, code)
    visits.opened(code)
    wanted = request.args.get("survey")
    chosen = [survey for survey in found["surveys"] if wanted in (None, survey["survey"])]
    if len(chosen) != 1:
        return _choice(found)
    return _form(intake, found, chosen[0], {})


def error_page(problem: Problem, reference: str) -> Response:
    language = language_of(list(LANGUAGES))
    said = words(language)
    if isinstance(problem, NotFound):
        return html_page("code.html", language, 404, typed="", fault=True)
    way = said["problem_way"].replace("{reference}", reference)
    answer = html_page(
        "message.html", language, problem.status, title=said["problem_title"], way=way
    )
    answer.headers.update(problem.headers)
    return answer


def _submitted(
    intake: Intake, found: dict[str, Any], survey: dict[str, Any], given: dict[str, Any]
) -> Response:
    """Thanks with the receipt; or the same form with every answer kept."""
    definition = survey["definition"]
    body = body_of(definition, given)
    try:
        receipt = intake.submit(body)
    except Invalid as problem:
        return _form(intake, found, survey, given, problem=problem)
    except Unavailable as problem:
        return _form(intake, found, survey, given, problem=problem)
    visits.finished(body)
    language = language_of(definition["languages"])
    return html_page(
        "thanks.html",
        language,
        200,
        definition["languages"],
        code=found["code"],
        survey=survey["survey"],
        receipt=spoken(receipt),
        not_complaints=definition["page"]["not_complaints"][language],
    )


def _choice(found: dict[str, Any]) -> Response:
    language = language_of(list(LANGUAGES))
    offered = [
        {**survey, "title": survey["definition"]["title"].get(language) or survey["instrument"]}
        for survey in found["surveys"]
    ]
    return html_page(
        "choose.html",
        language,
        200,
        code=found["code"],
        tenant=found["tenant"]["short_name"],
        surveys=offered,
    )


def _form(
    intake: Intake,
    found: dict[str, Any],
    survey: dict[str, Any],
    given: Given,
    problem: Problem | None = None,
) -> Response:
    definition = survey["definition"]
    language = language_of(definition["languages"])
    faults, missing = explain(definition, problem, words(language), language)
    hidden = {
        "response_id": given.get("response_id") or str(uuid.uuid4()),
        "code": found["code"],
        "survey": survey["survey"],
        "form_version": survey["form_version"],
        "issued": given.get("issued") or issue(intake.keys.issued, datetime.now(UTC)),
        "language": language,
        "entry": visits.entry_field(),
    }
    answer = html_page(
        "form.html",
        language,
        problem.status if problem else 200,
        definition["languages"],
        keep={"survey": survey["survey"]},
        code=found["code"],
        tenant=found["tenant"]["short_name"],
        survey=survey,
        form=definition,
        given=given,
        hidden=hidden,
        faults=faults,
        missing=missing,
        waiting=isinstance(problem, Unavailable),
        script=assets.script_name(),
        preview=False,
        **parts_of(definition, language, {"{unit}": found["tenant"]["short_name"]}),
    )
    answer.headers.update(problem.headers if problem else {})
    return answer


def html_page(
    template: str,
    language: str,
    status: int,
    offered: list[str] | None = None,
    *,
    keep: dict[str, str] | None = None,
    **values: Any,
) -> Response:
    page = render_template(
        template,
        lang=language,
        w=words(language),
        style=assets.style(),
        offered=offered or list(LANGUAGES),
        names=LANGUAGES,
        keep=f"{urlencode(keep)}&" if keep else "",
        **values,
    )
    answer = Response(page, status, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = assets.policy()
    answer.headers["Cache-Control"] = "no-store"
    return answer
