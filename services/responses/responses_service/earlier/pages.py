"""Import of earlier answers: upload, mapping, check, store; and the same over the API."""

from typing import Any
from urllib.parse import urlencode

import orjson
from chassis import imports
from chassis.auth import principal, requires
from chassis.database import Database
from chassis.import_pages import (
    allow_files,
    counts_told,
    fault_rows,
    field_fault,
    kept_file,
    said,
    sent_file,
    words_of,
)
from chassis.imports import Outcome
from chassis.pages import t
from chassis.problems import Invalid
from chassis.web import json_response
from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from responses_service.earlier.handlers import Sheet, Target, import_answers, read_sheet, target_of
from responses_service.earlier.rules import matched
from responses_service.intake.handlers.taking import Intake
from responses_service.shared.hub import PATH as HUB
from responses_service.shared.units import invalid

PATH, API = f"{HUB}/impor", "/api/v1/answer-imports"
KIND = "answers"
WISH = ("unit", "instrument", "period")
# The select of a column is named by its place: a heading may be any text.
COLUMN = "column-"
Page = Redirect | str | tuple[str, int]


def blueprint(intake: Intake, database: Database) -> Blueprint:
    routes = Blueprint("answer_imports", __name__)
    routes.url_value_preprocessor(allow_files)
    _add_upload(routes, intake, database)
    _add_checked(routes, intake, database)
    _add_api(routes, intake, database)
    return routes


def _add_upload(routes: Blueprint, intake: Intake, database: Database) -> None:
    @routes.get(PATH)
    @requires("answers.import")
    def form() -> str:
        return _form(intake, [])

    @routes.post(PATH)
    @requires("answers.import")
    def send() -> Page:
        wish = _wish(request.form)
        try:
            target = target_of(database, intake.projection, principal(), wish)
        except Invalid as fault:
            field = fault.faults[0].field
            return _form(intake, [(field, t(f"answer_imports.fault.{field}"))]), Invalid.status
        name, data = sent_file()
        sheet = read_sheet(data, target.names)
        if sheet.faults:
            wrong = [("file", ". ".join(words_of(fault))) for fault in sheet.faults]
            return _form(intake, wrong), Invalid.status
        with database.scope(principal().scope) as connection:
            digest = imports.keep_upload(connection, principal(), KIND, name, data)
        return redirect(f"{PATH}/{digest}?{urlencode(wish)}", 303)


def _add_checked(routes: Blueprint, intake: Intake, database: Database) -> None:
    def loaded(digest: str) -> tuple[str, Sheet, Target]:
        target = target_of(database, intake.projection, principal(), _wish(request.values))
        name, data = kept_file(database, KIND, digest)
        return name, read_sheet(data, target.names), target

    @routes.get(f"{PATH}/<digest>")
    @requires("answers.import")
    def mapping(digest: str) -> str:
        name, sheet, target = loaded(digest)
        return _mapped(digest, name, sheet, target, matched(sheet.heading, target.names), None)

    @routes.post(f"{PATH}/<digest>")
    @requires("answers.import")
    def check(digest: str) -> Page:
        name, sheet, target = loaded(digest)
        chosen = {
            column: request.form.get(f"{COLUMN}{place}", "")
            for place, column in enumerate(sheet.heading)
            if column
        }
        store = request.form.get("action") == "store"
        outcome = import_answers(database, intake, principal(), sheet, target, chosen, store=store)
        if outcome.faults or not store:
            page = _mapped(digest, name, sheet, target, chosen, outcome)
            return (page, Invalid.status) if outcome.faults else page
        with database.scope(principal().scope) as connection:
            imports.drop_upload(connection, principal(), KIND, digest)
        counts = {"new": outcome.new, "unchanged": outcome.unchanged}
        return redirect(f"{PATH}?{urlencode(counts)}", 303)


def _add_api(routes: Blueprint, intake: Intake, database: Database) -> None:
    @routes.post(API)
    @requires("answers.import")
    def api() -> Response:
        """A form: file, unit, instrument, period, perhaps mapping (JSON: target by column) and
        dry_run=true, which stores nothing and lists every fault."""
        target = target_of(database, intake.projection, principal(), _wish(request.form))
        sheet = read_sheet(sent_file()[1], target.names)
        dry = request.form.get("dry_run") == "true"
        mapping = _given_mapping() or matched(sheet.heading, target.names)
        outcome = import_answers(
            database, intake, principal(), sheet, target, mapping, store=not dry
        )
        if outcome.faults and not dry:
            raise Invalid(faults=[field_fault(fault) for fault in outcome.faults])
        counts = {name: getattr(outcome, name) for name in ("new", "unchanged", "faulty")}
        faults = [said(fault) for fault in outcome.faults]
        return json_response({"dry_run": dry, "mapping": mapping, **counts, "faults": faults})


def _given_mapping() -> dict[str, str]:
    raw = request.form.get("mapping", "")
    try:
        found = orjson.loads(raw) if raw else {}
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
        raise invalid("mapping", 'must be a JSON object such as {"Q1": "informasi"}')
    return found


def _wish(given: Any) -> dict[str, str]:
    return {name: str(given.get(name, "")).strip() for name in WISH}


def _form(intake: Intake, faults: list[tuple[str, str]]) -> str:
    return render_template(
        "earlier/answer_import_form.html",
        instruments=sorted({each.instrument for each in intake.projection.surveys.values()}),
        faults=faults,
        given=_wish(request.values),
        done=counts_told(("new", "unchanged")),
        path=PATH,
        hub=HUB,
    )


def _mapped(
    digest: str,
    name: str,
    sheet: Sheet,
    target: Target,
    mapping: dict[str, str],
    outcome: Outcome | None,
) -> str:
    columns = [
        (f"{COLUMN}{place}", column, mapping.get(column, ""), _example(sheet, place))
        for place, column in enumerate(sheet.heading)
        if column
    ]
    return render_template(
        "earlier/answer_import.html",
        wish=_wish(request.values),
        name=name,
        total=len(sheet.rows),
        columns=columns,
        targets=target.names,
        outcome=outcome,
        rows=fault_rows(outcome.faults if outcome else ()),
        here=f"{PATH}/{digest}",
        path=PATH,
    )


def _example(sheet: Sheet, place: int) -> str:
    """The first filled cell of a column, to recognise it by."""
    found = (cells[place] for _, cells in sheet.rows if place < len(cells) and cells[place])
    return next(found, "")[:40]
