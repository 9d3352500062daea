"""The operator's page of a month: its numbers, what they lead to, and what happens next."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from chassis import clock
from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import lang, t, whole
from chassis.problems import FieldFault, Invalid, NotFound
from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forms_service.populations.month import handlers
from forms_service.populations.month.handlers import Month
from forms_service.populations.rules import MOST
from forms_service.shared.choosing import choose_unit, unit_argument
from forms_service.shared.invalid_words import words_of
from forms_service.shared.lists import period_argument
from forms_service.shared.typed_number import typed_number

PATH = "/kelola/bulan"
FIELD = "service:"


def blueprint(database: Database) -> Blueprint:
    pages = Blueprint("month", __name__)

    @pages.get(PATH)
    @requires("populations.write")
    def month() -> str:
        found = _find(database, unit_argument(), period_argument())
        return _page(found, {}, []) if found else choose_unit(database, PATH)

    @pages.post(PATH)
    @requires("populations.write")
    def save() -> Response | tuple[str, int]:
        form = request.form
        found = _find(database, form.get("unit", ""), form.get("period"))
        if found is None:
            raise NotFound
        given = {name.removeprefix(FIELD): typed for name, typed in form.items() if FIELD in name}
        try:
            handlers.save_month(
                database,
                principal(),
                found,
                given,
                nothing="nothing" in form,
                reason=form.get("reason", ""),
            )
        except Invalid as fault:
            return _page(found, given, fault.faults), Invalid.status
        back = {"unit": found.tenant["code"], "period": found.period, "saved": 1}
        return redirect(f"{PATH}?{urlencode(back)}", 303)

    return pages


def _find(database: Database, unit: str | None, period: str | None) -> Month | None:
    return handlers.find_month(database, principal(), unit, period, clock.now())


def _page(month: Month, given: dict[str, str], faults: Sequence[FieldFault]) -> str:
    faulty = {each.field: _words(month, given, each) for each in faults}
    keys = [line.service["key"] for line in month.lines]
    return render_template(
        "populations/month/month.html",
        month=month,
        given=given,
        faults=[(_input(keys, field), words) for field, words in faulty.items()],
        faulty=faulty,
        # Confirmed while the page was open: then what was typed is a correction.
        correcting="correct" in request.args or "reason" in request.form or "reason" in faulty,
        reason=request.form.get("reason", ""),
        nothing="nothing" in request.form,
        saved="saved" in request.args,
        service_name=service_name,
    )


def service_name(service: dict[str, Any]) -> str:
    return str(service["name" if lang() == "id" else "name_en"])


def _input(keys: list[str], field: str) -> str:
    """The id of the input of a fault."""
    return f"n{keys.index(field)}" if field in keys else field


def _words(month: Month, given: dict[str, str], fault: FieldFault) -> str:
    """What is wrong with it, by what was typed, and what to write instead."""
    service = next(
        (line.service for line in month.lines if line.service["key"] == fault.field), None
    )
    if service is None:
        own = fault.field in ("reason", "nothing")
        return t(f"month.fault.{fault.field}") if own else words_of(fault.message)
    typed = given.get(fault.field, "").strip()
    if not typed:
        return t("month.fault.empty", service=service_name(service))
    kind = "number" if typed_number(typed) is None else "most"
    named = {"service": service_name(service), "typed": typed[:40], "most": whole(MOST)}
    return t(f"month.fault.{kind}", **named)
