"""Pages of the public: their style stands in them under its hash, their language in the address."""

from functools import cache
from typing import Any
from urllib.parse import urlencode

from contracts.text_answers import LONGEST
from flask import Response, current_app
from jinja2 import Environment, Undefined

from responses_service.shared import asset_files as assets
from responses_service.shared.answers import DIGITS
from responses_service.shared.submission_rules import CONTACT_LIMIT
from responses_service.shared.words import ALSO, LANGUAGES, words

# Signs that a field takes, by the kind of its question; contact stands for each of its fields.
ROOM = {**LONGEST, "contact": CONTACT_LIMIT, "number": DIGITS}


def html_page(
    template: str,
    language: str,
    status: int,
    offered: list[str] | None = None,
    *,
    here: str = "",
    keep: dict[str, str] | None = None,
    more_style: str = "",
    **values: Any,
) -> Response:
    """`here` and `keep`: path and query that the links to other languages repeat; `more_style`:
    rules that this page has beside those of all."""
    page = (
        _lenient(current_app.jinja_env)
        .get_template(template)
        .render(
            lang=language,
            w=words(language),
            style=assets.style() + more_style,
            offered=offered or list(LANGUAGES),
            names=LANGUAGES,
            longest=ROOM,
            also=ALSO,
            here=here,
            keep=f"{urlencode(keep)}&" if keep else "",
            **values,
        )
    )
    answer = Response(page, status, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = assets.policy(more_style)
    answer.headers["Cache-Control"] = "no-store"
    answer.vary.add("Accept-Language")
    return answer


@cache
def _lenient(templates: Environment) -> Environment:
    """A definition leaves out what it does not use; the staff's pages are strict about names.
    Made once: every overlay begins without a compiled template."""
    return templates.overlay(undefined=Undefined)
