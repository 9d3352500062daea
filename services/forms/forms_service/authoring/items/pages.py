"""Pages of a draft's parts: one item, the head (title, introduction, languages, sections)."""

from typing import Any
from urllib.parse import urlencode

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import t
from chassis.problems import Conflict, NotFound
from chassis.web import json_response
from contracts.conditions import OPERATORS
from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from forms_service.authoring.handlers.bases import official_below
from forms_service.authoring.handlers.showing import (
    change,
    conflict,
    draft_pages,
    revision,
    shown_here,
)
from forms_service.authoring.items.rules import TEXTS, TYPES, fields_of, item_from, rows
from forms_service.authoring.rules import drafting
from forms_service.authoring.rules.resting import REPLACEABLE
from forms_service.shared.definitions.unchecked import Definition


def blueprint(database: Database) -> Blueprint:
    pages = draft_pages("authoring_items", "/kelola/kuesioner/<draft_id>")
    _add_item(pages, database)
    _add_removal(pages, database)
    return pages


def _add_item(pages: Blueprint, database: Database) -> None:
    @pages.get("/butir")
    @requires("instruments.write")
    def item(draft_id: str) -> Response:
        shown = shown_here(database, draft_id)
        key, definition = request.args.get("kunci", ""), shown["definition"]
        found = _item(definition, key) if key else _new(definition, shown["owner"])
        return _page(shown, found, fields_of(found, definition["languages"]), key, [])

    @pages.post("/butir")
    @requires("instruments.write")
    def save_item(draft_id: str) -> Answer:
        shown = shown_here(database, draft_id)
        key, definition = request.form.get("kunci", ""), shown["definition"]
        made = _made(definition)
        errors = _errors(definition, made, key)
        if not errors:
            try:
                base = _base(database, definition)
                change(database, draft_id, lambda one: drafting.with_own(one, made, key, base))
            except Conflict:
                shown = shown_here(database, draft_id)
                errors = conflict()
        if errors:
            fields = {**fields_of(made, definition["languages"]), "key": made["key"]}
            status = 409 if revision() != shown["draft"].revision else 422
            return _page(shown, made, fields, key, errors, status)
        return redirect(f"{url_for('authoring.draft', draft_id=draft_id)}#item-{made['key']}", 303)

    @pages.post("/butir/pratinjau")
    @requires("instruments.write")
    def preview_item(draft_id: str) -> Response:
        """The definition as it would be with the item as typed; nothing is stored."""
        shown = shown_here(database, draft_id)
        key, definition = request.form.get("kunci", ""), shown["definition"]
        base = _base(database, definition)
        return json_response(drafting.with_own(definition, _made(definition), key, base))


def _add_removal(pages: Blueprint, database: Database) -> None:
    @pages.post("/butir/hapus")
    @requires("instruments.write")
    def remove(draft_id: str) -> Answer:
        key = request.form.get("kunci", "")
        shown = shown_here(database, draft_id)
        _item(shown["definition"], key)
        base = _base(database, shown["definition"])
        change(database, draft_id, lambda one: drafting.without_own(one, key, base))
        return redirect(url_for("authoring.draft", draft_id=draft_id), 303)


def _base(database: Database, definition: Definition) -> Definition:
    """The official definition below own questions; empty for a draft of the ministry."""
    with database.scope(principal().scope) as connection:
        return official_below(connection, definition)


def _item(definition: Definition, key: str) -> Definition:
    """An item that its author may change; raise NotFound."""
    place = drafting.place_of(definition, key)
    if place is None or not drafting.may_edit(definition, definition["items"][place]):
        raise NotFound
    return dict(definition["items"][place])


def _new(definition: Definition, owner: str) -> Definition:
    """What the form of a new item holds: the section it was asked for in, the owner as source."""
    sections = [section["key"] for section in definition["sections"]] or [""]
    wanted = request.args.get("bagian", "")
    own = bool(definition.get("based_on"))
    return {
        "key": "",
        "section": wanted if wanted in sections else sections[-1],
        "type": "one" if own else TYPES[0],
        "source": owner if own else definition.get("source", ""),
        "text": {},
    }


def _made(definition: Definition) -> Definition:
    return item_from(request.form, definition)


def _errors(definition: Definition, made: Definition, key: str) -> list[dict[str, str]]:
    """What keeps the item from being stored at all; the rest is a fault of the draft."""
    errors = []
    if not made["key"]:
        errors.append({"text": t("authoring.error.key"), "href": "#key"})
    elif made["key"] != key and drafting.place_of(definition, made["key"]) is not None:
        errors.append({"text": t("authoring.error.twice", name=made["key"]), "href": "#key"})
    if not made["text"].get("id"):
        errors.append({"text": t("authoring.error.text"), "href": "#text-id"})
    if key:
        _item(definition, key)
    return errors


def _replaceable(definition: Definition, key: str) -> list[str]:
    """What the item may replace: U4, U6 and U7 that are still there, and what it replaces now."""
    if not definition.get("based_on") or definition["code"] != "IKM":
        return []
    place = drafting.place_of(definition, key)
    now = definition["items"][place].get("replaces") if place is not None else None
    return [
        each
        for each in REPLACEABLE
        if each == now or drafting.place_of(definition, each) is not None
    ]


def _page(
    shown: dict[str, Any],
    item: Definition,
    fields: dict[str, str],
    key: str,
    errors: list[dict[str, str]],
    status: int = 200,
) -> Response:
    definition = shown["definition"]
    place = drafting.place_of(definition, key)
    earlier = definition["items"][:place] if place is not None else definition["items"]
    stored = definition["items"][place] if status == 409 and place is not None else None
    options, rules = rows(item)
    page = render_template(
        "authoring/items/item.html",
        **shown,
        fields=fields,
        key=key,
        errors=errors,
        types=TYPES,
        operators=OPERATORS,
        text_names=TEXTS,
        replaceable=_replaceable(definition, key),
        earlier=[each for each in earlier if each["type"] != "note"],
        option_rows=options,
        rule_rows=rules,
        stored=stored,
        source=f"{shown['address']}/butir/pratinjau?{urlencode({'kunci': key})}",
    )
    return make_response(page, status)
