"""Typing sheets by keyboard alone: a number, one key per statement, Enter; and settling."""

from typing import Any
from urllib.parse import urlencode

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import lang, t
from chassis.problems import Invalid
from contracts.form_shapes import Item
from contracts.wording import word_in
from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from responses_service.paper import rules
from responses_service.paper.entry import handlers
from responses_service.paper.entry.images.handlers import form_part as images
from responses_service.paper.entry.images.rules.limits import TOLD
from responses_service.shared.addresses import PAPER, PAPER_ENTRY
from responses_service.shared.context import Context
from responses_service.shared.projection import State
from responses_service.shared.submission_rules import ANSWERS

SETTLE = f"{PAPER}/selisih"
FIELD = "a."
SAVED = ("typed", "counted", "late")
FAULTS = {"is required": "required", "must be one of the printed numbers": "key"}
Page = Redirect | str | tuple[str, int]


def blueprint(context: Context, database: Database) -> Blueprint:
    routes = Blueprint("paper_entry", __name__)
    routes.url_value_preprocessor(images.allow_images)
    routes.register_error_handler(413, _too_large)
    _add_typing(routes, context, database)
    _add_settling(routes, context, database)
    return routes


def _add_typing(routes: Blueprint, context: Context, database: Database) -> None:
    def keys(number: str, fault: Invalid | None = None) -> str:
        sheet = handlers.to_type(database, context, principal(), number)
        return _keys(database, sheet, fault)

    @routes.get(PAPER_ENTRY)
    @requires("paper.enter")
    def form() -> Page:
        typed = request.args.get("sheet", "").strip()
        if not typed:
            return _ask("", "")
        try:
            return keys(typed)
        except Invalid as fault:
            return _refused(typed, fault)

    @routes.post(PAPER_ENTRY)
    @requires("paper.enter")
    def save() -> Page:
        number = request.form.get("sheet", "")
        try:
            if images.keep_sent(database, context, number):
                return keys(number)
            state = handlers.enter(database, context, principal(), number, _typed())
        except Invalid as fault:
            if fault.faults[0].field == "sheet":
                return _refused(number, fault)
            return keys(number, fault), Invalid.status
        return _saved(number, state)


def _add_settling(routes: Blueprint, context: Context, database: Database) -> None:
    @routes.get(f"{SETTLE}/<sheet>")
    @requires("paper.enter")
    def differences(sheet: str) -> Page:
        try:
            return _differences(context, database, sheet, None)
        except Invalid as fault:
            return _refused(sheet, fault)

    @routes.post(f"{SETTLE}/<sheet>")
    @requires("paper.enter")
    def settle(sheet: str) -> Page:
        try:
            if images.keep_sent(database, context, sheet):
                return _differences(context, database, sheet, None)
            state = handlers.settle(database, context, principal(), sheet, _typed())
        except Invalid as fault:
            if fault.faults[0].field == "sheet":
                return _refused(sheet, fault)
            return _differences(context, database, sheet, fault), Invalid.status
        return _saved(sheet, state)


def _differences(context: Context, database: Database, number: str, fault: Invalid | None) -> str:
    sheet, found = handlers.differences(database, context, principal(), number)
    return render_template(
        "paper/entry/difference.html",
        sheet=sheet,
        questions=[
            {**_question(sheet, each.item), "first": each.first, "second": each.second}
            for each in found
        ],
        faults=_faults(sheet, fault),
        image=images.shown(database, sheet, fault),
        **_common(sheet.number),
    )


def _saved(number: str, state: str) -> Redirect:
    plain = _number_in(number)
    if state == "differs":
        return redirect(f"{SETTLE}/{plain}", 303)
    return redirect(f"{PAPER_ENTRY}?{urlencode({'done': plain, 'state': state})}", 303)


def _number_in(typed: str) -> str:
    """Without what a scanner or a person adds; empty for a mistyped number."""
    named = rules.read_number(typed)
    return rules.number_of(*named) if named else ""


def _typed() -> dict[str, str]:
    return {
        name.removeprefix(FIELD): value
        for name, value in request.form.items()
        if name.startswith(FIELD)
    }


def _ask(typed: str, fault: str) -> str:
    """For the next number; says what became of the last one."""
    done, state = request.args.get("done", ""), request.args.get("state", "")
    told = _number_in(done) and state in SAVED and not fault
    said = t(f"paper.saved.{state}", sheet=rules.spoken(_number_in(done))) if told else ""
    return render_template(
        "paper/entry/number.html",
        typed=typed,
        fault=fault,
        said=said,
        path=PAPER,
        entry=PAPER_ENTRY,
    )


def _too_large(_: Exception) -> Page:
    """So large that the form was not read, with whatever else stood in it."""
    return _ask("", t("paper.image.fault.large", **TOLD)), 413


def _refused(typed: str, fault: Invalid) -> Page:
    word = fault.faults[0].message
    if word == "differs":
        return redirect(f"{SETTLE}/{_number_in(typed)}", 303)
    return _ask(typed, t(f"paper.refused.{word}")), Invalid.status


def _keys(database: Database, sheet: handlers.Sheet, fault: Invalid | None) -> str:
    return render_template(
        "paper/entry/keys.html",
        sheet=sheet,
        questions=[_question(sheet, item) for item in sheet.items],
        faults=_faults(sheet, fault),
        image=images.shown(database, sheet, fault),
        **_common(sheet.number),
    )


def _common(number: str) -> dict[str, Any]:
    return {
        "number": number,
        "said": rules.spoken(number),
        "field": FIELD,
        "given": request.form,
        "path": PAPER,
        "entry": PAPER_ENTRY,
        "settle": SETTLE,
    }


def _question(sheet: handlers.Sheet, item: Item) -> State:
    return {
        "key": item["key"],
        "place": sheet.items.index(item) + 1,
        "short": word_in(item["short"], lang()),
        "keys": "".join(rules.keys_of(item)),
    }


def _faults(sheet: handlers.Sheet, fault: Invalid | None) -> dict[str, str]:
    """Words by item, in the order of the sheet; under an empty key what is about no item."""
    told = {each.field: each.message for each in fault.faults} if fault else {}
    told.pop(images.FIELD, None)
    found = {}
    for place, item in enumerate(sheet.items, 1):
        if message := told.pop(f"answers.{item['key']}", ""):
            found[item["key"]] = t(f"paper.fault.{FAULTS.get(message, 'rule')}", n=place)
    for field in told:
        found[""] = t(f"paper.fault.{'empty' if field == ANSWERS else 'other'}", field=field)
    return found
