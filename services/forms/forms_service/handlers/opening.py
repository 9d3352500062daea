"""Opens the due surveys of all seeded units at once, with their points and populations."""

from datetime import datetime
from typing import Any

from contracts.codec import Event
from contracts.typed_code import ALPHABET, LENGTH, code_of
from sqlalchemy import Connection

from forms_service.domain import demo
from forms_service.domain.demo import seed_id
from forms_service.domain.formula import in_force
from forms_service.handlers.events import POINTS, POPULATIONS, SURVEYS, row_event
from forms_service.handlers.surveys import RELEASE_STEP
from forms_service.store import collection, surveys, versions

State = dict[str, Any]


def open_due(connection: Connection, states: list[State], now: datetime) -> list[Event]:
    """Store what is not there yet for the units that serve the public; return its events."""
    public = [state for state in states if demo.serves_public(state)]
    rows = _survey_rows(connection, public, now)
    new = surveys.add_missing(connection, rows)
    points = collection.add_points(connection, [_point(state) for state in public])
    people = collection.add_populations(connection, _populations(public, rows))
    return [
        *(row_event(SURVEYS, row) for row in new),
        *(row_event(POINTS, row) for row in points),
        *(row_event(POPULATIONS, row) for row in people),
    ]


def _survey_rows(connection: Connection, public: list[State], now: datetime) -> list[State]:
    newest: dict[str, str] = {}
    for form in versions.form_versions(connection):
        newest.setdefault(form["instrument"], form["form_version_id"])
    formulas = versions.formula_versions(connection)
    return [
        {
            "survey_id": seed_id("survey", f"{state['code']}:{instrument}:{period}"),
            "tenant_id": state["tenant_id"],
            "instrument": instrument,
            "period": period,
            "form_version_id": newest[instrument],
            "formula_version_id": _formula_id(formulas, instrument, opens),
            "opens_at": opens,
            "closes_at": closes,
            "release_step": RELEASE_STEP,
            "status": "open",
        }
        for state in public
        for instrument, period, opens, closes in demo.plan(state, now)
    ]


def _formula_id(formulas: list[State], instrument: str, opens: datetime) -> str:
    formula = in_force(formulas, instrument, opens.date())
    if formula is None:
        raise LookupError(f"no formula of {instrument} is in force on {opens:%Y-%m-%d}")
    return str(formula["formula_version_id"])


def _point(state: State) -> State:
    key = seed_id("point", state["code"])
    number = int(key.replace("-", ""), 16) % len(ALPHABET) ** (LENGTH - 1)
    return {
        "point_id": key,
        "tenant_id": state["tenant_id"],
        "code": code_of(number),
        "name": "Loket pelayanan",
        "channel": "qr",
        "status": "active",
    }


def _populations(public: list[State], rows: list[State]) -> list[State]:
    """Of the demo units, for every month with a survey."""
    codes = {state["tenant_id"]: state["code"] for state in public}
    return [
        {
            "population_id": seed_id("population", f"{code}:{row['period']}:{service}"),
            "tenant_id": row["tenant_id"],
            "period": row["period"],
            "service": service,
            "recipients": recipients,
            "stage": "provisional",
            "status": "active",
        }
        for row in rows
        if row["instrument"] == "SPKP-SPAK" and codes[row["tenant_id"]] in demo.DEMO_UNITS
        for code in [codes[row["tenant_id"]]]
        for service, recipients in demo.POPULATIONS.items()
    ]
