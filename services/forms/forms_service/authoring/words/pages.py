"""Pages of a draft's words: title, introduction, languages and sections; the translation view."""

from typing import Any

from chassis.auth import requires
from chassis.database import Database
from chassis.pages import t
from chassis.problems import Conflict
from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from forms_service.authoring.handlers.fault_words import where
from forms_service.authoring.handlers.showing import (
    change,
    conflict,
    draft_pages,
    revision,
    shown_here,
)
from forms_service.authoring.words.rules.head import fields_of, with_head
from forms_service.authoring.words.rules.pairs import complete, lines, pairs, translated
from forms_service.shared.definitions.reading import LANGUAGES
from forms_service.shared.definitions.unchecked import Definition


def blueprint(database: Database) -> Blueprint:
    pages = draft_pages("authoring_texts", "/kelola/kuesioner/<draft_id>")
    _add_head(pages, database)
    _add_translation(pages, database)
    return pages


def _add_head(pages: Blueprint, database: Database) -> None:
    @pages.get("/kepala")
    @requires("instruments.write")
    def head(draft_id: str) -> Response:
        shown = shown_here(database, draft_id)
        return _head_page(shown, shown["definition"], [])

    @pages.post("/kepala")
    @requires("instruments.write")
    def save_head(draft_id: str) -> Answer:
        try:
            change(database, draft_id, lambda one: with_head(one, request.form))
        except Conflict:
            shown = shown_here(database, draft_id)
            return _head_page(shown, with_head(shown["definition"], request.form), conflict())
        return redirect(url_for("authoring.draft", draft_id=draft_id), 303)


def _add_translation(pages: Blueprint, database: Database) -> None:
    @pages.get("/terjemahan")
    @requires("instruments.write", "instruments.review")
    def translation(draft_id: str) -> Response:
        shown = shown_here(database, draft_id)
        return _translation_page(shown, {}, [])

    @pages.post("/terjemahan")
    @requires("instruments.write")
    def save_translation(draft_id: str) -> Answer:
        words = {
            name.removeprefix("at-"): said.strip().replace("\r\n", "\n")
            for name, said in request.form.items()
            if name.startswith("at-")
        }
        shown = shown_here(database, draft_id)
        language = _language(shown["definition"])
        try:
            change(database, draft_id, lambda one: translated(one, language, words))
        except Conflict:
            return _translation_page(shown_here(database, draft_id), words, conflict())
        address = url_for("authoring_texts.translation", draft_id=draft_id, ke=language)
        return redirect(address, 303)


def _head_page(shown: dict[str, Any], typed: Definition, errors: list[Any]) -> Response:
    page = render_template(
        "authoring/words/head.html",
        **shown,
        errors=errors,
        fields=fields_of(typed),
        known_languages=LANGUAGES,
    )
    return make_response(page, 409 if errors else 200)


def _language(definition: Definition) -> str:
    """The one asked for, else the first that is not Indonesian."""
    wanted, known = request.values.get("ke", ""), definition["languages"]
    others = [code for code in known if code != "id"]
    return wanted if wanted in known else [*others, "id"][0]


def _translation_page(shown: dict[str, Any], typed: dict[str, str], errors: list[Any]) -> Response:
    definition = shown["definition"]
    language = _language(definition)
    found = pairs(definition, language)
    there, count, share = complete(found)
    lacking = request.args.get("kurang") == "1"
    rows = [
        (where(pair.path, definition), pair, typed.get(pair.path, pair.translated))
        for pair in found
        if not lacking or not pair.translated.strip()
    ]
    page = render_template(
        "authoring/words/translation.html",
        **shown,
        errors=errors,
        language=language,
        rows=rows,
        lines=lines,
        figure=t("authoring.complete", there=there, count=count, share=share),
        lacking=lacking,
        missing=count - there,
        revision=revision(),
    )
    return make_response(page, 409 if errors else 200)
