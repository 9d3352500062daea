"""Which survey an answer belongs to: that of the day of the service, while it takes answers."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
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
    ("served", "now", "period"),
    [
        (date(2026, 5, 31), datetime(2026, 6, 1, 3, tzinfo=UTC), "2026-05"),
        (date(2026, 6, 1), datetime(2026, 6, 1, 3, tzinfo=UTC), "2026-06"),
        (date(2026, 5, 1), datetime(2026, 6, 3, 16, 59, tzinfo=UTC), "2026-05"),
        # After its late days May takes nothing more: the answer counts in the month it came.
        (date(2026, 5, 31), datetime(2026, 6, 3, 17, tzinfo=UTC), "2026-06"),
        (date(2026, 4, 30), datetime(2026, 6, 1, 3, tzinfo=UTC), "2026-06"),
    ],
)
def test_the_day_of_the_service_chooses(
    projection: Projection, served: date, now: datetime, period: str
) -> None:
    june = projection.surveys["2026-06"]
    assert projection.survey_of_day(june, served, now).period == period


def test_another_form_asked_something_else(projection: Projection) -> None:
    projection.apply(
        "forms.surveys.v1",
        survey("2026-05", "2026-04-30", "2026-05-31", form_version_id="another"),
    )
    june = projection.surveys["2026-06"]
    now = datetime(2026, 6, 1, 3, tzinfo=UTC)
    assert projection.survey_of_day(june, date(2026, 5, 31), now) is june


def test_late_days_are_those_of_the_schedule_or_seven(projection: Projection) -> None:
    may, june = (projection.surveys[each] for each in ("2026-05", "2026-06"))
    assert isinstance(may, Survey)
    assert may.ends_at - may.closes_at == timedelta(days=3)
    assert june.ends_at - june.closes_at == timedelta(days=7)
