"""Batches of numbered sheets: issue, print, set spoiled ones aside, close."""

from typing import Any

from chassis import clock
from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import t
from chassis.problems import Invalid, NotFound
from chassis.reading import whole_in
from chassis.requests import as_uuid
from chassis.tenant_tree import name_on
from flask import Blueprint, redirect, render_template, request
from sqlalchemy import Row
from werkzeug.wrappers import Response as Redirect

from responses_service.answering.handlers.form_parts import parts_of
from responses_service.paper import handlers, rules
from responses_service.shared.addresses import HUB, PAPER, PAPER_ENTRY
from responses_service.shared.context import Context
from responses_service.shared.projection import Survey
from responses_service.shared.qr import qr_svg
from responses_service.shared.units import unit_of
from responses_service.shared.words import LANGUAGES, period_words, words

READS = ("paper.write", "paper.enter")


def blueprint(context: Context, database: Database, base_url: str) -> Blueprint:
    routes = Blueprint("paper", __name__)
    _add_issue(routes, context, database)
    _add_batch(routes, context, database, base_url)
    return routes


def _add_issue(routes: Blueprint, context: Context, database: Database) -> None:
    @routes.get(PAPER)
    @requires(*READS)
    def listed() -> str:
        rows = handlers.batches(database, principal())
        return render_template(
            "paper/batches.html",
            rows=rows,
            path=PAPER,
            entry=PAPER_ENTRY,
            hub=HUB,
            unit=_unit_asked(),
        )

    @routes.get(f"{PAPER}/baru")
    @requires("paper.write")
    def form() -> str:
        return _form(context, database, [])

    @routes.post(f"{PAPER}/baru")
    @requires("paper.write")
    def issue() -> Redirect | tuple[str, int]:
        names = ("unit", "instrument", "point", "language")
        wish: dict[str, Any] = {name: request.form.get(name, "") for name in names}
        wish["count"] = whole_in(request.form, "count", 1, rules.MOST)
        try:
            made = handlers.issue_batch(database, context.projection, principal(), wish)
        except Invalid as fault:
            return _form(context, database, [fault.faults[0].field]), Invalid.status
        return redirect(f"{PAPER}/{made}", 303)


def _add_batch(routes: Blueprint, context: Context, database: Database, base_url: str) -> None:
    @routes.get(f"{PAPER}/<paper_batch_id>")
    @requires(*READS)
    def one(paper_batch_id: str) -> str:
        return _one(database, as_uuid(paper_batch_id), [])

    @routes.get(f"{PAPER}/<paper_batch_id>/cetak")
    @requires("paper.write")
    def printed(paper_batch_id: str) -> str:
        row = handlers.batch(database, principal(), as_uuid(paper_batch_id))
        return _printed(context, row, base_url)

    @routes.post(f"{PAPER}/<paper_batch_id>/rusak")
    @requires(*READS)
    def spoil(paper_batch_id: str) -> Redirect | tuple[str, int]:
        batch_id = as_uuid(paper_batch_id)
        typed, reason = request.form.get("sheets", ""), request.form.get("reason")
        try:
            handlers.spoil(database, principal(), batch_id, typed, reason)
        except Invalid as fault:
            return _one(database, batch_id, [fault.faults[0].field]), Invalid.status
        return redirect(f"{PAPER}/{batch_id}", 303)

    @routes.post(f"{PAPER}/<paper_batch_id>/tutup")
    @requires("paper.write")
    def close(paper_batch_id: str) -> Redirect | tuple[str, int]:
        batch_id = as_uuid(paper_batch_id)
        try:
            handlers.close(database, principal(), batch_id)
        except Invalid as fault:
            return _one(database, batch_id, [fault.faults[0].field]), Invalid.status
        return redirect(f"{PAPER}/{batch_id}", 303)


def _unit_asked() -> str:
    """Repeated in the link to the form; the form checks it."""
    return request.args.get("unit", "")


def _form(context: Context, database: Database, faults: list[str]) -> str:
    with database.scope(principal().scope) as connection:
        unit = unit_of(connection, principal(), request.values.get("unit", ""))
    surveys = handlers.surveys_of(context.projection, unit["tenant_id"])
    languages = {
        each: None
        for survey in surveys
        for each in handlers.languages_of(context.projection, survey)
        if each in LANGUAGES
    }
    return render_template(
        "paper/new.html",
        unit=unit,
        surveys=_newest(surveys),
        points=handlers.points_of(context.projection, unit["tenant_id"]),
        languages=[(each, LANGUAGES[each]) for each in languages],
        most=rules.MOST,
        given=request.form,
        faults=[(each, t(f"paper.fault.{each}", most=rules.MOST)) for each in faults],
        path=PAPER,
    )


def _newest(surveys: list[Survey]) -> list[Survey]:
    """One of each instrument, in the order in which they are due."""
    found: dict[str, Survey] = {}
    for survey in surveys:
        found.setdefault(survey.instrument, survey)
    return list(found.values())


def _one(database: Database, batch_id: str, faults: list[str]) -> str:
    row, sheets = handlers.batch_and_sheets(database, principal(), batch_id)

    def number(place: int) -> str:
        return rules.number_of(row.number, place)

    return render_template(
        "paper/batch.html",
        row=row,
        by_state={
            state: [each for each in sheets if each.state == state]
            for state in ("issued", "typed", "differs", "late", "spoiled")
        },
        number=number,
        spoken=rules.spoken,
        reasons=rules.REASONS,
        writes=principal().may("paper.write") and not row.closed_at,
        spoils=not row.closed_at,
        given=request.form,
        faults=[(each, t(f"paper.fault.{each}")) for each in faults],
        path=PAPER,
        entry=PAPER_ENTRY,
    )


def _printed(context: Context, row: Row[Any], base_url: str) -> str:
    form = context.projection.forms.get(str(row.form_version_id))
    tenant = context.projection.tenant(str(row.tenant_id))
    point = context.projection.point(row.point)
    if form is None or tenant is None or point is None:
        raise NotFound
    name = name_on(tenant, clock.today())["short_name"]
    sheets = [
        (rules.spoken(number), qr_svg(f"{base_url}{PAPER_ENTRY}?sheet={number}"))
        for number in handlers.numbers_of(row)
    ]
    return render_template(
        "paper/sheets.html",
        row=row,
        sheets=sheets,
        form=form.definition,
        items=rules.on_paper(form.definition["items"]),
        keys_of=rules.keys_of,
        unit=name,
        point=point["name"],
        period=period_words(row.period, row.language),
        words=words(row.language),
        of=row.language,
        path=PAPER,
        **parts_of(form.definition, row.language, {"{unit}": name}, clock.today()),
    )
