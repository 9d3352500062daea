"""What a page says follows from the states alone."""

from typing import Any

import pytest
import reporting_life as life
import reporting_scenes as testing_scenes
import reporting_testing as testing
from reporting_service.dashboards.rules.indices import index_view
from reporting_service.dashboards.rules.periods import chosen
from reporting_service.dashboards.rules.reports import survey_report
from reporting_service.dashboards.rules.views import SurveyView, survey_view

FORM, FORMULA = testing.form().payload, testing.formula().payload
RULES = FORMULA["definition"]


def view(period: str = "2026-11", count: int = 0, options: list[int] | None = None) -> SurveyView:
    figures = dict.fromkeys(testing.SHORT, options) if options else None
    score = testing.score("U", period, count, 1, figures).payload
    target = testing.target("U", period, 221, 520).payload
    survey = testing.survey("U", period).payload
    return survey_view(survey, score, target, FORM, FORMULA, "id")


def test_limits_that_fall_together_are_one_line() -> None:
    both = index_view(testing.ipak("3.70", None), {"n": 40}, RULES, "id")
    assert both.limits == [("WBK, WBBM", "3.60")]
    apart = index_view({**testing.ipak("3.70", None), "code": "IPKP"}, {"n": 40}, RULES, "id")
    assert apart.limits == [("WBK", "3.20"), ("WBBM", "3.60")]


def test_a_range_is_shown_as_it_was_published() -> None:
    """Clearly below 3.60: the upper end, 3.596, is not shown as the limit it does not reach."""
    published = {**testing.ipak("3.53", None), "interval": {"low": "3.46", "high": "3.596"}}
    found = index_view(published, {"n": 40}, RULES, "id")
    assert (found.low, found.high, found.state) == ("3.46", "3.596", "fails_conditionally")


def test_before_the_first_release_there_is_a_count_and_no_figure() -> None:
    few = view(count=3)
    assert (few.count, few.n, few.step, few.indices) == (3, 0, 5, [])
    assert survey_report(few)["released"] is None


def test_after_the_close_it_says_whether_late_answers_wait() -> None:
    figures = dict.fromkeys(testing.SHORT, [0, 0, 0, 0, 5, 35])
    score = testing.score("U", "2026-11", 40, 1, figures).payload
    closed = {**testing.survey("U", "2026-11").payload, "status": "closed"}
    waiting = [
        survey_view(closed, {**score, "count": count}, None, FORM, FORMULA, "id").waiting
        for count in (40, 42)
    ]
    assert waiting == [0, 2]


def test_the_weakest_statement_comes_first_and_the_worse_index_speaks() -> None:
    figures = dict.fromkeys(testing.SHORT, [0, 0, 0, 0, 5, 35])
    figures["pungli"] = [20, 0, 0, 0, 0, 20]
    score = testing.score("U", "2026-11", 40, 1, figures).payload
    shown = survey_view(testing.survey("U", "2026-11").payload, score, None, FORM, FORMULA, "en")
    assert shown.statements[0].words == "There are no illegal levies"
    assert shown.statements[0].low_count == 20
    assert shown.headline is not None
    assert shown.headline.code == "IPAK"
    assert shown.target is None
    assert shown.share == 0


@pytest.mark.parametrize(
    ("count", "excluded", "released", "status", "case"),
    [
        (0, 0, None, "open", "empty"),
        (0, 0, None, "closed", "empty_closed"),
        (3, 0, None, "open", "waiting"),
        (50, 11, None, "open", "waiting"),
        # From forty on it waits for the clock alone.
        (50, 10, None, "open", "tomorrow"),
        (40, 0, life.coarse(40), "open", "coarse"),
        (40, 0, life.coarse(40), "closed", "coarse"),
        (9, 0, life.too_few(9), "closed", "too_few"),
        # Between the close and the score that knows of it.
        (3, 0, None, "closed", "count"),
        (12, 12, None, "open", "all_excluded"),
        (3, 3, None, "closed", "all_excluded"),
        (40, 0, testing_scenes.figures(40), "open", "index"),
        (40, 0, testing_scenes.figures(40), "closed", "index"),
        (12, 0, testing_scenes.figures(12), "open", "few"),
        (12, 0, testing_scenes.figures(12), "closed", "few_closed"),
        (40, 0, testing_scenes.misfit(), "open", "no_fit"),
    ],
)
def test_the_first_sentence(
    count: int, excluded: int, released: dict[str, Any] | None, status: str, case: str
) -> None:
    score = testing_scenes.score("U", count, released, excluded=excluded).payload
    survey = testing_scenes.survey("U", status=status).payload
    assert survey_view(survey, score, None, FORM, FORMULA, "id").case == case


def test_what_is_excluded_counts_towards_no_target() -> None:
    target = testing.target("U", testing_scenes.MONTH, 80, 100).payload
    survey = testing_scenes.survey("U").payload
    score = testing_scenes.score("U", 80, None, excluded=40).payload
    shown = survey_view(survey, score, target, FORM, FORMULA, "id")
    assert (shown.count, shown.counted, shown.share) == (80, 40, 50.0)
    # A score of an edition that told nothing of this.
    del score["excluded"]
    assert survey_view(survey, score, target, FORM, FORMULA, "id").counted == 80


def test_withheld_statements_leave_index_and_verdict() -> None:
    score = testing_scenes.score(
        "U", 44, testing_scenes.figures(44, withheld="excluded_few")
    ).payload
    shown = survey_view(testing_scenes.survey("U").payload, score, None, FORM, FORMULA, "id")
    assert (shown.withheld, shown.case, shown.headline and shown.headline.code) == (
        "excluded_few",
        "index",
        "IPAK",
    )
    assert (shown.weakest, shown.dot_plots, shown.spreads) == ([], [], [])
    assert survey_report(shown)["released"]["withheld"] == "excluded_few"


def test_only_surveys_that_are_there_are_on_offer() -> None:
    offered = [("IKM", "2026-11"), ("SPKP-SPAK", "2026-10"), ("IKM", "2026-10")]
    assert chosen(offered, None, None) == ("SPKP-SPAK", "2026-10")
    assert chosen(offered, "IKM", None) == ("IKM", "2026-11")
    assert chosen(offered, None, "2026-11") == ("IKM", "2026-11")
    assert chosen(offered[:1], None, None) == ("IKM", "2026-11")
    assert chosen(offered, "INTEGRITAS", None) is None
    assert chosen(offered, None, "x") is None
