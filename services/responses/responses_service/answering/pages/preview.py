"""What a form would look like on a phone, all on one page, for those who write questionnaires."""

from typing import Any

import orjson
from chassis import clock
from chassis.auth import requires
from chassis.problems import FieldFault, Invalid
from chassis.web import wants_page
from flask import Blueprint, Response, request
from jinja2 import UndefinedError

from responses_service.answering.handlers.form_parts import facts_of, parts_of, repeat_style
from responses_service.shared import asset_files as assets
from responses_service.shared.html import html_page
from responses_service.shared.submission_rules import compile_rules
from responses_service.shared.words import LANGUAGES, words

FRAMED = "frame-ancestors 'self'"
# What comes of showing a draft that is half done; UndefinedError: where the template needs more.
NO_DEFINITION = (KeyError, TypeError, ValueError, AttributeError, UndefinedError)
WANTED = "must be a definition in JSON, of the form in GET /api/v1/instruments/schema"


def blueprint() -> Blueprint:
    pages = Blueprint("preview", __name__)

    @pages.post("/s/preview")
    @requires("instruments.write", "instruments.review")
    def preview() -> Response:
        """`definition` (JSON), `lang`, `unit`: shown inside the editor; nothing can be sent."""
        wanted = request.form.get("lang", "id")
        language = wanted if wanted in LANGUAGES else "id"
        try:
            answer = _form(orjson.loads(request.form.get("definition", "")), language)
        except NO_DEFINITION as fault:
            if not wants_page():
                raise Invalid(faults=[FieldFault("definition", WANTED)]) from fault
            way = words(language)["preview_fault"]
            answer = html_page(
                "answering/message.html", language, 422, title=words(language)["preview"], way=way
            )
        policy = answer.headers["Content-Security-Policy"]
        answer.headers["Content-Security-Policy"] = policy.replace("frame-ancestors 'none'", FRAMED)
        return answer

    return pages


def _form(definition: Any, language: str) -> Response:
    """Raise KeyError and the like for what is no definition yet: a draft may be half done."""
    compile_rules(definition)
    unit = request.form.get("unit") or "Unit Contoh"
    facts = facts_of(definition, language)
    return html_page(
        "answering/form.html",
        language,
        200,
        list(definition["languages"]),
        more_style=repeat_style(definition, language),
        code="preview",
        tenant=unit,
        survey={"survey": ""},
        form=definition,
        given={},
        hidden=[],
        faults=[],
        missing={},
        sounds={},
        waiting=False,
        script=assets.script_name(),
        preview=True,
        facts={"mode": "preview", "layout": "scroll", "zone": 0, "first": 0, **facts},
        **parts_of(definition, language, {"{unit}": unit}, clock.today()),
    )
