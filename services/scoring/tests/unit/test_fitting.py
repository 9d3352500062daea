"""Replaced unsur and extended indices, with numbers worked out by hand."""

from fractions import Fraction
from typing import Any

import pytest
from contracts.enough import MINIMUM
from hypothesis import given
from hypothesis import strategies as st
from scoring_service.domain.fitting import converts, fits, fitted
from scoring_service.domain.methods import Band, Formula, Scale, index, read_formula
from scoring_service.domain.results import release
from scoring_service.domain.strata import Strata, Stratum
from scoring_service.domain.tallies import Tally, layout_of
from scoring_testing import UNKNOWN, confirmed

FORMULA: dict[str, Any] = {
    "scale": {"min": 1, "max": 6},
    "conversion": "minmax",
    "indices": [{"code": "IPAK", "items": {"a": "1/2", "b": "1/2"}}],
    "bands": [
        {"code": "D", "from": "25", "label": {}},
        {"code": "A", "from": "88.31", "label": {}},
    ],
    "thresholds": {"wbk": {"IPAK": "3.60"}},
}
BANDS, LIMIT = [Band("D", Fraction(25), {})], Fraction("3.60")
# Means: a 6, b 5, own 1 (nobody is content with the unit's own statement).
COUNTS = {"a": [0, 0, 0, 0, 0, 4], "b": [0, 0, 0, 0, 4, 0], "own": [4, 0, 0, 0, 0, 0]}


def form(*items: dict[str, Any]) -> dict[str, Any]:
    official = [{"key": key, "section": "spak", "type": "stars", "points": 6} for key in "ab"]
    return {"sections": [{"key": "spak", "index": "IPAK"}], "items": [*official, *items]}


def own(**more: Any) -> dict[str, Any]:
    known = {"key": "own", "section": "spak", "type": "stars", "points": 6}
    return {**known, "own": True, "weight": "1", **more}


def test_the_official_index_knows_nothing_of_a_units_own_statements() -> None:
    formula = fitted(read_formula("f", FORMULA), form(own()))
    official = index(formula, "IPAK", COUNTS)
    assert official.value == 1 + 3 * (Fraction(11, 2) - 1) / 5  # mean (6 + 5) / 2
    assert official == index(read_formula("f", FORMULA), "IPAK", COUNTS)


def test_the_extended_index_weighs_all_statements_alike_and_has_a_name_of_its_own() -> None:
    formula = fitted(read_formula("f", FORMULA), form(own()))
    assert list(formula.weights) == ["IPAK", "IPAK-DIPERLUAS"]
    extended = index(formula, "IPAK-DIPERLUAS", COUNTS)
    assert extended.value == 1 + 3 * (Fraction(12, 3) - 1) / 5  # mean (6 + 5 + 1) / 3 = 4
    assert not any("IPAK-DIPERLUAS" in limits for limits in formula.thresholds.values())


def test_a_question_that_does_not_count_extends_nothing() -> None:
    for item in (own(weight=None), own(section="other"), own(own=False)):
        assert list(fitted(read_formula("f", FORMULA), form(item)).weights) == ["IPAK"]


def test_a_replacing_item_takes_the_weight_of_the_unsur_it_replaces() -> None:
    definition = form(own(replaces="b"))
    del definition["items"][1]
    formula = fitted(read_formula("f", FORMULA), definition)
    assert formula.weights == {"IPAK": {"a": Fraction(1, 2), "own": Fraction(1, 2)}}
    assert index(formula, "IPAK", COUNTS).value == 1 + 3 * (Fraction(7, 2) - 1) / 5


def test_an_extended_index_rests_on_what_replaces_an_unsur_too() -> None:
    definition = form(own(replaces="b", key="ganti"), own())
    del definition["items"][1]
    formula = fitted(read_formula("f", FORMULA), definition)
    assert formula.weights == {
        "IPAK": {"a": Fraction(1, 2), "ganti": Fraction(1, 2)},
        "IPAK-DIPERLUAS": dict.fromkeys(("a", "ganti", "own"), Fraction(1, 3)),
    }


def test_a_form_without_sections_has_no_extended_index() -> None:
    definition = {"items": form(own())["items"]}
    assert list(fitted(read_formula("f", FORMULA), definition).weights) == ["IPAK"]


def test_only_stars_and_scales_are_tallied() -> None:
    items = [{"key": kind, "type": kind} for kind in ("one", "many", "number", "date", "note")]
    assert layout_of([*items, own()]).items == (("own", 1, 6),)


def test_an_index_may_weigh_an_item_by_nothing_but_not_by_less() -> None:
    layout = layout_of(form()["items"])
    for weights, whole in (({"a": "1", "b": "0"}, True), ({"a": "2", "b": "-1"}, False)):
        rules = {**FORMULA, "indices": [{"code": "IPAK", "items": weights}]}
        assert fits(read_formula("f", rules), "IPAK", layout) is whole


def test_a_scale_of_one_value_says_nothing() -> None:
    rules = read_formula("f", {**FORMULA, "scale": {"min": 1, "max": 1}})
    assert not converts(rules, Scale(1, 1))


def test_a_scale_begins_and_ends_where_its_options_do() -> None:
    options = [{"value": value} for value in (6, 3, 4, 5)]
    scale = {"key": "biaya", "type": "scale", "options": options}
    assert layout_of([scale, own(points=10)]).items == (("biaya", 3, 4), ("own", 1, 10))


def test_a_units_own_statement_with_another_number_of_options_enters_no_index() -> None:
    definition = form(own(points=10), own(key="mine", points=6))
    formula = fitted(read_formula("f", FORMULA), definition)
    assert set(formula.weights["IPAK-DIPERLUAS"]) == {"a", "b", "mine"}
    alone = fitted(read_formula("f", FORMULA), form(own(points=10)))
    assert list(alone.weights) == ["IPAK"]


def published(definition: dict[str, Any], answers: dict[str, int], **rules: Any) -> dict[str, Any]:
    layout = layout_of(definition["items"])
    formula = fitted(read_formula("f", {**FORMULA, **rules}), definition)
    strata, one = Strata(layout), Tally.empty(layout)
    for _ in range(12):
        one.add(layout, answers)
    strata.add(Stratum("", "self", False, "none"), one)
    return release(formula, strata, UNKNOWN)


def test_such_a_statement_is_shown_on_its_own_scale() -> None:
    state = published(form(own(points=10)), {"a": 6, "b": 5, "own": 9})
    assert [each["code"] for each in state["indices"]] == ["IPAK"]
    row = next(each for each in state["indicators"] if each["item"] == "own")
    assert (row["mean"], row["value4"], len(row["options"])) == ("9.000000", None, 10)


SCALES = ({"min": 1, "max": 4}, "native4"), ({"min": 1, "max": 6}, "native4")


@pytest.mark.parametrize(("scale", "conversion"), SCALES, ids=["of 4", "of 6"])
def test_a_formula_that_does_not_fit_gives_no_index(scale: Any, conversion: str) -> None:
    """Six stars in a formula of four would be 5.80 of 4."""
    state = published(form(), {"a": 6, "b": 5}, scale=scale, conversion=conversion)
    (index_,) = state["indices"]
    assert (index_["value"], index_["note"]) == (None, "formula_does_not_fit")
    assert index_["band"] is index_["interval"] is None
    assert [row["value4"] for row in state["indicators"]] == [None, None]
    assert [row["mean"] for row in state["indicators"]] == ["6.000000", "5.000000"]


def test_an_item_that_the_form_lacks_fits_no_formula() -> None:
    definition = form()
    del definition["items"][1]
    (index_,) = published(definition, {"a": 6})["indices"]
    assert (index_["value"], index_["note"]) == (None, "formula_does_not_fit")


scales = st.sampled_from([(1, 4), (1, 6)]) | st.tuples(st.integers(1, 3), st.integers(3, 12))
shares = st.integers(1, 5) | st.integers(-2, 5)


@st.composite
def surveys(draw: st.DrawFn) -> tuple[Formula, dict[str, Any], list[dict[str, int]]]:
    """Any formula over up to three items, and a form that need not suit it."""
    (low, high), suits = draw(scales), draw(st.booleans())
    some = st.lists(shares, min_size=1, max_size=3)
    parts = draw(some.filter(lambda each: sum(each) != 0))
    weights = {f"i{at}": Fraction(part, sum(parts)) for at, part in enumerate(parts)}
    named = draw(st.sampled_from(("minmax", "prop", "x25", "native4")))
    limits = {"wbk": {"X": LIMIT}}
    formula = Formula("f", Scale(low, high), named, {"X": weights}, BANDS, limits, MINIMUM)
    keys = [*weights, "other"] if suits else draw(st.permutations([*weights, "other"]))[1:]
    items = []
    for key in keys:
        first, last = (low, high) if suits and key != "other" else draw(scales)
        options = [{"value": value} for value in range(first, last + 1)]
        items.append({"key": key, "type": "scale", "options": options})
    one = st.fixed_dictionaries({}, optional={key: st.integers(1, 12) for key in keys})
    whole = st.fixed_dictionaries({key: st.integers(low, high) for key in keys})
    return formula, {"items": items}, draw(st.lists(one | whole, min_size=1, max_size=12))


@given(surveys())
def test_an_index_never_leaves_its_scale(
    made: tuple[Formula, dict[str, Any], list[dict[str, int]]],
) -> None:
    formula, definition, answers = made
    layout = layout_of(definition["items"])
    strata, tally = Strata(layout), Tally.empty(layout)
    for each in answers:
        tally.add(layout, each)
    strata.add(Stratum("", "self", False, "none"), tally)
    state = release(formula, strata, confirmed(40))
    (found,) = state["indices"]
    if not fits(formula, "X", layout):
        assert (found["value"], found["note"]) == (None, "formula_does_not_fit")
    elif found["value"] is None:
        assert found["note"] == "no_answers"
    else:
        lowest = 4 * formula.scale.low / formula.scale.high if formula.conversion == "prop" else 1
        assert lowest - 0.000001 < float(found["value"]) <= 4
        ends = found["interval"]
        low, high = float(ends["low"]), float(ends["high"])
        assert lowest - 0.01 < low <= float(found["display4"]) <= high <= 4
    for row in state["indicators"]:
        assert row["value4"] is None or float(row["value4"]) <= 4
