"""Releases of the edition that withheld nothing: what may be false goes at once, the rest stays."""

from typing import Any

import pytest
from scoring_service.domain.editions import corrected, is_earlier, without_sureness
from scoring_service.domain.methods import read_formula
from scoring_service.domain.tallies import Layout, layout_of
from scoring_testing import FORMULA

SIX = {"scale": {"min": 1, "max": 6}, "conversion": "minmax"}
# IKM's own formula on six stars: the one that made 5.80 of 4.
FOUR = {"scale": {"min": 1, "max": 4}, "conversion": "native4"}
FIGURES = {
    "value": "5.800000",
    "display4": "5.80",
    "display100": "145.00",
    "band_value": "145.00",
    "band": "A",
    "band_label": {"id": "Sangat baik"},
    "standard_error": "0.010000",
}
INDEX = {"code": "IPAK", **FIGURES, "note": None}
NOTHING = {
    "code": "IPAK",
    **{name: None for name in FIGURES if name != "standard_error"},
    "interval": None,
    "tipping": [],
}
ROWS = [
    {"item": "a", "n": 40, "mean": "5.800000", "value4": "5.800000", "options": [0, 40]},
    {"item": "lama", "n": 40, "mean": "2.000000", "value4": "2.000000", "options": [40]},
]
RELEASED = {"n": 40, "indices": [INDEX], "indicators": ROWS, "counts": {"flagged": 0}}
VARIANT = {
    "name": "without_flagged",
    "n": 38,
    "indices": [{"code": "IPAK", "value": "5.800000", "display4": "5.80"}],
}


def layout(points: int = 6) -> Layout:
    """Without the statement `lama`, which the form no longer asks."""
    return layout_of([{"key": key, "type": "stars", "points": points} for key in ("a", "b")])


def after(rules: dict[str, Any], released: dict[str, Any] = RELEASED) -> dict[str, Any]:
    return corrected(read_formula("f", {**FORMULA, **rules}), layout(), released)


def test_of_a_formula_that_fits_only_what_was_too_certain_goes() -> None:
    assert after(SIX) == {
        **RELEASED,
        "earlier_edition": True,
        "indices": [{**INDEX, "standard_error": None}],
        "indicators": [ROWS[0], {**ROWS[1], "value4": None}],
    }


def test_of_a_formula_that_does_not_fit_no_figure_stays() -> None:
    assert after(FOUR) == {
        **RELEASED,
        "earlier_edition": True,
        "indices": [
            {**NOTHING, "note": "formula_does_not_fit"},
        ],
        "indicators": [{**row, "value4": None} for row in ROWS],
    }


@pytest.mark.parametrize(
    ("rules", "shown"),
    [(SIX, {"value": "5.800000", "display4": "5.80"}), (FOUR, {"value": None, "display4": None})],
)
def test_the_index_beside_it_goes_with_it(rules: dict[str, Any], shown: dict[str, Any]) -> None:
    found = after(rules, {**RELEASED, "variants": [VARIANT]})
    assert found["variants"] == [{**VARIANT, "indices": [{"code": "IPAK", **shown}]}]


def test_a_release_is_of_the_earlier_edition_until_it_is_made_anew() -> None:
    assert is_earlier(RELEASED)
    assert is_earlier({**after(SIX), "withheld": None})
    assert not is_earlier({**RELEASED, "withheld": None})


def test_what_two_editions_say_alike_is_all_but_how_sure_they_are() -> None:
    value = {name: text for name, text in INDEX.items() if name != "standard_error"}
    basis = {"recipients": None, "source": None, "reach": "open", "correction": "none"}
    sure = {**value, "interval": {"low": "3.50", "high": "3.70"}, "tipping": []}
    now = {**RELEASED, "basis": basis, "indices": [sure]}
    assert without_sureness(RELEASED) == without_sureness(now) == {**RELEASED, "indices": [value]}
