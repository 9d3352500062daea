"""The button that opens a period for all, what it would do, and how far it is."""

from typing import Any

from chassis import clock
from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import t
from chassis.problems import Invalid
from chassis.requests import as_uuid
from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forms_service.schedule.opening.handlers import asking
from forms_service.schedule.opening.handlers.asking import Forecast
from forms_service.schedule.opening.rules import OFFERED
from forms_service.shared import definition_faults
from forms_service.shared.invalid_words import words_of
from forms_service.shared.period import CAPITAL, current, onward

PATH = "/kelola/jadwal"
State = dict[str, Any]


def blueprint(database: Database) -> Blueprint:
    pages = Blueprint("openings", __name__, url_prefix=PATH)

    @pages.get("/buka")
    @requires("schedule.write")
    def before_opening() -> str | tuple[str, int]:
        now = clock.now()
        period = request.args.get("period") or current("month", now, CAPITAL)
        try:
            with database.scope(principal().scope) as connection:
                found = asking.forecast(connection, period, now)
        except Invalid as problem:
            return _ask(None, _faults(problem)), Invalid.status
        return _ask(found, {})

    @pages.post("/buka")
    @requires("schedule.write")
    def open_period() -> Response | tuple[str, int]:
        body = {"period": request.form.get("period", "")}
        try:
            made = asking.ask_opening(database, principal(), body)
        except Invalid as problem:
            return _ask(None, _faults(problem)), Invalid.status
        return redirect(f"{PATH}/buka/{made['opening_id']}", 303)

    @pages.get("/buka/<opening_id>")
    @requires("schedule.write")
    def opening(opening_id: str) -> str:
        found = asking.find_opening(database, principal(), as_uuid(opening_id))
        return render_template(
            "schedule/opening/progress.html",
            run=found,
            why=why,
            problems=problems,
            capital=CAPITAL,
        )

    return pages


def why(reason: str) -> str:
    return t(f"schedule.why.{reason}")


def problems(skipped: State) -> list[str]:
    """What does not fit the formula, question by question."""
    return [definition_faults.words_of(each) for each in skipped.get("problems", ())]


def _faults(problem: Invalid) -> dict[str, str]:
    """The words of a fault of the period."""
    return {each.field: words_of(each.message) for each in problem.faults if each.field == "period"}


def _ask(plan: Forecast | None, faults: dict[str, str]) -> str:
    now = clock.now()
    offered = [
        period
        for kind, count in OFFERED.items()
        for period in onward(current(kind, now, CAPITAL), count)
    ]
    if plan and plan.period not in offered:
        offered.insert(0, plan.period)
    return render_template(
        "schedule/opening/ask.html",
        plan=plan,
        faults=faults,
        offered=offered,
        why=why,
    )
