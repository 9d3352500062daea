"""Batches of numbered sheets: issue, print, set spoiled ones aside, close; page and API."""

from datetime import date
from typing import Any

import qrcode
import qrcode.image.svg
from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import t
from chassis.problems import Invalid, NotFound
from chassis.reading import whole_in
from chassis.requests import as_uuid, json_body
from chassis.tenant_tree import name_on
from chassis.web import json_response
from flask import Blueprint, Response, redirect, render_template, request
from sqlalchemy import Row
from werkzeug.wrappers import Response as Redirect

from responses_service.answering.handlers.form_parts import parts_of
from responses_service.intake.handlers.taking import Intake
from responses_service.paper import handlers, store
from responses_service.paper import rules as paper
from responses_service.shared.hub import PATH as HUB
from responses_service.shared.projection import Survey
from responses_service.shared.units import unit_of
from responses_service.shared.words import LANGUAGES, period_words, words

PATH, API = f"{HUB}/kertas", "/api/v1/paper/batches"
ENTRY = f"{PATH}/isi"
READS = ("paper.write", "paper.enter")
AT_ONCE = 100
SUMS = ("returned", "spoiled", "missing", "waiting", "differs", "counted", "late")
SHOWN = ("unit", "number", "instrument", "period", "point", "language", "issuer")


def blueprint(intake: Intake, database: Database, base_url: str) -> Blueprint:
    routes = Blueprint("paper", __name__)
    _add_issue(routes, intake, database)
    _add_batch(routes, intake, database, base_url)
    _add_api(routes, intake, database)
    return routes


def _add_issue(routes: Blueprint, intake: Intake, database: Database) -> None:
    @routes.get(PATH)
    @requires(*READS)
    def listed() -> str:
        with database.scope(principal().scope) as connection:
            rows = store.batches(connection, AT_ONCE)
        return render_template(
            "paper/batches.html", rows=rows, path=PATH, entry=ENTRY, hub=HUB, unit=_unit_asked()
        )

    @routes.get(f"{PATH}/baru")
    @requires("paper.write")
    def form() -> str:
        return _form(intake, database, [])

    @routes.post(f"{PATH}/baru")
    @requires("paper.write")
    def issue() -> Redirect | tuple[str, int]:
        names = ("unit", "instrument", "point", "language")
        wish: dict[str, Any] = {name: request.form.get(name, "") for name in names}
        wish["count"] = whole_in(request.form, "count", 1, paper.MOST)
        try:
            made = handlers.issue_batch(database, intake.projection, principal(), wish)
        except Invalid as fault:
            return _form(intake, database, [fault.faults[0].field]), Invalid.status
        return redirect(f"{PATH}/{made}", 303)


def _add_batch(routes: Blueprint, intake: Intake, database: Database, base_url: str) -> None:
    @routes.get(f"{PATH}/<paper_batch_id>")
    @requires(*READS)
    def one(paper_batch_id: str) -> str:
        return _one(database, as_uuid(paper_batch_id), [])

    @routes.get(f"{PATH}/<paper_batch_id>/cetak")
    @requires("paper.write")
    def printed(paper_batch_id: str) -> str:
        with database.scope(principal().scope) as connection:
            row = _batch(store.batch(connection, as_uuid(paper_batch_id)))
        return _printed(intake, row, base_url)

    @routes.post(f"{PATH}/<paper_batch_id>/rusak")
    @requires(*READS)
    def spoil(paper_batch_id: str) -> Redirect | tuple[str, int]:
        batch_id = as_uuid(paper_batch_id)
        typed, reason = request.form.get("sheets", ""), request.form.get("reason")
        try:
            handlers.spoil(database, principal(), batch_id, typed, reason)
        except Invalid as fault:
            return _one(database, batch_id, [fault.faults[0].field]), Invalid.status
        return redirect(f"{PATH}/{batch_id}", 303)

    @routes.post(f"{PATH}/<paper_batch_id>/tutup")
    @requires("paper.write")
    def close(paper_batch_id: str) -> Redirect | tuple[str, int]:
        batch_id = as_uuid(paper_batch_id)
        try:
            handlers.close(database, principal(), batch_id)
        except Invalid as fault:
            return _one(database, batch_id, [fault.faults[0].field]), Invalid.status
        return redirect(f"{PATH}/{batch_id}", 303)


def _add_api(routes: Blueprint, intake: Intake, database: Database) -> None:
    @routes.get(API)
    @requires(*READS)
    def api_list() -> Response:
        with database.scope(principal().scope) as connection:
            rows = store.batches(connection, AT_ONCE)
        return json_response({"items": [_state(row) for row in rows]})

    @routes.post(API)
    @requires("paper.write")
    def api_issue() -> Response:
        made = handlers.issue_batch(database, intake.projection, principal(), json_body())
        with database.scope(principal().scope) as connection:
            row = _batch(store.batch(connection, made))
        numbers = [paper.number_of(row.number, n) for n in range(1, row.sheets + 1)]
        return json_response({**_state(row), "sheets": numbers}, 201)


def _state(row: Row[Any]) -> dict[str, Any]:
    known = row._mapping
    return {
        **{name: known[name] for name in (*SHOWN, *SUMS)},
        "batch_id": str(row.batch_id),
        "issued": row.sheets,
        "issued_at": row.issued_at.isoformat(),
        "closed_at": row.closed_at.isoformat() if row.closed_at else None,
    }


def _batch(row: Row[Any] | None) -> Row[Any]:
    if row is None:
        raise NotFound
    return row


def _unit_asked() -> str:
    """Repeated in the link to the form; the form checks it."""
    return request.args.get("unit", "")


def _form(intake: Intake, database: Database, faults: list[str]) -> str:
    with database.scope(principal().scope) as connection:
        unit = unit_of(connection, principal(), request.values.get("unit", ""))
    surveys = handlers.surveys_of(intake.projection, unit["tenant_id"])
    languages = {
        each: None
        for survey in surveys
        for each in handlers.languages_of(intake.projection, survey)
        if each in LANGUAGES
    }
    return render_template(
        "paper/new.html",
        unit=unit,
        surveys=_newest(surveys),
        points=handlers.points_of(intake.projection, unit["tenant_id"]),
        languages=[(each, LANGUAGES[each]) for each in languages],
        most=paper.MOST,
        given=request.form,
        faults=[(each, t(f"paper.fault.{each}", most=paper.MOST)) for each in faults],
        path=PATH,
    )


def _newest(surveys: list[Survey]) -> list[Survey]:
    """One of each instrument, in the order in which they are due."""
    found: dict[str, Survey] = {}
    for survey in surveys:
        found.setdefault(survey.instrument, survey)
    return list(found.values())


def _one(database: Database, batch_id: str, faults: list[str]) -> str:
    with database.scope(principal().scope) as connection:
        row = _batch(store.batch(connection, batch_id))
        sheets = store.sheets(connection, batch_id)

    def number(place: int) -> str:
        return paper.number_of(row.number, place)

    return render_template(
        "paper/batch.html",
        row=row,
        by_state={
            state: [each for each in sheets if each.state == state]
            for state in ("issued", "typed", "differs", "late", "spoiled")
        },
        number=number,
        spoken=paper.spoken,
        reasons=paper.REASONS,
        writes=principal().may("paper.write") and not row.closed_at,
        spoils=not row.closed_at,
        given=request.form,
        faults=[(each, t(f"paper.fault.{each}")) for each in faults],
        path=PATH,
        entry=ENTRY,
    )


def _printed(intake: Intake, row: Row[Any], base_url: str) -> str:
    form = intake.projection.forms.get(str(row.form_version_id))
    tenant = intake.projection.tenant(str(row.tenant_id))
    point = intake.projection.point(row.point)
    if form is None or tenant is None or point is None:
        raise NotFound
    today = date.today()  # noqa: DTZ011 (a name's day needs no zone)
    name = name_on(tenant, today)["short_name"]
    numbers = [paper.number_of(row.number, place) for place in range(1, row.sheets + 1)]
    return render_template(
        "paper/sheets.html",
        row=row,
        sheets=[(paper.spoken(each), _svg(f"{base_url}{ENTRY}?sheet={each}")) for each in numbers],
        form=form.definition,
        items=paper.on_paper(form.definition["items"]),
        keys_of=paper.keys_of,
        unit=name,
        point=point["name"],
        period=period_words(row.period, row.language),
        words=words(row.language),
        of=row.language,
        path=PATH,
        **parts_of(form.definition, row.language, {"{unit}": name}, today),
    )


def _svg(address: str) -> str:
    """The number alone: nothing that tells one person from another."""
    image = qrcode.make(address, image_factory=qrcode.image.svg.SvgPathImage, border=4)
    svg: str = image.to_string(encoding="unicode")
    return svg
