"""Import of earlier answers: upload, mapping, check, store."""

from urllib.parse import urlencode

from chassis import imports
from chassis.auth import principal, requires
from chassis.database import Database
from chassis.import_pages import (
    allow_files,
    counts_told,
    fault_rows,
    kept_file,
    sent_file,
    words_of,
)
from chassis.imports import Outcome
from chassis.pages import t
from chassis.problems import Invalid
from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from responses_service.earlier.handlers import (
    Sheet,
    Target,
    import_answers,
    read_sheet,
    target_of,
    wish_in,
)
from responses_service.earlier.rules import SHOWN_EXAMPLE, matched
from responses_service.shared.addresses import HUB
from responses_service.shared.context import Context

PATH = f"{HUB}/impor"
KIND = "answers"
# The select of a column is named by its place: a heading may be any text.
COLUMN = "column-"
Page = Redirect | str | tuple[str, int]


def blueprint(context: Context, database: Database) -> Blueprint:
    routes = Blueprint("answer_imports", __name__)
    routes.url_value_preprocessor(allow_files)
    _add_upload(routes, context, database)
    _add_checked(routes, context, database)
    return routes


def _add_upload(routes: Blueprint, context: Context, database: Database) -> None:
    @routes.get(PATH)
    @requires("answers.import")
    def form() -> str:
        return _form(context, [])

    @routes.post(PATH)
    @requires("answers.import")
    def send() -> Page:
        wish = wish_in(request.form)
        try:
            target = target_of(database, context.projection, principal(), wish)
        except Invalid as fault:
            field = fault.faults[0].field
            return _form(context, [(field, t(f"answer_imports.fault.{field}"))]), Invalid.status
        name, data = sent_file()
        sheet = read_sheet(data, target.names)
        if sheet.faults:
            wrong = [("file", ". ".join(words_of(fault))) for fault in sheet.faults]
            return _form(context, wrong), Invalid.status
        with database.scope(principal().scope) as connection:
            digest = imports.keep_upload(connection, principal(), KIND, name, data)
        return redirect(f"{PATH}/{digest}?{urlencode(wish)}", 303)


def _add_checked(routes: Blueprint, context: Context, database: Database) -> None:
    def loaded(digest: str) -> tuple[str, Sheet, Target]:
        target = target_of(database, context.projection, principal(), wish_in(request.values))
        name, data = kept_file(database, KIND, digest)
        return name, read_sheet(data, target.names), target

    @routes.get(f"{PATH}/<digest>")
    @requires("answers.import")
    def mapping(digest: str) -> str:
        name, sheet, target = loaded(digest)
        chosen = matched(sheet.heading, target.names)
        return _mapped(context, digest, name, sheet, target, chosen, None)

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
        outcome = import_answers(database, context, principal(), sheet, target, chosen, store=store)
        if outcome.faults or not store:
            page = _mapped(context, digest, name, sheet, target, chosen, outcome)
            return (page, Invalid.status) if outcome.faults else page
        with database.scope(principal().scope) as connection:
            imports.drop_upload(connection, principal(), KIND, digest)
        counts = {"new": outcome.new, "unchanged": outcome.unchanged}
        return redirect(f"{PATH}?{urlencode(counts)}", 303)


def _form(context: Context, faults: list[tuple[str, str]]) -> str:
    return render_template(
        "earlier/answer_import_form.html",
        instruments=sorted({each.instrument for each in context.projection.surveys.values()}),
        faults=faults,
        given=wish_in(request.values),
        done=counts_told(("new", "unchanged")),
        path=PATH,
        hub=HUB,
    )


def _mapped(
    context: Context,
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
        unit=context.projection.tenant(target.survey.tenant_id),
        wish=wish_in(request.values),
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
    return next(found, "")[:SHOWN_EXAMPLE]
