"""The national schedule: its table and calendar, for units and their kanwil to read; and for who
keeps it the button that opens a month for all."""

from datetime import UTC, datetime
from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import lang, t
from chassis.problems import Invalid
from chassis.reading import whole_in
from chassis.requests import as_uuid
from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forms_service.authoring.shared import fault_words
from forms_service.schedule import handlers, store
from forms_service.shared import wording
from forms_service.shared.hours_form import clock_typed
from forms_service.shared.invalid_words import words_of
from forms_service.shared.period import current, onward
from forms_service.shared.unit_types import unit_types

PATH = "/kelola/jadwal"
CAPITAL = handlers.ZONES[0]
# How far ahead a schedule may be told to end, and a period be opened.
AHEAD = {"month": 24, "semester": 8}
SOON = {"month": 5, "semester": 1}
State = dict[str, Any]


def blueprint(database: Database) -> Blueprint:
    pages = Blueprint("schedules", __name__, url_prefix=PATH)
    _add_schedule(pages, database)
    _add_opening(pages, database)
    return pages


def _add_schedule(pages: Blueprint, database: Database) -> None:
    @pages.get("")
    @requires("schedule.read")
    def schedule() -> str:
        year, keeps = datetime.now(UTC).year, principal().may("schedule.write")
        with database.scope(principal().scope) as connection:
            found = store.schedules(connection)
            runs = store.last_openings(connection) if keeps else []
        return _render(
            "schedule/schedule.html",
            schedules=found,
            runs=runs,
            keeps=keeps,
            year=year,
            calendar=handlers.calendar(found, year),
            period=current("month", datetime.now(UTC), CAPITAL),
            saved="saved" in request.args,
        )

    @pages.get("/<schedule_id>")
    @requires("schedule.write")
    def one_schedule(schedule_id: str) -> str:
        found = handlers.find_schedule(database, principal(), as_uuid(schedule_id))
        given = {
            **{name: str(found[name]) for name in ("opens_day", "late_days", "release_step")},
            **{f"place_{code}": words for code, words in found["place"].items()},
            "opens_time": wording.clock(found["opens_time"]),
            "unit_types": found["unit_types"],
            "to_period": found["to_period"] or "",
            "status": found["status"],
        }
        return _edit(found, given, {})

    @pages.post("/<schedule_id>")
    @requires("schedule.write")
    def change_schedule(schedule_id: str) -> Response | tuple[str, int]:
        found = handlers.find_schedule(database, principal(), as_uuid(schedule_id))
        given: State = {name: request.form.get(name, "").strip() for name in handlers.CHANGEABLE}
        given["unit_types"] = request.form.getlist("unit_types")
        try:
            handlers.change_schedule(database, principal(), found["schedule_id"], _typed(given))
        except Invalid as problem:
            return _edit(found, given, _faults(problem)), Invalid.status
        return redirect(f"{PATH}?saved=1", 303)


def _add_opening(pages: Blueprint, database: Database) -> None:
    @pages.get("/buka")
    @requires("schedule.write")
    def before_opening() -> str | tuple[str, int]:
        now = datetime.now(UTC)
        period = request.args.get("period") or current("month", now, CAPITAL)
        try:
            with database.scope(principal().scope) as connection:
                found = handlers.plan(connection, period, now)
        except Invalid as problem:
            return _opening(None, _faults(problem)), Invalid.status
        return _opening(found, {})

    @pages.post("/buka")
    @requires("schedule.write")
    def open_period() -> Response | tuple[str, int]:
        body = {"period": request.form.get("period", "")}
        try:
            made = handlers.ask_opening(database, principal(), body)
        except Invalid as problem:
            return _opening(None, _faults(problem)), Invalid.status
        return redirect(f"{PATH}/buka/{made['opening_id']}", 303)

    @pages.get("/buka/<opening_id>")
    @requires("schedule.write")
    def opening(opening_id: str) -> str:
        found = handlers.find_opening(database, principal(), as_uuid(opening_id))
        return _render("schedule/opening/progress.html", run=found, why=why, problems=problems)


def why(reason: str) -> str:
    return t(f"schedule.why.{reason}")


def problems(skipped: State) -> list[str]:
    """What does not fit the formula, question by question."""
    return [fault_words.words_of(each) for each in skipped.get("problems", ())]


def type_name(code: str) -> str:
    """A code that is no known type, stored before they were checked, is its own name."""
    return t(f"schedule.type.{code}") if code in unit_types() else code


def _typed(given: State) -> State:
    """The fields of the form as the API has them; None, which is refused, for what is no number."""
    typed = {name: whole_in(given, name, *bounds) for name, bounds in handlers.NUMBERS.items()}
    return {**given, **typed, "opens_time": clock_typed(given["opens_time"])}


def _faults(problem: Invalid) -> dict[str, str]:
    """The words of every fault by its field, in the order of the page."""
    said = {each.field: words_of(each.message) for each in problem.faults}
    return {name: said[name] for name in ("period", *handlers.CHANGEABLE) if name in said}


def _edit(found: State, given: State, faults: dict[str, str]) -> str:
    kind = found["period_kind"]
    first = max(found["from_period"], current(kind, datetime.now(UTC), CAPITAL))
    last = given["to_period"]
    offered = onward(first, AHEAD[kind])
    return _render(
        "schedule/edit.html",
        schedule=found,
        given=given,
        faults=faults,
        said=[(name, f"{t(f'schedule.field.{name}')}: {words}") for name, words in faults.items()],
        last_periods=offered if last in offered or not last else [last, *offered],
        types=[*unit_types(), *(each for each in found["unit_types"] if each not in unit_types())],
    )


def _opening(plan: handlers.Plan | None, faults: dict[str, str]) -> str:
    now = datetime.now(UTC)
    offered = [
        period
        for kind, count in SOON.items()
        for period in onward(current(kind, now, CAPITAL), count)
    ]
    if plan and plan.period not in offered:
        offered.insert(0, plan.period)
    return _render("schedule/opening/ask.html", plan=plan, faults=faults, offered=offered, why=why)


def _render(name: str, **values: Any) -> str:
    words = {
        each: getattr(wording, each)
        for each in ("whole", "counted", "clock", "period_name", "moment")
    }
    return render_template(
        name,
        language=lang(),
        capital=CAPITAL,
        type_name=type_name,
        **words,
        **values,
    )
