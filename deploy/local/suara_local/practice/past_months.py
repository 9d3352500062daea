"""Months that are over, as practice has them: surveys that still take answers, and how many people
came. It writes as the service does, into its tables: nobody could open such a month otherwise."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from contracts.codec import Event
from forms_service.populations import handlers as populations
from forms_service.populations.store import POPULATION
from forms_service.schedule.opening.handlers.opening import not_opened
from forms_service.shared.events import SURVEYS, as_state, row_event
from forms_service.shared.ids import seed_id
from forms_service.shared.pairing.pairing import NoSurveyError, Versions
from forms_service.shared.tables import rows, surveys, versions
from forms_service.surveys.rules import LATE_DAYS, RELEASE_STEP
from sqlalchemy import Connection

from suara_local.practice import months

State = dict[str, Any]


def surveys_begun(
    connection: Connection, wanted: Iterable[tuple[State, months.Wanted]]
) -> list[Event]:
    """Store what is missing of these surveys of units; the events to send."""
    known = Versions(versions.form_versions(connection), versions.formula_versions(connection))
    rows_wanted = []
    for state, (instrument, period, opens, closes) in wanted:
        day = opens.astimezone(ZoneInfo(state["time_zone"])).date()
        try:
            pair = known.pair(instrument, state["tenant_id"], day)
        except NoSurveyError as fault:
            not_opened(state["code"], instrument, fault.why, *fault.problems)
            continue
        rows_wanted.append(
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
    return [row_event(SURVEYS, row) for row in surveys.add_missing(connection, rows_wanted)]


def numbers_begun(connection: Connection, wanted: list[State]) -> list[Event]:
    """Store what is missing of these numbers of recipients; the events to send."""
    made = rows.insert(connection, "populations", POPULATION, wanted)
    return [populations.event(as_state(row)) for row in made]


def number_of(
    state: State, month: str, service: str, recipients: int, *, confirmed: bool = True
) -> State:
    """Of a month that is over, counted; by the kanwil confirmed, or waiting for it."""
    return {
        "population_id": seed_id("population", f"{state['code']}:{month}:{service}"),
        "tenant_id": state["tenant_id"],
        "period": month,
        "service": service,
        "recipients": recipients,
        "stage": "final",
        "status": "active",
        "state": "confirmed" if confirmed else "entered",
        "confirmed_recipients": recipients if confirmed else None,
        "entered_by": "seed",
        "decided_by": "seed of the kanwil" if confirmed else None,
    }
