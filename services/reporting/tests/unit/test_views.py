"""What a page says follows from the states alone."""

from fractions import Fraction
from typing import Any

import pytest
import reporting_scenes as testing_scenes
import reporting_testing as testing
from reporting_service.dashboards.rules.indices import index_view
from reporting_service.dashboards.rules.reports import survey_report
from reporting_service.dashboards.rules.summary import groups, summary
from reporting_service.dashboards.rules.trend import following, trends
from reporting_service.dashboards.rules.units import (
    GATHERING,
    NEED,
    UnitRow,
    ordered,
    page_of,
    unit_row,
)
from reporting_service.dashboards.rules.verdict import ORDER
from reporting_service.dashboards.rules.views import SurveyView, chosen, survey_view

FORM, FORMULA = testing.form().payload, testing.formula().payload
RULES = FORMULA["definition"]


def view(period: str = "2026-11", count: int = 0, options: list[int] | None = None) -> SurveyView:
    figures = dict.fromkeys(testing.SHORT, options) if options else None
    score = testing.score("U", period, count, 1, figures).payload
    target = testing.target("U", period, 221, 520).payload
    survey = testing.survey("U", period).payload
    return survey_view(survey, score, target, FORM, FORMULA, "id")


def index(value: str | None, spread: str | None, note: str | None = None) -> dict[str, Any]:
    ends = testing.interval(Fraction(value), spread) if value else None
    return {
        "code": "IPAK",
        "value": value,
        "display4": value,
        "display100": "0",
        "note": note,
        "band": None,
        "band_label": None,
        "interval": ends,
        "tipping": [],
    }


def test_limits_that_fall_together_are_one_line() -> None:
    both = index_view(index("3.70", None), {"n": 40}, RULES, "id")
    assert both.limits == [("WBK, WBBM", "3.60")]
    apart = index_view({**index("3.70", None), "code": "IPKP"}, {"n": 40}, RULES, "id")
    assert apart.limits == [("WBK", "3.20"), ("WBBM", "3.60")]


def test_a_range_is_shown_as_it_was_published() -> None:
    """Clearly below 3.60: the upper end, 3.596, is not shown as the limit it does not reach."""
    published = {**index("3.53", None), "interval": {"low": "3.46", "high": "3.596"}}
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


def row(
    code: str, group: str, n: int, value: str | None, spread: str | None = "0.04", **more: Any
) -> UnitRow:
    figures = {"n": n, "indices": [index(value, spread)], **more} if n else None
    score = {"count": n or 12, "excluded": 0 if n else 12, "released": figures}
    state = {"score": score, "target": None, "is_open": True, "rules": RULES}
    tenant = {"code": code, "unit_type": "lapas"}
    return unit_row(tenant, f"Lapas {code}", group, state, "id")


def bare(code: str, group: str) -> UnitRow:
    return unit_row({"code": code, "unit_type": "rutan"}, f"Rutan {code}", group, None, "id")


def rows() -> list[UnitRow]:
    return [
        row("A", "K1", 40, "3.90"),
        row("B", "K1", 40, "3.20"),
        row("C", "K1", 10, "3.10"),
        bare("E", "K2"),
    ]


def test_need_puts_the_failing_first_and_few_answers_are_not_judged() -> None:
    assert [row.code for row in ordered(rows(), "need")] == ["B", "E", "C", "A"]
    assert [row.standing for row in rows()] == [
        "passes_conditionally",
        "fails_conditionally",
        "few",
        "none",
    ]
    assert [row.mark for row in rows()] == ["disc", "square", "ring", "ring"]


def test_every_standing_has_its_place() -> None:
    assert sorted(NEED) == sorted({*GATHERING, *ORDER})


def test_a_row_is_as_unsure_as_its_page() -> None:
    marked = {"counts": {"flagged": 48, "excluded": 0}, "variants": []}
    assert row("A", "K1", 55, "3.90", **marked).standing == "passes_doubted"
    assert row("A", "K1", 55, "3.90", None).standing == "passes_unsure"
    assert row("A", "K1", 55, None).standing == "no_value"
    assert row("A", "K1", 0, None).standing == "excluded"


def test_a_headline_counts_units_with_figures_and_accounts_for_each() -> None:
    marked = {"counts": {"flagged": 48, "excluded": 0}, "variants": []}
    found = summary([*rows(), row("D", "K2", 55, "3.90", **marked), row("F", "K2", 40, None)])
    assert (found.units, found.answered, found.count) == (6, 5, 185)
    assert found.with_figures == 4
    assert (found.below, found.unsure, found.meet, found.few) == (1, 1, 1, 1)
    assert found.judged + found.few == found.with_figures


def test_a_failing_unit_in_doubt_is_not_certain() -> None:
    marked = {"counts": {"flagged": 48, "excluded": 0}, "variants": []}
    doubted = row("D", "K2", 55, "3.40", **marked)
    assert doubted.standing == "fails_doubted"
    found = summary([doubted])
    assert (found.below, found.unsure, found.meet) == (0, 1, 0)


def test_groups_count_units() -> None:
    first, second = groups(rows(), {"K1": "Kanwil 1", "K2": "Kanwil 2", "K3": "Kanwil 3"})
    found = first.summary
    assert (found.units, found.count, found.with_figures, found.judged, found.below) == (
        3,
        90,
        3,
        2,
        1,
    )
    assert (second.name, second.summary.units, second.summary.count) == ("Kanwil 2", 1, 0)


@pytest.mark.parametrize(
    ("count", "excluded", "released", "status", "case"),
    [
        (0, 0, None, "open", "empty"),
        (0, 0, None, "closed", "empty_closed"),
        (3, 0, None, "open", "waiting"),
        (50, 11, None, "open", "waiting"),
        # From forty on it waits for the clock alone.
        (50, 10, None, "open", "tomorrow"),
        (40, 0, testing_scenes.coarse(40), "open", "coarse"),
        (40, 0, testing_scenes.coarse(40), "closed", "coarse"),
        (9, 0, testing_scenes.too_few(9), "closed", "too_few"),
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


def test_pages_by_key_lead_there_and_back() -> None:
    everything = rows()
    first, following_key, previous = page_of(everything, "", 2)
    assert ([row.code for row in first], following_key, previous) == (["A", "B"], "B", None)
    second, following_key, previous = page_of(everything, "B", 2)
    assert ([row.code for row in second], following_key, previous) == (["C", "E"], None, "")
    assert page_of(everything, "gone", 2)[0] == first
    assert page_of(everything, "A", 1)[1:] == ("B", "")
    assert page_of(everything, "B", 1)[2] == "A"
