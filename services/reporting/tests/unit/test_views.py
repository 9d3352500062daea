"""What a page says follows from the states alone."""

from typing import Any

import pytest
from reporting_service import testing
from reporting_service.domain.reports import survey_report
from reporting_service.domain.trend import following, trends
from reporting_service.domain.units import groups, ordered, page_of, unit_row
from reporting_service.domain.views import SurveyView, index_view, survey_view

FORM, FORMULA = testing.form().payload, testing.formula().payload
RULES = FORMULA["definition"]


def view(period: str = "2026-11", count: int = 0, options: list[int] | None = None) -> SurveyView:
    figures = dict.fromkeys(testing.SHORT, options) if options else None
    score = testing.score("U", period, count, 1, figures).payload
    target = testing.target("U", period, 221, 520).payload
    survey = testing.survey("U", period).payload
    return survey_view(survey, score, target, FORM, FORMULA, "id")


def index(value: str, error: str | None, note: str | None = None) -> dict[str, Any]:
    return {
        **{"code": "IPAK", "value": value, "display4": value, "display100": "0", "note": note},
        **{"band": None, "band_label": None, "standard_error": error},
    }


@pytest.mark.parametrize(
    ("value", "error", "note", "state"),
    [
        ("3.70", "0.02", None, "passes"),
        ("3.62", "0.02", None, "passes_narrowly"),
        ("3.60", None, None, "passes"),
        ("3.5996", None, None, "fails"),
        ("3.58", "0.02", None, "fails_narrowly"),
        ("3.40", "0.02", None, "fails"),
        ("3.62", "0.02", "depends_on_formula", "depends"),
    ],
)
def test_the_case_of_an_index(value: str, error: str | None, note: str | None, state: str) -> None:
    assert index_view(index(value, error, note), RULES, "id").state == state


def test_limits_that_fall_together_are_one_line() -> None:
    both = index_view(index("3.70", None), RULES, "id")
    assert both.limits == [("WBK, WBBM", "3.60")]
    apart = index_view({**index("3.70", None), "code": "IPKP"}, RULES, "id")
    assert apart.limits == [("WBK", "3.20"), ("WBBM", "3.60")]


def test_before_the_first_release_there_is_a_count_and_no_figure() -> None:
    few = view(count=3)
    assert (few.count, few.n, few.next_release, few.indices) == (3, 0, 5, [])
    assert survey_report(few)["released"] is None


def test_after_the_close_it_says_whether_late_answers_wait() -> None:
    figures = dict.fromkeys(testing.SHORT, [0, 0, 0, 0, 5, 35])
    score = testing.score("U", "2026-11", 40, 1, figures).payload
    closed = {**testing.survey("U", "2026-11").payload, "status": "closed"}
    waits = [
        survey_view(closed, {**score, "count": count}, None, FORM, FORMULA, "id").waits
        for count in (40, 42)
    ]
    assert waits == [False, True]


def test_the_weakest_statement_comes_first_and_the_worse_index_speaks() -> None:
    figures = dict.fromkeys(testing.SHORT, [0, 0, 0, 0, 5, 35])
    figures["pungli"] = [20, 0, 0, 0, 0, 20]
    score = testing.score("U", "2026-11", 40, 1, figures).payload
    shown = survey_view(testing.survey("U", "2026-11").payload, score, None, FORM, FORMULA, "en")
    assert shown.indicators[0].words == "There are no illegal levies"
    assert shown.indicators[0].low_count == 20
    assert shown.headline is not None
    assert shown.headline.code == "IPAK"
    assert shown.target is None
    assert shown.share == 0


def test_a_trend_joins_neighbours_only() -> None:
    history = [view(period, 40, [0, 0, 0, 0, 5, 35]) for period in ("2026-08", "2026-10")]
    history += [view("2026-11", 40, [0, 0, 0, 5, 5, 30]), view("2026-12", 3)]
    found = {trend.code: trend for trend in trends(history)}
    assert [point.joined for point in found["IPAK"].points] == [False, False, True]
    assert found["IPAK"].limit == "3.60"
    assert trends([view("2026-11", 40, [0, 0, 0, 0, 5, 35])]) == []


@pytest.mark.parametrize(
    ("period", "after"),
    [("2026-09", "2026-10"), ("2026-12", "2027-01"), ("2026-S1", "2026-S2")],
)
def test_the_next_period(period: str, after: str) -> None:
    assert following(period) == after
    assert following("2026-S2") == "2027-S1"


def rows() -> list[Any]:
    def row(code: str, group: str, n: int, value: str) -> Any:
        state = {"count": n, "target": None, "n": n, "indices": [index(value, None)]}
        tenant = {"code": code, "unit_type": "lapas"}
        return unit_row(tenant, f"Lapas {code}", group, {**state, "rules": RULES}, "id")

    bare = unit_row({"code": "E", "unit_type": "rutan"}, "Rutan E", "K2", None, "id")
    return [
        row("A", "K1", 40, "3.90"),
        row("B", "K1", 40, "3.20"),
        row("C", "K1", 10, "3.10"),
        bare,
    ]


def test_need_puts_the_failing_first_and_few_answers_are_not_judged() -> None:
    assert [row.code for row in ordered(rows(), "need")] == ["B", "E", "C", "A"]
    assert [row.standing for row in rows()] == ["passes", "fails", "few", "none"]


def test_groups_count_units() -> None:
    first, second = groups(rows(), {"K1": "Kanwil 1", "K2": "Kanwil 2", "K3": "Kanwil 3"})
    assert (first.units, first.count, first.with_figures, first.below_limit) == (3, 90, 3, 1)
    assert (second.name, second.units, second.count) == ("Kanwil 2", 1, 0)


def test_pages_by_key_lead_there_and_back() -> None:
    everything = rows()
    first, following_key, previous = page_of(everything, "", 2)
    assert ([row.code for row in first], following_key, previous) == (["A", "B"], "B", None)
    second, following_key, previous = page_of(everything, "B", 2)
    assert ([row.code for row in second], following_key, previous) == (["C", "E"], None, "")
    assert page_of(everything, "gone", 2)[0] == first
    assert page_of(everything, "A", 1)[1:] == ("B", "")
    assert page_of(everything, "B", 1)[2] == "A"
