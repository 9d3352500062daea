"""Replaced unsur and extended indices, with numbers worked out by hand."""

from fractions import Fraction
from typing import Any

from scoring_service.domain.fitting import fitted
from scoring_service.domain.methods import index, read_formula
from scoring_service.domain.tallies import layout_of

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


def test_only_stars_and_scales_are_tallied() -> None:
    items = [{"key": kind, "type": kind} for kind in ("one", "many", "number", "date", "note")]
    assert layout_of([*items, own()]).items == (("own", 1, 6),)
