"""How many answers there will be at the close, if they come as they have come."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from reporting_service.dashboards.rules.forecast import Forecast, forecast

OPENS = datetime(2026, 11, 1, tzinfo=UTC)
SURVEY: Any = {
    "status": "open",
    "opens_at": OPENS.isoformat(),
    "closes_at": (OPENS + timedelta(days=30)).isoformat(),
}


def after(days: float, counted: int, target: int | None = 196, **more: str) -> Forecast | None:
    return forecast(counted, target, {**SURVEY, **more}, OPENS + timedelta(days=days))


def test_answers_go_on_as_they_came() -> None:
    # 4 a day for 20 days: 120 at the close, of 196; 116 in ten days are 11.6 a day.
    assert after(20, 80) == Forecast(120, "short", 4, 12, None)
    # 8 a day: 16 are missing, two days of them.
    day = (OPENS + timedelta(days=22)).isoformat()
    assert after(20, 160, 176) == Forecast(240, "reaches", 8, 2, day)
    assert after(20, 176, 176) == Forecast(264, "reached", 8, 0, None)


@pytest.mark.parametrize(
    ("counted", "case"),
    # Half as many again are to come, give or take twice the root of three quarters of what has.
    [(118, "short"), (119, "unsure"), (144, "unsure"), (145, "reaches"), (196, "reached")],
)
def test_it_is_said_whether_that_is_certain(counted: int, case: str) -> None:
    found = after(20, counted)
    assert found is not None
    assert found.case == case


@pytest.mark.parametrize(("days", "counted"), [(5.9, 80), (20, 9), (30, 80), (0, 80)])
def test_too_little_tells_nothing(days: float, counted: int) -> None:
    assert after(days, counted) is None


def test_a_closed_survey_and_one_without_a_target_have_none() -> None:
    assert after(20, 80, status="closed") is None
    assert after(20, 80, None) is None
