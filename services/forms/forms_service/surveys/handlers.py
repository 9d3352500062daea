"""Open and close surveys, for the API."""

import uuid
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from chassis.audit import audit
from chassis.auth import Principal
from chassis.database import Database
from chassis.outbox import add_events
from chassis.problems import Invalid, NotFound
from sqlalchemy import Connection

from forms_service.shared.events import SURVEYS, as_state, row_event
from forms_service.shared.fields import Fields, invalid
from forms_service.shared.pairing.pairing import NoSurveyError, Versions
from forms_service.shared.period import survey_bounds
from forms_service.shared.store import surveys as store
from forms_service.shared.store import tenants, versions

# Fewer would let an officer read one visitor's answer off the screen.
RELEASE_STEP = 5
# Answers that were under way at the close still count for so long.
LATE_DAYS, LATE_DAYS_MOST = 7, 31
FIELDS = ("tenant", "instrument", "period", "formula", "late_days", "release_step")


def open_survey(database: Database, by: Principal, body: dict[str, Any]) -> dict[str, Any]:
    """One instrument for one tenant and period, with the form in effect and the formula in force at
    the opening, or the selectable `formula` named. Raise Invalid."""
    fields = Fields(body, FIELDS)
    tenant_id, instrument = fields.id("tenant"), fields.text("instrument")
    period = fields.text("period")
    code = fields.text("formula") if "formula" in body else None
    late = fields.number("late_days", 0, LATE_DAYS_MOST, LATE_DAYS)
    step = fields.number("release_step", RELEASE_STEP, 1000, RELEASE_STEP)
    fields.done()
    with database.scope(by.scope) as connection:
        tenant = owner(connection, tenant_id)
        row = {
            "survey_id": str(uuid.uuid4()),
            "tenant_id": tenant_id,
            "instrument": instrument,
            "period": period,
            **_versions_and_times(connection, tenant, instrument, period, code),
            "late_days": late,
            "release_step": step,
            "status": "open",
        }
        made = store.add_missing(connection, [row])
        if not made:
            raise invalid("period", f"has a survey of {instrument} at this tenant already")
        state = as_state(made[0])
        entry = audit(by, "forms.survey.open", state["survey_id"], tenant_id, instrument=instrument)
        add_events(connection, [row_event(SURVEYS, made[0]), entry])
    return state


def close_survey(database: Database, by: Principal, survey_id: str) -> dict[str, Any]:
    """For instruments that are not official. Raise NotFound outside the scope, Invalid when it is
    official (`early_closes.ask`), closed, or has not opened yet."""
    now = datetime.now(UTC)
    with database.scope(by.scope) as connection:
        found = store.survey(connection, survey_id)
        if found is None:
            raise NotFound
        if found.status == "closed":
            raise invalid("status", "is closed already")
        if found.opens_at >= now:
            opens = found.opens_at.isoformat()
            raise invalid("status", f"cannot be closed before it opens at {opens}")
        if versions.is_official(connection, str(found.form_version_id)):
            way_out = f"ask with a reason at /api/v1/surveys/{survey_id}/early-closes"
            raise invalid("survey", f"is official: a second person closes it early; {way_out}")
        tenants.write_as(connection, str(found.tenant_id))
        closed = store.close(connection, survey_id, now)
        if closed is None:  # by the clock, meanwhile
            raise invalid("status", "is closed already")
        entry = audit(by, "forms.survey.close", survey_id, str(closed.tenant_id))
        add_events(connection, [row_event(SURVEYS, closed), entry])
    return as_state(closed)


def owner(connection: Connection, tenant_id: str) -> dict[str, Any]:
    """The tenant, now bound as the one to write for; raise Invalid when it is out of scope."""
    found = tenants.tenant(connection, tenant_id)
    if found is None:
        raise invalid("tenant", "is not the id of a tenant in your scope; see /api/v1/tenants")
    if found["status"] != "active":
        raise invalid("tenant", "is closed: nothing new can be added to it")
    tenants.write_as(connection, tenant_id)
    return found


def _versions_and_times(
    connection: Connection, tenant: dict[str, Any], instrument: str, period: str, code: str | None
) -> dict[str, Any]:
    """Ids of form and formula, opening and close; raise Invalid naming the faulty field."""
    forms = versions.form_versions(connection, instrument)
    if not forms:
        offered = {each["instrument"] for each in versions.form_versions(connection)}
        known = offered - versions.not_offered(connection)
        raise invalid("instrument", f"must be one of {', '.join(sorted(known))}")
    try:
        opens, closes = survey_bounds(instrument, period, tenant["time_zone"], datetime.now(UTC))
    except ValueError as fault:
        raise invalid("period", str(fault)) from fault
    formulas = versions.formula_versions(connection, instrument)
    day = opens.astimezone(ZoneInfo(tenant["time_zone"])).date()
    try:
        pair = Versions(forms, formulas).pair(instrument, tenant["tenant_id"], day, code)
    except NoSurveyError as fault:
        raise _refused(fault, instrument, formulas) from fault
    return {**pair, "opens_at": opens, "closes_at": closes}


def _refused(fault: NoSurveyError, instrument: str, formulas: list[dict[str, Any]]) -> Invalid:
    if fault.why == "no_form":
        return invalid("period", f"begins before any version of {instrument} takes effect")
    if fault.why == "not_offered":
        return invalid("instrument", "is for employees: it waits until a census can ask them")
    if fault.why == "no_formula":
        known = sorted({each["code"] for each in formulas})
        return invalid("formula", f"must be one of {', '.join(known)}")
    way_out = "name another formula, or have the questions changed in a new version"
    problems = "; ".join(fault.problems)
    return invalid(
        "formula", f"{fault.formula} does not fit {instrument}: {problems}. Way out: {way_out}"
    )
