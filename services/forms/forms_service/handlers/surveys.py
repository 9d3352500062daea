"""Open and close surveys, enter populations, add collection points."""

import uuid
from datetime import UTC, datetime
from typing import Any

from chassis.audit import audit
from chassis.auth import Principal
from chassis.database import Database
from chassis.outbox import add_events
from chassis.problems import FieldFault, Invalid, NotFound
from contracts.typed_code import random_code
from sqlalchemy import Connection

from forms_service.domain.period import bounds
from forms_service.handlers.events import POINTS, POPULATIONS, SURVEYS, as_state, row_event
from forms_service.store import surveys as store
from forms_service.store import tenants, versions

RELEASE_STEP = 5
CHANNELS = ("qr", "link", "kiosk", "paper")


def open_survey(database: Database, by: Principal, body: dict[str, Any]) -> dict[str, Any]:
    """One instrument for one tenant and period, with the newest form and the formula in force."""
    _need_text(body, ("tenant", "instrument", "period"))
    step = body.get("release_step", RELEASE_STEP)
    if not isinstance(step, int) or step < 1:
        raise _fault("release_step", "must be a whole number of at least 1")
    with database.scope(by.scope) as connection:
        tenant = _tenant(connection, body["tenant"])
        forms = versions.form_versions(connection, body["instrument"])
        formulas = versions.formula_versions(connection, body["instrument"])
        if not forms:
            raise _fault("instrument", "is not a published instrument")
        formula = _formula(formulas, body.get("formula"))
        try:
            opens, closes = bounds(body["period"], tenant["time_zone"])
        except ValueError as fault:
            raise _fault("period", str(fault)) from fault
        row = {
            "survey_id": str(uuid.uuid4()),
            "tenant_id": tenant["tenant_id"],
            "instrument": body["instrument"],
            "period": body["period"],
            "form_version_id": forms[0]["form_version_id"],
            "formula_version_id": formula["formula_version_id"],
            "opens_at": opens,
            "closes_at": closes,
            "release_step": step,
            "status": "open",
        }
        made = store.add_missing(connection, [row])
        if not made:
            raise _fault("period", "this instrument already has a survey in this period")
        entry = audit(by, "forms.survey.open", row["survey_id"], row["tenant_id"])
        add_events(connection, [row_event(SURVEYS, made[0]), entry])
        return as_state(made[0])


def close_survey(database: Database, by: Principal, survey_id: str) -> dict[str, Any]:
    with database.scope(by.scope) as connection:
        if store.survey(connection, survey_id) is None:
            raise NotFound
        closed = store.close(connection, survey_id, datetime.now(UTC))
        if closed is None:
            raise _fault("status", "the survey is closed already")
        entry = audit(by, "forms.survey.close", survey_id, str(closed.tenant_id))
        add_events(connection, [row_event(SURVEYS, closed), entry])
        return as_state(closed)


def add_population(database: Database, by: Principal, body: dict[str, Any]) -> dict[str, Any]:
    """How many people a service had in a period: N of the sample target."""
    _need_text(body, ("tenant", "period", "service"))
    number = body.get("recipients")
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < 10**8:
        raise _fault("recipients", "must be a whole number from 0")
    if body.get("stage", "provisional") not in ("provisional", "final"):
        raise _fault("stage", "must be provisional or final")
    with database.scope(by.scope) as connection:
        tenant = _tenant(connection, body["tenant"])
        try:
            bounds(body["period"], tenant["time_zone"])
        except ValueError as fault:
            raise _fault("period", str(fault)) from fault
        row = {
            "population_id": str(uuid.uuid4()),
            "tenant_id": tenant["tenant_id"],
            "period": body["period"],
            "service": body["service"],
            "recipients": number,
            "stage": body.get("stage", "provisional"),
            "status": "active",
        }
        made = store.add_populations(connection, [row])
        if not made:
            raise _fault("service", "has a population for this period and stage already")
        entry = audit(by, "forms.population.add", row["population_id"], row["tenant_id"])
        add_events(connection, [row_event(POPULATIONS, made[0]), entry])
        return as_state(made[0])


def add_point(database: Database, by: Principal, body: dict[str, Any]) -> dict[str, Any]:
    _need_text(body, ("tenant", "name"))
    if body.get("channel", "qr") not in CHANNELS:
        raise _fault("channel", f"must be one of {', '.join(CHANNELS)}")
    with database.scope(by.scope) as connection:
        tenant = _tenant(connection, body["tenant"])
        made: list[Any] = []
        while not made:  # a taken code is as likely as one in a hundred thousand
            row = {
                "point_id": str(uuid.uuid4()),
                "tenant_id": tenant["tenant_id"],
                "code": random_code(),
                "name": body["name"].strip(),
                "channel": body.get("channel", "qr"),
                "status": "active",
            }
            made = store.add_points(connection, [row])
        entry = audit(by, "forms.point.add", row["point_id"], row["tenant_id"])
        add_events(connection, [row_event(POINTS, made[0]), entry])
        return as_state(made[0])


def _formula(formulas: list[dict[str, Any]], code: object) -> dict[str, Any]:
    if code is None:
        found = [each for each in formulas if each["status"] == "in_force"]
    else:
        found = [each for each in formulas if each["code"] == code]
    if not found:
        known = ", ".join(each["code"] for each in formulas)
        raise _fault("formula", f"must be one of {known}")
    return found[0]


def _tenant(connection: Connection, given: str) -> dict[str, Any]:
    try:
        found = tenants.tenant(connection, str(uuid.UUID(given)))
    except ValueError:
        found = None
    if found is None:
        raise _fault("tenant", "is not the id of a tenant in your scope")
    return found


def _need_text(body: dict[str, Any], names: tuple[str, ...]) -> None:
    faults = [
        FieldFault(name, "is required, as text")
        for name in names
        if not isinstance(body.get(name), str) or not body[name].strip()
    ]
    if faults:
        raise Invalid(faults=faults)


def _fault(field: str, message: str) -> Invalid:
    return Invalid(faults=[FieldFault(field, message)])
