"""Open and close surveys: for the API, by the clock, by a command."""

import uuid
from contextlib import closing
from typing import Any
from zoneinfo import ZoneInfo

from chassis import clock, tenants
from chassis.audit import audit
from chassis.database import Database
from chassis.fields import Fields
from chassis.outbox import add_events
from chassis.principal import Principal
from chassis.problems import Invalid, NotFound, invalid
from contracts.codec import Event
from sqlalchemy import Connection, Row

from forms_service.config import FormsSettings
from forms_service.services.handlers import services_event, services_of
from forms_service.shared.commands import CommandError, drain
from forms_service.shared.events import SURVEYS, as_state, own_audit, row_event
from forms_service.shared.pairing.pairing import NoSurveyError, Versions
from forms_service.shared.period import bounds, survey_bounds
from forms_service.shared.tables import surveys as store
from forms_service.shared.tables import versions
from forms_service.shared.tables.rows import all_rows
from forms_service.shared.units import owner
from forms_service.surveys.rules import LATE_DAYS, LATE_DAYS_MOST, RELEASE_STEP, RELEASE_STEP_MOST

FIELDS = ("tenant", "instrument", "period", "formula", "late_days", "release_step")


def open_survey(database: Database, by: Principal, body: dict[str, Any]) -> dict[str, Any]:
    """One instrument for one tenant and period, with the form in effect and the formula in force at
    the opening, or the selectable `formula` named. Raise Invalid."""
    fields = Fields(body, FIELDS)
    tenant_id, instrument = fields.id("tenant"), fields.text("instrument")
    period = fields.text("period")
    code = fields.text("formula") if "formula" in body else None
    late = fields.number("late_days", 0, LATE_DAYS_MOST, LATE_DAYS)
    step = fields.number("release_step", RELEASE_STEP, RELEASE_STEP_MOST, RELEASE_STEP)
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
        # Of a practice tenant nothing else has told them: no schedule opens for it.
        services = services_event(tenant_id, services_of(connection, tenant))
        add_events(connection, [row_event(SURVEYS, made[0]), services, entry])
    return state


def close_survey(database: Database, by: Principal, survey_id: str) -> dict[str, Any]:
    """For instruments that are not official. Raise NotFound outside the scope, Invalid when it is
    official (`early_closes.ask`), closed, or has not opened yet."""
    now = clock.now()
    with database.scope(by.scope) as connection:
        survey = found(connection, survey_id)
        if survey.status == "closed":
            raise invalid("status", "is closed already")
        if survey.opens_at >= now:
            opens = survey.opens_at.isoformat()
            raise invalid("status", f"cannot be closed before it opens at {opens}")
        if versions.is_official(connection, str(survey.form_version_id)):
            way_out = f"ask with a reason at /api/v1/surveys/{survey_id}/early-closes"
            raise invalid("survey", f"is official: a second person closes it early; {way_out}")
        tenants.write_as(connection, str(survey.tenant_id))
        closed = store.close(connection, survey_id, now)
        if closed is None:  # by the clock, meanwhile
            raise invalid("status", "is closed already")
        entry = audit(by, "forms.survey.close", survey_id, str(closed.tenant_id))
        add_events(connection, [row_event(SURVEYS, closed), entry])
    return as_state(closed)


def close_due(database: Database) -> None:
    """Close every survey whose time is over."""
    with database.unbound() as connection:
        closed = store.close_due(connection, clock.now())
        add_events(connection, [event for row in closed for event in _closing_events(row)])


def close_before(settings: FormsSettings, period: str) -> int:
    """Close every open survey whose period ended when `period` began, at that true end.

    Return the number of events sent; raise CommandError for what is no period.
    """
    try:
        bounds(period, "UTC")
    except ValueError as fault:
        raise CommandError(f"--before {fault}") from fault
    with closing(Database(settings.database_worker_url)) as worker:
        with worker.unbound() as connection:
            zones = {key: state["time_zone"] for key, state in tenants.states(connection).items()}
            for row in store.open_surveys(connection):
                zone = zones[str(row.tenant_id)]
                end = bounds(row.period, zone)[1]
                if end <= bounds(period, zone)[0]:
                    closed = store.close(connection, str(row.survey_id), end)
                    add_events(connection, _closing_events(closed) if closed else [])
        return drain(settings, worker)


def found(connection: Connection, survey_id: str) -> Row[Any]:
    """Raise NotFound outside the scope."""
    survey = store.survey(connection, survey_id)
    if survey is None:
        raise NotFound
    return survey


def listed(
    connection: Connection, after: str, limit: int, tenant: str | None, period: str | None
) -> list[Row[Any]]:
    """By id, the `limit` after `after`, of one tenant or period or of all."""
    return store.surveys(connection, after, limit, tenant, period)


def every_event(connection: Connection) -> list[Event]:
    """Every survey as it stands."""
    return [row_event(SURVEYS, row) for row in all_rows(connection, "surveys")]


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
        opens, closes = survey_bounds(instrument, period, tenant["time_zone"], clock.now())
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


def _closing_events(row: Row[tuple[object, ...]]) -> list[Event]:
    key, tenant = str(row.survey_id), str(row.tenant_id)
    return [row_event(SURVEYS, row), own_audit("forms.survey.close", key, tenant)]
