"""What a form would look like on a phone: the real template, for those who write questionnaires."""

from typing import Any

import orjson
from chassis.auth import requires
from flask import Blueprint, Response, request

from responses_service.domain.rules import compile_rules
from responses_service.web import assets
from responses_service.web.form_parts import parts_of
from responses_service.web.pages import html_page
from responses_service.web.words import LANGUAGES, words

FRAMED = "frame-ancestors 'self'"


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
        except (KeyError, TypeError, ValueError, AttributeError):
            way = words(language)["preview_fault"]
            answer = html_page(
                "message.html", language, 422, title=words(language)["preview"], way=way
            )
        policy = assets.policy().replace("frame-ancestors 'none'", FRAMED)
        answer.headers["Content-Security-Policy"] = policy
        return answer

    return pages


def _form(definition: Any, language: str) -> Response:
    """Raise KeyError and the like for what is no definition yet: a draft may be half done."""
    compile_rules(definition)
    unit = request.form.get("unit") or "Unit Contoh"
    return html_page(
        "form.html",
        language,
        200,
        list(definition["languages"]),
        code="preview",
        tenant=unit,
        survey={"survey": ""},
        form=definition,
        given={},
        hidden={},
        faults=[],
        missing=set(),
        waiting=False,
        script=assets.script_name(),
        preview=True,
        **parts_of(definition, language, {"{unit}": unit}),
    )
