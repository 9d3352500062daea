"""How an index moved: what is joined by a line, and what is not."""

from dataclasses import replace
from typing import Any

import pytest
import reporting_testing as testing
from reporting_service.dashboards.rules.charts import Point
from reporting_service.dashboards.rules.numbers import following
from reporting_service.dashboards.rules.trend import trends
from reporting_service.dashboards.rules.views import SurveyView, survey_view

FORM, FORMULA = testing.form().payload, testing.formula().payload


def seen() -> SurveyView:
    """An open month with figures."""
    figures = dict.fromkeys(testing.SHORT, [0, 0, 0, 0, 5, 35])
    score = testing.score("U", "2026-11", 40, 1, figures).payload
    return survey_view(testing.survey("U", "2026-11").payload, score, None, FORM, FORMULA, "id")


def trend_of(*periods: tuple[str, dict[str, Any]]) -> list[Point]:
    """The points of IPAK: of each period what is other than closed, and by another formula."""
    closed = replace(seen(), is_open=False, formula="minmax")
    history = [replace(closed, period=period, **more) for period, more in periods]
    found = {trend.code: trend for trend in trends(history)}["IPAK"]
    assert found.limit == "3.60"
    return list(found.points)


def test_a_trend_joins_neighbours_only() -> None:
    points = trend_of(("2026-08", {}), ("2026-10", {}), ("2026-11", {}), ("2026-12", {}))
    assert [point.joined for point in points] == [False, False, True, True]
    assert {point.formula_before for point in points} == {None}
    assert trends([seen()]) == []


def test_what_still_moves_is_joined_to_nothing() -> None:
    points = trend_of(("2026-10", {}), ("2026-11", {}), ("2026-12", {"is_open": True}))
    assert [(point.joined, point.is_open) for point in points] == [
        (False, False),
        (True, False),
        (False, True),
    ]
    early = trend_of(("2026-10", {"is_open": True}), ("2026-11", {}), ("2026-12", {}))
    assert [point.joined for point in early] == [False, False, True]


def test_a_change_of_formula_breaks_the_line_and_is_named() -> None:
    other = {"formula": "prop"}
    points = trend_of(("2026-09", {}), ("2026-10", other), ("2026-11", other), ("2027-01", {}))
    assert [(point.joined, point.formula, point.formula_before) for point in points] == [
        (False, "minmax", None),
        (False, "prop", "minmax"),
        (True, "prop", None),
        (False, "minmax", "prop"),
    ]


@pytest.mark.parametrize(
    ("period", "after"),
    [("2026-09", "2026-10"), ("2026-12", "2027-01"), ("2026-S1", "2026-S2")],
)
def test_the_next_period(period: str, after: str) -> None:
    assert following(period) == after
    assert following("2026-S2") == "2027-S1"
