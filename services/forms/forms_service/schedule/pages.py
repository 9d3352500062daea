"""The national schedule: its table and calendar, for units and their kanwil to read, and the form
of who keeps it."""

from typing import Any

from chassis import clock
from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import lang, t
from chassis.problems import Invalid
from chassis.reading import whole_in
from chassis.requests import as_uuid
from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forms_service.schedule import handlers
from forms_service.schedule.opening.handlers import asking
from forms_service.schedule.rules import CHANGEABLE, ENDS_OFFERED, NUMBERS, STATUSES
from forms_service.shared.hours_form import clock_typed
from forms_service.shared.invalid_words import by_field
from forms_service.shared.period import CAPITAL, current, onward
from forms_service.shared.unit_types import unit_types
from forms_service.shared.wording import time_words

PATH = "/kelola/jadwal"
State = dict[str, Any]


def blueprint(database: Database) -> Blueprint:
    pages = Blueprint("schedules", __name__, url_prefix=PATH)
    _add_schedule(pages, database)
    return pages


def _add_schedule(pages: Blueprint, database: Database) -> None:
    @pages.get("")
    @requires("schedule.read")
    def schedule() -> str:
        year, keeps = clock.now().year, principal().may("schedule.write")
        with database.scope(principal().scope) as connection:
            found = handlers.schedules(connection)
            runs = asking.last_openings(connection) if keeps else []
        return _render(
            "schedule/schedule.html",
            schedules=found,
            runs=runs,
            keeps=keeps,
            year=year,
            calendar=handlers.calendar(found, year),
            period=current("month", clock.now(), CAPITAL),
            saved="saved" in request.args,
        )

    @pages.get("/<schedule_id>")
    @requires("schedule.write")
    def one_schedule(schedule_id: str) -> str:
        found = handlers.find_schedule(database, principal(), as_uuid(schedule_id))
        given = {
            "opens_day": str(found["opens_day"]),
            "late_days": str(found["late_days"]),
            "release_step": str(found["release_step"]),
            "place_id": found["place"]["id"],
            "place_en": found["place"]["en"],
            "opens_time": time_words(found["opens_time"]),
            "unit_types": found["unit_types"],
            "to_period": found["to_period"] or "",
            "status": found["status"],
        }
        return _edit(found, given, {})

    @pages.post("/<schedule_id>")
    @requires("schedule.write")
    def change_schedule(schedule_id: str) -> Response | tuple[str, int]:
        found = handlers.find_schedule(database, principal(), as_uuid(schedule_id))
        given: State = {name: request.form.get(name, "").strip() for name in CHANGEABLE}
        given["unit_types"] = request.form.getlist("unit_types")
        try:
            handlers.change_schedule(database, principal(), found["schedule_id"], _typed(given))
        except Invalid as problem:
            return _edit(found, given, _faults(problem)), Invalid.status
        return redirect(f"{PATH}?saved=1", 303)


def type_name(code: str) -> str:
    """A code that is no known type, stored before they were checked, is its own name."""
    return t(f"schedule.type.{code}") if code in unit_types() else code


def _typed(given: State) -> State:
    """The fields of the form as the API has them; None, which is refused, for what is no number."""
    typed = {name: whole_in(given, name, *bounds) for name, bounds in NUMBERS.items()}
    return {**given, **typed, "opens_time": clock_typed(given["opens_time"])}


def _faults(problem: Invalid) -> dict[str, str]:
    """The words of every fault by its field, in the order of the page."""
    said = by_field(problem.faults)
    return {name: said[name] for name in ("period", *CHANGEABLE) if name in said}


def _edit(found: State, given: State, faults: dict[str, str]) -> str:
    kind = found["period_kind"]
    first = max(found["from_period"], current(kind, clock.now(), CAPITAL))
    last = given["to_period"]
    offered = onward(first, ENDS_OFFERED[kind])
    return _render(
        "schedule/edit.html",
        schedule=found,
        given=given,
        faults=faults,
        statuses=STATUSES,
        said=[(name, f"{t(f'schedule.field.{name}')}: {words}") for name, words in faults.items()],
        last_periods=offered if last in offered or not last else [last, *offered],
        types=[*unit_types(), *(each for each in found["unit_types"] if each not in unit_types())],
    )


def _render(name: str, **values: Any) -> str:
    return render_template(name, language=lang(), capital=CAPITAL, type_name=type_name, **values)
