"""The national schedule: its table, its calendar, and the button that opens a month for all."""

from datetime import UTC, datetime
from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import lang, t
from chassis.problems import Invalid
from chassis.requests import as_uuid
from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forms_service.domain.period import current
from forms_service.handlers import schedules as handlers
from forms_service.store import schedules as store
from forms_service.web import wording
from forms_service.web.lists import period_argument

PATH = "/kelola/jadwal"
CAPITAL = handlers.ZONES[0]


def blueprint(database: Database) -> Blueprint:
    pages = Blueprint("schedules", __name__, url_prefix=PATH)
    _add_schedule(pages, database)
    _add_opening(pages, database)
    return pages


def _add_schedule(pages: Blueprint, database: Database) -> None:
    @pages.get("")
    @requires("schedule.write")
    def schedule() -> str:
        year = datetime.now(UTC).year
        with database.scope(principal().scope) as connection:
            found = store.schedules(connection)
            runs = store.last_openings(connection)
        return _render(
            "schedule",
            schedules=found,
            runs=runs,
            year=year,
            calendar=handlers.calendar(found, year),
            period=current("month", datetime.now(UTC), CAPITAL),
        )

    @pages.get("/<schedule_id>")
    @requires("schedule.write")
    def one_schedule(schedule_id: str) -> str:
        found = handlers.find_schedule(database, principal(), as_uuid(schedule_id))
        given = {
            **{name: str(found[name]) for name in ("opens_day", "opens_time", "late_days")},
            **{name: str(found[name]) for name in ("release_step", "status")},
            **{f"place_{code}": words for code, words in found["place"].items()},
            "unit_types": ", ".join(found["unit_types"]),
            "to_period": found["to_period"] or "",
        }
        return _render("schedule_edit", schedule=found, given=given, faults=[])

    @pages.post("/<schedule_id>")
    @requires("schedule.write")
    def change_schedule(schedule_id: str) -> Response | tuple[str, int]:
        found = handlers.find_schedule(database, principal(), as_uuid(schedule_id))
        given = {name: request.form.get(name, "").strip() for name in handlers.CHANGEABLE}
        try:
            handlers.change_schedule(database, principal(), found["schedule_id"], _typed(given))
        except Invalid as fault:
            faults = [each.field for each in fault.faults]
            page = _render("schedule_edit", schedule=found, given=given, faults=faults)
            return page, Invalid.status
        return redirect(PATH, 303)


def _add_opening(pages: Blueprint, database: Database) -> None:
    @pages.get("/buka")
    @requires("schedule.write")
    def before_opening() -> str:
        now = datetime.now(UTC)
        period = period_argument() or current("month", now, CAPITAL)
        with database.scope(principal().scope) as connection:
            found = handlers.plan(connection, period, now)
        return _render("schedule_open", plan=found, why=why)

    @pages.post("/buka")
    @requires("schedule.write")
    def open_period() -> Response:
        body = {"period": request.form.get("period", "")}
        made = handlers.ask_opening(database, principal(), body)
        return redirect(f"{PATH}/buka/{made['opening_id']}", 303)

    @pages.get("/buka/<opening_id>")
    @requires("schedule.write")
    def opening(opening_id: str) -> str:
        found = handlers.find_opening(database, principal(), as_uuid(opening_id))
        return _render("schedule_opening", run=found, why=why)


def why(reason: str) -> str:
    return t(f"schedule.why.{reason}")


def _typed(given: dict[str, str]) -> dict[str, Any]:
    """The fields of the form as the API has them; what is no number stays a text and is refused."""
    numbers = ("opens_day", "late_days", "release_step")
    whole = {name: int(given[name]) for name in numbers if given[name].isdecimal()}
    types = [each.strip() for each in given["unit_types"].split(",") if each.strip()]
    return {**given, **whole, "unit_types": types}


def _render(name: str, **values: Any) -> str:
    words = {each: getattr(wording, each) for each in ("whole", "period_name", "moment")}
    return render_template(
        f"forms/{name}.html", language=lang(), capital=CAPITAL, **words, **values
    )
