"""Months that are over, as practice has them: surveys, and how many people came. It writes as the
service does, into its tables: nobody could open such a month otherwise."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from contracts.codec import Event
from forms_service.populations import handlers as populations
from forms_service.populations.store import POPULATION
from forms_service.schedule.opening.handlers.opening import not_opened
from forms_service.shared.events import SURVEYS, as_state, row_event
from forms_service.shared.ids import seed_id
from forms_service.shared.pairing.pairing import NoSurveyError, Versions
from forms_service.shared.period import bounds
from forms_service.shared.tables import rows, surveys, versions
from forms_service.surveys.rules import LATE_DAYS, RELEASE_STEP
from sqlalchemy import Connection, text

from suara_local.practice import months
from suara_local.practice.extent import Extent, months_of, number_is, units_in
from suara_local.practice.truth import recipients, unit_of

State = dict[str, Any]


def past_begun(
    connection: Connection, extent: Extent, public: Sequence[State], now: datetime
) -> list[Event]:
    """What is missing of the months of an extent: surveys that were held, and numbers; the events
    to send. `public`: the units that serve it. A survey is said to have closed only now until all
    its answers are counted (`past_ended`): its result would be final before."""
    this_month = months.this_month(now)
    past = months_of(extent, this_month)
    held = [(each, month) for month in past for each in units_in(extent, public, month, this_month)]
    numbers = [one for each, month in held for one in _numbers(each, month, past[-1])]
    wanted = [(each, months.survey_of(each, month, now)) for each, month in held]
    return [
        *numbers_begun(connection, numbers),
        *surveys_begun(connection, wanted, now),
    ]


def past_ended(connection: Connection, public: Sequence[State], month: str) -> list[Event]:
    """Surveys of a month that is over closed at its true end; the events to send."""
    ends = {each["tenant_id"]: bounds(month, each["time_zone"])[1] for each in public}
    query = text(
        "UPDATE surveys SET status = 'closed', closes_at = :end WHERE tenant_id = :tenant"
        " AND instrument = :instrument AND period = :month AND closes_at > :end"
        " RETURNING *"
    )
    known = {"instrument": months.MONTHLY, "month": month}
    return [
        row_event(SURVEYS, row)
        for tenant, end in ends.items()
        for row in connection.execute(query, {**known, "tenant": tenant, "end": end})
    ]


def _numbers(state: State, month: str, last: str) -> Iterator[State]:
    """The demo units have theirs in every month."""
    demo = state["code"] in months.DEMO_UNITS
    known = "confirmed" if demo else number_is(state["code"], month, last)
    if known:
        for service, number in recipients(unit_of(state), month).items():
            yield number_of(state, month, service, number, confirmed=known == "confirmed")


def surveys_begun(
    connection: Connection, wanted: Iterable[tuple[State, months.Wanted]], now: datetime
) -> list[Event]:
    """Store what is missing of these surveys of units, closed where their time is over; the events
    to send."""
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
                "status": "open" if closes > now else "closed",
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
