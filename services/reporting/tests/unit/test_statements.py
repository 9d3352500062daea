"""Statements with any number of options: each on its own scale, with its own words and colours."""

from typing import Any

import pytest
import reporting_scenes as testing_scenes
import reporting_testing as testing
from hypothesis import given
from hypothesis import strategies as st
from reporting_service.dashboards.rules.charts import diverging, ticks
from reporting_service.dashboards.rules.reports import survey_report
from reporting_service.dashboards.rules.shades import INK, WHITE, contrast, is_dark, shades
from reporting_service.dashboards.rules.views import SurveyView, survey_view

FORMULA = testing.formula().payload
OPTIONS = st.integers(2, 11).flatmap(lambda k: st.lists(st.integers(0, 50), min_size=k, max_size=k))

# Scoring hides what fewer people than these said.
FEW = 10


def view(
    rows: list[dict[str, Any]],
    items: list[dict[str, Any]],
    language: str = "id",
    stars: list[dict[str, str]] = testing.WORDS,
) -> SurveyView:
    figures = testing_scenes.figures(40, indicators=rows)
    form = testing.form(items=items).payload
    form["definition"]["stars"]["words"] = stars
    score = testing_scenes.score("U", 40, figures).payload
    survey = testing_scenes.survey("U").payload
    return survey_view(survey, score, None, form, FORMULA, language)


def released_row(key: str, options: list[int], value4: str | None) -> dict[str, Any]:
    if 0 < sum(options) < FEW:
        return testing_scenes.hidden(key, sum(options))
    if sum(options):
        return testing_scenes.indicator(key, options, value4)
    return {**testing_scenes.hidden(key, 0), "options": options}


@given(st.lists(OPTIONS, min_size=1, max_size=6), st.booleans())
def test_every_number_of_options_has_a_place(answers: list[list[int]], on_four: bool) -> None:
    """Mixed as they come, with a value on scale 4 or without, answered or not, or by so few that
    scoring hides what they said."""
    items = [
        {**testing_scenes.own_question(len(options)), "key": f"q{n}"}
        for n, options in enumerate(answers)
    ]
    rows = [
        released_row(f"q{n}", options, "3.000000" if on_four else None)
        for n, options in enumerate(answers)
    ]
    shown = view(rows, items)
    assert len(shown.statements) == len(answers)
    told = {f"q{n}" for n, options in enumerate(answers) if not 0 < sum(options) < FEW}
    assert {row.key for plot in shown.dot_plots for row in plot.rows} == told
    assert {row.key for spread in shown.spreads for row in spread.rows} == told
    assert {row.key for row in shown.statements} - {row.key for row in shown.hidden} == told
    for plot in shown.dot_plots:
        assert 2 <= len(ticks(plot.axis)) <= 11
        assert all(row.value is None or 1 <= float(row.value) <= plot.top for row in plot.rows)
    for spread in shown.spreads:
        assert all(len(row.options) == len(spread.legend) for row in spread.rows)
    report = survey_report(shown)["released"]["indicators"]
    assert [len(row["options"]) for row in report] == [len(row.options) for row in shown.statements]


@given(OPTIONS)
def test_a_bar_turns_at_the_middle_of_its_options(options: list[int]) -> None:
    pieces, half = diverging(options), len(options) // 2
    if not sum(options):
        assert pieces == []
        return
    assert [piece.count for piece in pieces] == options
    assert [piece.low for piece in pieces].count(True) == half
    left = sum(options[:half]) + (options[half] / 2 if len(options) % 2 else 0)
    assert pieces[0].x == pytest.approx(50 - 50 * left / sum(options), abs=0.01)
    assert sum(piece.width for piece in pieces) == pytest.approx(50, abs=0.1)


@pytest.mark.parametrize("number", range(2, 12))
def test_colours_follow_the_order_and_carry_their_numbers(number: int) -> None:
    found = shades(number)
    assert len(set(found)) == number
    assert (found[0], found[-1]) == ("#6e2c00", "#0b4f6c")
    assert all(contrast(shade, WHITE if is_dark(shade) else INK) > 4 for shade in found)


def test_the_shades_of_six_stars_are_those_of_the_guide() -> None:
    guide = ["#6e2c00", "#b9560f", "#f2bf92", "#c9dfe9", "#589bbb", "#0b4f6c"]
    assert shades(6) == guide
    assert [contrast(shade, "#ffffff") for shade in guide][::5] == pytest.approx(
        [10.38, 8.94], abs=0.01
    )


@pytest.mark.parametrize(
    ("language", "cost"),
    [
        ("id", ["1 Sangat mahal", "2 Cukup mahal", "3 Murah", "4 Gratis"]),
        ("en", ["1 Very expensive", "2 Rather expensive", "3 Cheap", "4 Free"]),
    ],
)
def test_options_carry_their_own_words(language: str, cost: list[str]) -> None:
    items = [
        testing_scenes.scale("u4", "Biaya/tarif", testing_scenes.COST),
        testing_scenes.scale("u9", "Sarana", testing_scenes.FACILITIES),
        testing_scenes.scale("u5", "Gedung", testing_scenes.FACILITIES),
    ]
    keys = ("u4", "u9", "u5")
    rows = [testing_scenes.indicator(key, [6, 14, 12, 8], "2.550000") for key in keys]
    found = view(rows, items, language).spreads
    assert [words for _, words in found[0].legend] == cost
    assert [row.key for row in found[1].rows] == ["u9", "u5"]


def test_stars_carry_the_words_at_both_ends() -> None:
    found = view(testing_scenes.statements(), testing.STARS).spreads
    words = [words for _, words in found[0].legend]
    assert words == ["1 sangat tidak setuju", "2", "3", "4", "5", "6 sangat setuju"]
    assert len(found) == 1


def test_options_that_begin_elsewhere_than_at_one_keep_their_words() -> None:
    options = [{"value": n, "label": {"id": f"kata {n}"}} for n in (2, 4)]
    item = {**testing_scenes.scale("q", "Tanya", []), "options": options}
    row = testing_scenes.indicator("q", [3, 0, 4], None)
    assert [words for _, words in view([row], [item]).spreads[0].legend] == [
        "1 kata 2",
        "2",
        "3 kata 4",
    ]


@pytest.mark.parametrize(
    ("fell", "weakest"),
    [
        # Nobody gave a low answer, or fewer than five did: nothing stands out.
        ({}, []),
        ({"pungli": [4, 0, 0, 0, 0, 36]}, []),
        ({"pungli": [20, 0, 0, 0, 0, 20]}, ["pungli"]),
        ({"pungli": [20, 0, 0, 0, 0, 20], "waktu": [20, 0, 0, 0, 0, 20]}, ["waktu", "pungli"]),
    ],
)
def test_the_weakest_is_weak_and_ties_are_told(
    fell: dict[str, list[int]], weakest: list[str]
) -> None:
    shown = view(testing_scenes.statements(**fell), testing.STARS)
    assert [row.key for row in shown.weakest] == weakest


@pytest.mark.parametrize("words", [testing.WORDS, []])
def test_what_a_few_filled_is_told_as_their_number_alone(words: list[dict[str, str]]) -> None:
    """Whether official or the unit's own; also of a form whose stars have no words."""
    items = [*testing.STARS, testing_scenes.own_question(7)]
    rows = [row for row in testing_scenes.statements() if row["item"] != "pungli"]
    rows += [testing_scenes.hidden("pungli", 4), testing_scenes.hidden("own7", 9)]
    shown = view(rows, items, stars=words)
    assert [(row.words, row.n) for row in shown.hidden] == [
        ("Tidak ada pungli", 4),
        ("Pertanyaan dengan 7 pilihan", 9),
    ]
    assert [(plot.top, len(plot.rows)) for plot in shown.dot_plots] == [(4, 12)]
    assert [len(spread.rows) for spread in shown.spreads] == [12]
    assert shown.weakest == []
    report = {row["item"]: row for row in survey_report(shown)["released"]["indicators"]}
    expected = {"item": "pungli", "n": 4, "value": None, "top": 6, "options": []}
    assert report["pungli"] == expected
    assert report["own7"] == {**expected, "item": "own7", "n": 9, "top": 7}


def test_a_scale_of_its_own_is_never_called_weakest() -> None:
    row = testing_scenes.indicator("own10", testing_scenes.OWN[10], None)
    items = [*testing.STARS, testing_scenes.own_question(10)]
    shown = view([row, *testing_scenes.statements(pungli=[20, 0, 0, 0, 0, 20])], items)
    assert [(plot.top, plot.is_common) for plot in shown.dot_plots] == [(4, True), (10, False)]
    assert shown.weakest[0].key == "pungli"
