"""Which survey an answer belongs to: that of the day of the service, while it takes answers; of no
other day does one count."""

from datetime import date, timedelta
from typing import Any

import pytest
import responses_testing
from chassis import clock
from contracts.modes import IMPORT
from responses_service.intake.handlers.taking import PUBLIC, take
from responses_service.shared.arrival import Arrival
from responses_service.shared.context import Context, Keys
from responses_service.shared.issued import issue
from responses_service.shared.projection import Projection, Survey

TENANT, FORM = "t", "f"


def survey(period: str, opens: str, closes: str, **more: Any) -> dict[str, Any]:
    state = {"survey_id": period, "tenant_id": TENANT, "instrument": "SPKP-SPAK", "period": period}
    times = {"opens_at": f"{opens}T17:00:00+00:00", "closes_at": f"{closes}T17:00:00+00:00"}
    return {**state, **times, "form_version_id": FORM, "release_step": 5, "status": "open", **more}


@pytest.fixture
def projection() -> Projection:
    """May and June by the calendar of Jakarta."""
    made = Projection()
    tenant = {"tenant_id": TENANT, "time_zone": "Asia/Jakarta"}
    made.apply("identity.tenants.v1", tenant)
    may = survey("2026-05", "2026-04-30", "2026-05-31", late_days=3, status="closed")
    made.apply("forms.surveys.v1", may)
    made.apply("forms.surveys.v1", survey("2026-06", "2026-05-31", "2026-06-30"))
    return made


@pytest.mark.parametrize(
    ("served", "period"),
    [
        (date(2026, 5, 31), "2026-05"),
        (date(2026, 6, 1), "2026-06"),
        (date(2026, 5, 1), "2026-05"),
        (date(2026, 4, 30), None),
        (date(2026, 7, 1), None),
    ],
)
def test_the_day_of_the_service_chooses(
    projection: Projection, served: date, period: str | None
) -> None:
    found = projection.survey_of_day(projection.surveys["2026-06"], served)
    assert (found.period if found else None) == period


def test_another_form_asked_something_else(projection: Projection) -> None:
    projection.apply(
        "forms.surveys.v1",
        survey("2026-05", "2026-04-30", "2026-05-31", form_version_id="another"),
    )
    june = projection.surveys["2026-06"]
    assert projection.survey_of_day(june, date(2026, 5, 31)) is None


def test_late_days_are_those_of_the_schedule_or_seven(projection: Projection) -> None:
    may, june = (projection.surveys[each] for each in ("2026-05", "2026-06"))
    assert isinstance(may, Survey)
    assert may.ends_at - may.closes_at == timedelta(days=3)
    assert june.ends_at - june.closes_at == timedelta(days=7)


KEYS = Keys(b"r" * 32, b"t" * 32, b"c" * 32, b"i" * 32)
A_DAY = timedelta(days=1)


def taken(
    before: dict[str, Any], served: date | None, arrival: Arrival = PUBLIC
) -> tuple[str, bool]:
    """Period and lateness of an answer given now to the survey from yesterday to tomorrow; `before`
    is what the one of the three days before that is other than closed and without late days."""
    states, now = responses_testing.states(), clock.now()
    survey = states["forms.surveys.v1"]
    earlier = {
        **survey,
        "survey_id": "earlier",
        "period": "2000-01",
        "opens_at": (now - 4 * A_DAY).isoformat(),
        "closes_at": survey["opens_at"],
        "status": "closed",
        "late_days": 0,
        **before,
    }
    projection = Projection()
    for topic, state in [*states.items(), ("forms.surveys.v1", earlier)]:
        projection.apply(topic, state)
    body = {
        "response_id": "0f5c7a52-7c1f-4a1e-9b1d-0e1f2a3b4c5d",
        "code": responses_testing.CODE,
        "survey": survey["survey_id"],
        "form_version": survey["form_version_id"],
        "issued": issue(KEYS.issued, now),
        "language": "id",
        "answers": {"pungli": 6},
        "served_on": served.isoformat() if served else None,
    }
    _, (event,) = take(Context(projection, None, KEYS), body, arrival)
    assert event.payload["served_on"] == body["served_on"]
    return ("2000-01" if event.payload["period"] == "2000-01" else "now"), event.payload["late"]


def days_ago(days: int) -> date:
    """By the clock of Jakarta, where the office is."""
    return (clock.now() + timedelta(hours=7)).date() - days * A_DAY


def test_a_service_of_today_or_of_no_told_day_counts_today() -> None:
    assert taken({}, None) == taken({}, days_ago(0)) == ("now", False)


def test_one_of_a_survey_that_still_takes_answers_counts_there() -> None:
    assert taken({"late_days": 7}, days_ago(3)) == ("2000-01", False)


def test_one_of_a_survey_that_takes_none_any_more_is_late_and_counts_nowhere() -> None:
    assert taken({}, days_ago(3)) == ("now", True)


@pytest.mark.parametrize("days", [5, 30, 400, 4000])
def test_one_of_a_day_without_a_survey_is_late(days: int) -> None:
    assert taken({}, days_ago(days)) == ("now", True)


def test_one_of_another_form_is_late() -> None:
    assert taken({"late_days": 7, "form_version_id": "another"}, days_ago(3)) == ("now", True)


def test_an_import_says_itself_where_it_belongs() -> None:
    """It has checked the day against the window of the survey that was chosen."""
    assert taken({}, days_ago(1), Arrival(IMPORT, belated=True)) == ("now", False)
