"""Which of the summaries of an office a page shows."""

from typing import Any

import pytest
from reporting_region import own, region, small, summary
from reporting_service.dashboards.rules.region import (
    RegionView,
    by_period,
    codes_of,
    own_quarters,
    parts,
    region_view,
    small_ones,
    span_of,
)

YEAR = [f"2026-{month:02}" for month in range(1, 13)]


def view(found: Any, upto: str = "2026-11", span: str | None = None) -> RegionView:
    made = region_view(found, upto, span)
    assert made is not None
    return made


def test_the_newest_value_up_to_the_period_of_the_page_is_shown() -> None:
    found = {period: summary(region=region()) for period in ("2026-08", "2026-10", "2026-12")}
    assert view(found).period == "2026-10"
    assert view(found, "2026-09").period == "2026-08"
    assert region_view(found, "2026-07", None) is None
    assert region_view({"2026-08": summary(own=own())}, "2026-11", None) is None


def test_small_results_taken_together_are_told_from_the_newest_quarter_on() -> None:
    found = {
        "2026-Q2": summary(small=[small()]),
        "2026-Q3": summary(own=own(), small=[small("3.61"), small("3.62", 4)]),
        "2026-10": summary(region=region()),
    }
    told = [(period, each["units"]) for period, each in small_ones(found, "2026-10")]
    assert told == [("2026-Q3", 1), ("2026-Q3", 4), ("2026-Q2", 1)]
    assert [period for period, _ in small_ones(found, "2026-06")] == ["2026-Q2"]


def test_a_quarter_and_a_semester_are_those_in_which_the_period_ends() -> None:
    periods = ("2026-10", "2026-Q3", "2026-Q4", "2026-S1", "2026-S2")
    found = {period: summary(region=region()) for period in periods}
    assert view(found).spans == ["month", "quarter", "semester"]
    assert view(found, span="quarter").period == "2026-Q4"
    assert view(found, "2026-09", "quarter").period == "2026-Q3"
    assert view(found, "2026-06", "semester").period == "2026-S1"
    assert view(found, "2026-S2", "quarter").period == "2026-Q4"


@pytest.mark.parametrize("span", ["month", "week", ""])
def test_a_span_without_values_is_the_first_that_has_some(span: str) -> None:
    found = {"2026-S2": summary(region=region())}
    assert (view(found, "2026-S2", span).span, view(found).spans) == ("semester", ["semester"])


def test_where_no_unit_stood_then_the_tree_of_now_speaks() -> None:
    both = view({"2026-10": summary(region=region(), regrouped=region("3.60"))})
    assert (both.value, both.regrouped) == (region(), region("3.60"))
    alone = view({"2026-10": summary(regrouped=region("3.60"))})
    assert (alone.value, alone.regrouped) == (region("3.60"), None)


def test_months_that_lack_are_told_of_quarters() -> None:
    whole = region(months=["2026-10", "2026-11", "2026-12"])
    assert view({"2026-Q4": summary(region=region())}, span="quarter").months_lack
    assert not view({"2026-Q4": summary(region=whole)}, span="quarter").months_lack
    assert not view({"2026-10": summary(region=region())}).months_lack
    # Of surveys that are held by the semester there are none.
    assert not view({"2026-S2": summary(region=region(months=[]))}, "2026-S2").months_lack


def test_a_trend_goes_back_six_periods_and_joins_neighbours_of_one_formula() -> None:
    found = {period: summary(region=region()) for period in YEAR if period != "2026-08"}
    found["2026-10"]["region"]["formula"] = "other"
    (trend, other) = view(found, "2026-11").trends
    assert (trend.code, other.code, trend.limit) == ("IPAK", "IPKP", "3.60")
    assert [(point.period, point.joined) for point in trend.points] == [
        ("2026-05", False),
        ("2026-06", True),
        ("2026-07", True),
        ("2026-09", False),
        ("2026-10", False),
        ("2026-11", False),
    ]
    assert [point.formula_before for point in trend.points][-2:] == ["spkp-spak-minmax", "other"]


def test_quarters_follow_each_other_over_the_years() -> None:
    periods = ("2025-Q4", "2026-Q1", "2026-Q3")
    found = {period: summary(region=region()) for period in periods}
    (trend, _) = view(found, span="quarter").trends
    assert [point.joined for point in trend.points] == [False, True, False]


def test_one_value_and_none_make_no_trend() -> None:
    assert view({"2026-10": summary(region=region())}).trends == []
    found = {"2026-09": summary(region=region(None, None)), "2026-10": summary(region=region())}
    assert view(found).trends == []


def test_below_stand_offices_else_units() -> None:
    units = [(code, code.lower(), summary(own=own())) for code in "AB"]
    assert [each.code for each in parts(units)] == ["A", "B"]
    offices = parts([*units, ("C", "c", summary(region=region()))])
    assert [(each.code, each.name) for each in offices] == [("C", "c")]


def test_an_office_s_own_quarters_are_the_newest_first_with_their_semester_above() -> None:
    found = {
        period: summary(own=own())
        for period in ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2026-S1", "2026-S2", "2027-Q1")
    }
    told = [period for period, _ in own_quarters(found, "2026-11")]
    assert told == ["2026-S2", "2026-Q4", "2026-Q3", "2026-S1", "2026-Q2", "2026-Q1"]
    assert [period for period, _ in own_quarters(found, "2026-06")][:2] == ["2026-S1", "2026-Q2"]


def test_of_an_instrument_alone() -> None:
    other = {**summary(region=region()), "instrument": "IKM"}
    state: Any = {"period": "2026-10", "summaries": [other, summary(own=own())]}
    assert by_period([state], "SPKP-SPAK") == {"2026-10": summary(own=own())}


def test_names() -> None:
    assert [span_of(each) for each in ("2026-10", "2026-Q4", "2026-S2")] == [
        "month",
        "quarter",
        "semester",
    ]
    assert codes_of([*region()["indices"], {"code": "IKM"}]) == ["IPAK", "IPKP", "IKM"]
