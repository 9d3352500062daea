"""Filling in for somebody: the choice of place and reason, then the ordinary form."""

from dataclasses import replace
from typing import Any

from chassis import clock
from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import lang, t
from chassis.problems import Invalid, TooMany, Unavailable, invalid
from contracts.modes import ASSISTED
from contracts.typed_code import normalise
from contracts.wording import word_in
from flask import Blueprint, Response, render_template, request

from responses_service.answering.handlers.form_page import Asked, asked_in, form_page, thanks_page
from responses_service.answering.handlers.plain_form import body_of, given_in
from responses_service.assisted.handlers import check_declared, fill_in, unit_for
from responses_service.intake.handlers.at_point import forms_at
from responses_service.intake.handlers.limiting import Limits
from responses_service.shared.addresses import HUB
from responses_service.shared.context import Context
from responses_service.shared.projection import Projection, State, Survey
from responses_service.shared.reasons import REASONS
from responses_service.shared.receipt import spoken
from responses_service.shared.units import point_for
from responses_service.shared.words import period_words

PATH = f"{HUB}/bantu"
FORM = f"{PATH}/isi"
YES = "yes"


def blueprint(context: Context, limits: Limits, database: Database) -> Blueprint:
    routes = Blueprint("assisted", __name__)

    @routes.get(PATH)
    @requires("assist.write")
    def choose() -> str:
        return _choice(context, database, [])

    @routes.get(FORM)
    @requires("assist.write")
    def form() -> Response | tuple[str, int]:
        if not request.args.get("point"):
            return _choice(context, database, ["point"]), Invalid.status
        point = point_for(database, context, principal(), request.args["point"])
        try:
            asked = _asked(context, point)
        except Invalid as fault:
            return _choice(context, database, [each.field for each in fault.faults]), fault.status
        return form_page(asked, {})

    @routes.post(FORM)
    @requires("assist.write")
    def send() -> Response | tuple[str, int]:
        """What was chosen before comes back with the form, and is checked again."""
        point = point_for(database, context, principal(), request.form.get("point"))
        try:
            asked = _asked(context, point)
        except Invalid as fault:
            return _choice(context, database, [each.field for each in fault.faults]), fault.status
        given = given_in(asked.definition, request.form)
        body: dict[str, Any] = body_of(asked.definition, given, asked.today)
        try:
            receipt = fill_in(
                database, context, limits, principal(), point, body, asked.kept["reason"]
            )
        except (Invalid, TooMany, Unavailable) as problem:
            return form_page(asked, given, problem=problem)
        return thanks_page(asked, body, spoken(receipt))

    return routes


def _asked(context: Context, point: State) -> Asked:
    """The survey that was chosen, else the first that is due. Raise Invalid."""
    said = request.values
    check_declared({"reason": said.get("reason"), "declared": said.get("declared") == YES})
    wanted = said.get("survey") or None
    found = forms_at(context, point["code"], said.get("survey", ""))
    first = found["surveys"][0]["survey"] if found["surveys"] else ""
    asked = asked_in(context, found, wanted or first)
    if asked is None:
        raise invalid("survey", "is not due at this collection point")
    return replace(
        asked,
        mode=ASSISTED,
        path=FORM,
        kept={"point": point["code"], "reason": said["reason"], "declared": YES},
        secret=principal().csrf,
    )


def _choice(context: Context, database: Database, faults: list[str]) -> str:
    """The points and surveys of the unit of a point or a code, else of the caller's own."""
    given, projection = request.values, context.projection
    chosen = projection.point(normalise(given.get("point", "")))
    unit = unit_for(database, principal(), chosen, given.get("unit", ""))
    points = projection.active_points(unit["tenant_id"])
    due_now = projection.open_surveys(unit["tenant_id"], clock.now()) if points else []
    return render_template(
        "assisted/assisted.html",
        unit=unit,
        points=points,
        surveys=[(each, _title(projection, each)) for each in due_now],
        reasons=REASONS,
        given=given,
        faults=[(each, t(f"assisted.fault.{each}")) for each in faults],
        form=FORM,
        hub=HUB,
    )


def _title(projection: Projection, survey: Survey) -> str:
    title = word_in(projection.forms[survey.form_version_id].definition["title"], lang())
    return f"{title}, {period_words(survey.period, lang())}"
