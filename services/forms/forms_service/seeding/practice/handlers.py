"""What the seeded ministry starts with beside its surveys of today: a first point per unit, and
past months and populations of the demo units. Used by `seed` alone."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from contracts.codec import Event
from contracts.opening_hours import OFFICE
from contracts.typed_code import ALPHABET, LENGTH, code_of
from sqlalchemy import Connection

from forms_service.points.handlers import begin_points
from forms_service.populations.handlers import begin_populations
from forms_service.schedule.opening.handlers.opening import not_opened
from forms_service.seeding.practice import rules as demo
from forms_service.services.handlers import services_event, services_of
from forms_service.shared.events import SURVEYS, row_event
from forms_service.shared.ids import seed_id
from forms_service.shared.offices import serves_public
from forms_service.shared.pairing.pairing import NoSurveyError, Versions
from forms_service.shared.tables import surveys, versions
from forms_service.surveys.rules import LATE_DAYS, RELEASE_STEP

State = dict[str, Any]


def start(connection: Connection, states: list[State], now: datetime) -> list[Event]:
    """Store what is not there yet for the units that serve the public; return its events."""
    public = [state for state in states if serves_public(state)]
    rows = _survey_rows(connection, public, now)
    new = surveys.add_missing(connection, rows)
    points = begin_points(connection, [_point(state) for state in public])
    people = begin_populations(connection, _populations(public, now))
    return [
        *(row_event(SURVEYS, row) for row in new),
        *points,
        *(
            services_event(each["tenant_id"], services_of(connection, each))
            for each in _begun(public, points)
        ),
        *people,
    ]


def _begun(public: list[State], points: list[Event]) -> list[State]:
    """The units that have got their first point now."""
    new = {event.payload["tenant_id"] for event in points}
    return [each for each in public if each["tenant_id"] in new]


def _survey_rows(connection: Connection, public: list[State], now: datetime) -> list[State]:
    known = Versions(versions.form_versions(connection), versions.formula_versions(connection))
    rows = []
    for state in public:
        for instrument, period, opens, closes in demo.practice_surveys(state, now):
            day = opens.astimezone(ZoneInfo(state["time_zone"])).date()
            try:
                pair = known.pair(instrument, state["tenant_id"], day)
            except NoSurveyError as fault:
                not_opened(state["code"], instrument, fault.why, *fault.problems)
                continue
            rows.append(
                {
                    "survey_id": seed_id("survey", f"{state['code']}:{instrument}:{period}"),
                    "tenant_id": state["tenant_id"],
                    "instrument": instrument,
                    "period": period,
                    **pair,
                    "opens_at": opens,
                    "closes_at": closes,
                    "late_days": LATE_DAYS,
                    "release_step": RELEASE_STEP,
                    "status": "open",
                }
            )
    return rows


def _point(state: State) -> State:
    key = seed_id("point", state["code"])
    number = int(key.replace("-", ""), 16) % len(ALPHABET) ** (LENGTH - 1)
    return {
        "point_id": key,
        "tenant_id": state["tenant_id"],
        "code": code_of(number),
        "name": "Loket pelayanan",
        "place": "Sisi keluar loket",
        "channel": "qr",
        "preset": None,
        "hours": OFFICE,
        "languages": ["id"],
        "status": "active",
    }


def _populations(public: list[State], now: datetime) -> list[State]:
    """Of the demo units: the past months, counted and confirmed."""
    return [
        {
            "population_id": seed_id("population", f"{state['code']}:{month}:{service}"),
            "tenant_id": state["tenant_id"],
            "period": month,
            "service": service,
            "recipients": recipients,
            "stage": "final",
            "status": "active",
            "state": "confirmed",
            "confirmed_recipients": recipients,
            "entered_by": "seed",
            "decided_by": "seed of the kanwil",
        }
        for state in public
        if state["code"] in demo.DEMO_UNITS
        for month in demo.past(state, now)
        for service, recipients in demo.POPULATIONS.items()
    ]
