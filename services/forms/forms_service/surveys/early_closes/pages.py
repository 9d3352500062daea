"""Pages on which a unit asks to close a survey before its time, and a second person decides."""

from collections.abc import Iterable
from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.problems import FieldFault, Invalid, NotFound
from chassis.requests import as_uuid
from flask import Blueprint, redirect, render_template, request
from sqlalchemy import Connection, Row
from werkzeug.wrappers import Response

from forms_service.shared.invalid_words import by_field
from forms_service.shared.units import tenant_by_id, tenants_of
from forms_service.surveys.early_closes import handlers, rules
from forms_service.surveys.handlers import found

PATH = "/kelola/penutupan"


def blueprint(database: Database) -> Blueprint:
    pages = Blueprint("early_closes", __name__, url_prefix=PATH)
    _add_asking(pages, database)
    _add_deciding(pages, database)
    return pages


def _add_asking(pages: Blueprint, database: Database) -> None:
    @pages.get("/survei/<survey_id>")
    @requires("surveys.write")
    def before_asking(survey_id: str) -> str:
        return _asking(database, as_uuid(survey_id))

    @pages.post("/survei/<survey_id>")
    @requires("surveys.write")
    def ask(survey_id: str) -> Response | tuple[str, int]:
        key, body = as_uuid(survey_id), {"reason": request.form.get("reason", "")}
        try:
            made = handlers.ask(database, principal(), key, body)
        except Invalid as fault:
            return _asking(database, key, fault.faults), Invalid.status
        return redirect(f"{PATH}/{made['early_close_id']}", 303)


def _add_deciding(pages: Blueprint, database: Database) -> None:
    @pages.get("")
    @requires("surveys.close", "surveys.write")
    def requests() -> str:
        waiting = handlers.waiting(database, principal())
        with database.scope(principal().scope) as connection:
            past = handlers.past(connection, rules.PAST_SHOWN)
            ids = {str(row.tenant_id) for row in [*past, *(row for row, _ in waiting)]}
            units = tenants_of(connection, ids)
        return render_template(
            "surveys/early_closes/waiting.html", waiting=waiting, past=past, units=units
        )

    @pages.get("/<early_close_id>")
    @requires("surveys.close", "surveys.write")
    def one(early_close_id: str) -> str:
        return _request(database, as_uuid(early_close_id))

    @pages.post("/<early_close_id>")
    @requires("surveys.close")
    def decide(early_close_id: str) -> Response | tuple[str, int]:
        key, form = as_uuid(early_close_id), request.form
        body, approve = {"answer": form.get("answer", "")}, form.get("action") == "approve"
        try:
            handlers.decide(database, principal(), key, body, approve=approve)
        except Invalid as fault:
            return _request(database, key, fault.faults), Invalid.status
        return redirect(f"{PATH}/{key}", 303)


def _asking(database: Database, survey_id: str, faults: Iterable[FieldFault] = ()) -> str:
    with database.scope(principal().scope) as connection:
        survey = found(connection, survey_id)
        unit = _unit(connection, survey)
        why = handlers.why_not_asked(connection, survey)
        held = handlers.of_survey(connection, survey_id)
    return render_template(
        "surveys/early_closes/ask.html",
        survey=survey,
        unit=unit,
        why=why,
        held=held,
        faults=by_field(faults),
        reason=request.form.get("reason", ""),
        longest_reason=rules.LONGEST_REASON,
    )


def _request(database: Database, early_close_id: str, faults: Iterable[FieldFault] = ()) -> str:
    with database.scope(principal().scope) as connection:
        row = handlers.found(connection, early_close_id)
        unit, why = _unit(connection, row), handlers.why_not_decider(principal(), row)
    return render_template(
        "surveys/early_closes/decide.html",
        row=row,
        unit=unit,
        why=why,
        faults=by_field(faults),
        answer=request.form.get("answer", ""),
        longest_reason=rules.LONGEST_REASON,
    )


def _unit(connection: Connection, row: Row[Any]) -> dict[str, Any]:
    found = tenant_by_id(connection, row.tenant_id)
    if not found:
        raise NotFound
    return found
