"""The operator's page of the number of employees, which the survey of employees rests on."""

from urllib.parse import urlencode

from chassis import clock
from chassis.auth import principal, requires
from chassis.database import Database
from chassis.problems import Invalid, NotFound
from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forms_service.populations.staff import handlers
from forms_service.populations.staff.handlers import Staff
from forms_service.shared.choosing import choose_unit, unit_argument
from forms_service.shared.invalid_words import by_field
from forms_service.shared.lists import period_argument

PATH = "/kelola/pegawai"


def blueprint(database: Database) -> Blueprint:
    pages = Blueprint("staff", __name__)

    @pages.get(PATH)
    @requires("populations.write")
    def staff() -> str:
        found = _find(database, unit_argument(), period_argument())
        return _page(found, {}) if found else choose_unit(database, PATH)

    @pages.post(PATH)
    @requires("populations.write")
    def save() -> Response | tuple[str, int]:
        form = request.form
        unit = form.get("unit", "")
        found = _find(database, unit, form.get("period")) if unit.isprintable() else None
        if found is None:
            raise NotFound
        typed, reason = form.get("recipients", ""), form.get("reason", "")
        try:
            handlers.save_staff(database, principal(), found, typed, reason)
        except Invalid as fault:
            return _page(found, by_field(fault.faults)), Invalid.status
        back = {"unit": found.tenant["code"], "period": found.period, "saved": 1}
        return redirect(f"{PATH}?{urlencode(back)}", 303)

    return pages


def _find(database: Database, unit: str | None, period: str | None) -> Staff | None:
    return handlers.find_staff(database, principal(), unit, period, clock.now())


def _page(staff: Staff, faults: dict[str, str]) -> str:
    known = staff.held["recipients"] if staff.held else ""
    return render_template(
        "populations/staff/staff.html",
        staff=staff,
        faults=faults,
        typed=request.form.get("recipients", known),
        reason=request.form.get("reason", ""),
        correcting="correct" in request.args or "reason" in request.form or "reason" in faults,
        saved="saved" in request.args,
    )
