"""Pages of the collection points: the units in scope, the points of one, and their forms."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from chassis import clock
from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import lang, t
from chassis.problems import Invalid
from chassis.tenant_tree import short_name
from contracts.typed_code import spoken
from flask import Blueprint, redirect, render_template, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from forms_service.config import FormsSettings
from forms_service.points import handlers
from forms_service.points.rules import SILENT_SHOWN, VISIT_DAYS
from forms_service.shared.definitions.reading import LANGUAGES
from forms_service.shared.events import as_state
from forms_service.shared.hours import in_words
from forms_service.shared.hours_form import SPANS, faulty_days, given_hours, shown_hours
from forms_service.shared.presets import CHANNELS, everywhere, load_presets, missing, preset_of
from forms_service.shared.units import own_tenant, public_units, tenant_by_id, unit_of
from forms_service.shared.wording import moment
from forms_service.visits.handlers import visits

PATH = "/kelola/titik"
State = dict[str, Any]
BLANK: State = {
    "code": "",
    "name": "",
    "place": "",
    "channel": CHANNELS[0],
    "status": "",
    "preset": None,
    "languages": [],
}
Answer = Response | str | tuple[str, int]


def blueprint(database: Database, settings: FormsSettings) -> Blueprint:
    pages = Blueprint("point_pages", __name__)
    _add_lists(pages, database, settings)
    _add_changes(pages, database)
    return pages


def _add_lists(pages: Blueprint, database: Database, settings: FormsSettings) -> None:
    @pages.get(PATH)
    @requires("points.read")
    def points() -> str:
        code, search = request.args.get("unit"), request.args.get("q", "")
        with database.scope(principal().scope) as connection:
            unit = unit_of(connection, principal(), code)
            if unit is None:
                return _units(connection, search)
            rows = [as_state(row) for row in handlers.points_of(connection, unit["tenant_id"])]
        held = [row["preset"] for row in rows if row["status"] == "active"]
        usual = missing(load_presets(), unit["unit_type"], held)
        return render_template(
            "points/points.html",
            unit=unit,
            name=short_name(unit),
            points=[_shown(row, settings) for row in rows],
            usual=[each.name[lang()] for each in usual],
            everywhere=[(each.key, each.name[lang()]) for each in everywhere(load_presets())],
            writes=principal().may("points.write"),
            done=request.args.get("done", ""),
        )

    @pages.get(f"{PATH}/<code>")
    @requires("points.read")
    def one_point(code: str) -> str:
        with database.scope(principal().scope) as connection:
            row = as_state(handlers.found(connection, code))
            unit = tenant_by_id(connection, row["tenant_id"])
            before = handlers.moves_of(connection, row["point_id"])
        return _form(unit, row, {**_shown(row, settings), "before": before})


def _units(connection: Connection, search: str) -> str:
    """The units of the scope; first the points that fell silent, whose sheet may be gone."""
    units = public_units(connection, own_tenant(connection, principal()), search)
    since = clock.now() - timedelta(days=VISIT_DAYS)
    known = {each["tenant_id"]: each for each in units}
    silent = [
        (known[str(row.tenant_id)], row)
        for row in visits.silent_points(connection)
        if str(row.tenant_id) in known
    ]
    return render_template(
        "points/units.html",
        units=units,
        counts=handlers.active_points_by_unit(connection),
        visits=visits.sums_by_unit(connection, since),
        silent=silent[:SILENT_SHOWN],
        silent_count=len(silent),
        days=VISIT_DAYS,
        search=search,
    )


def _unit(database: Database, given: Mapping[str, str]) -> State | None:
    """The one that is named, or the caller's own; None for those above who named none."""
    with database.scope(principal().scope) as connection:
        return unit_of(connection, principal(), given.get("unit"))


def _add_changes(pages: Blueprint, database: Database) -> None:
    @pages.get(f"{PATH}/baru")
    @requires("points.write")
    def new_point() -> Answer:
        unit = _unit(database, request.args)
        preset = preset_of(load_presets(), request.args.get("preset", ""))
        row = handlers.from_preset(preset, lang()) if preset else {}
        return _form(unit, row) if unit else redirect(PATH, 303)

    @pages.post(f"{PATH}/baru")
    @requires("points.write")
    def add_point() -> Answer:
        unit = _unit(database, request.form)
        if unit is None:
            return redirect(PATH, 303)
        preset = {"preset": request.form["preset"]} if request.form.get("preset") else {}
        try:
            body = {**_given(), "tenant": unit["tenant_id"]}
            handlers.add_point(database, principal(), body | preset)
        except Invalid as problem:
            return _form(unit, _given() | preset, problem=problem), Invalid.status
        return _back(unit["code"], "added")

    @pages.post(f"{PATH}/lazim")
    @requires("points.write")
    def add_usual() -> Answer:
        unit = _unit(database, request.form)
        if unit is None:
            return redirect(PATH, 303)
        handlers.add_usual(database, principal(), unit["tenant_id"], lang())
        return _back(unit["code"], "added")

    @pages.post(f"{PATH}/<code>")
    @requires("points.write")
    def change(code: str) -> Answer:
        with database.scope(principal().scope) as connection:
            row = as_state(handlers.found(connection, code))
            unit = tenant_by_id(connection, row["tenant_id"])
        verb = request.form.get("verb", "change")
        try:
            if verb in ("retire", "restore"):
                status = "retired" if verb == "retire" else "active"
                handlers.set_status(database, principal(), code, status)
            else:
                handlers.change_point(database, principal(), code, _given())
        except Invalid as problem:
            return _form(unit, {**row, **_given()}, problem=problem), Invalid.status
        return _back(unit["code"], verb)


def _back(unit: str, done: str) -> Response:
    return redirect(f"{PATH}?{urlencode({'unit': unit, 'done': done})}", 303)


def _given() -> State:
    known = {name: request.form.get(name, "") for name in ("name", "place", "channel")}
    languages = request.form.getlist("languages")
    return {**known, "hours": given_hours(request.form), "languages": languages}


def _shown(row: State, settings: FormsSettings) -> State:
    days = {day: t(f"points.day.{day + 1}") for day in range(7)}
    return {
        **row,
        "spoken": spoken(row["code"]),
        "hours_in_words": [
            (when, said if lang() == "id" else said.replace(".", ":"))
            for when, said in in_words(row["hours"], days)
        ],
        "short_address": f"{settings.suara_base_url.split('//')[-1]}/s",
        # For what people click or type; the long signed one stands in QR codes only.
        "link": f"{settings.suara_base_url}/s/{row['code']}",
    }


def _form(
    unit: State, row: State, shown: State | None = None, problem: Invalid | None = None
) -> str:
    preset = preset_of(load_presets(), row.get("preset") or "")
    return render_template(
        "points/point.html",
        unit=unit,
        advice=preset.advice[lang()] if preset else "",
        languages=LANGUAGES,
        above=principal().tenant_id != unit["tenant_id"],
        when=lambda at: moment(at, unit["time_zone"]),
        short_name=short_name,
        name=short_name(unit),
        point={**BLANK, **row},
        shown=shown,
        hours=shown_hours(row.get("hours") or []),
        spans=SPANS,
        hour_faults=faulty_days(problem.faults if problem else ()),
        channels=CHANNELS,
        faults=problem.faults if problem else [],
        writes=principal().may("points.write"),
    )
