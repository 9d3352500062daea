"""The chance in a coarse picture, and what of the exact figures is left beside it."""

from fractions import Fraction
from statistics import correlation, mean, stdev
from typing import Any

import pytest
from scoring_service.domain.coarse import DEFAULT, Draw, coarse, margin
from scoring_service.domain.methods import read_formula
from scoring_testing import FORMULA, KEY

RULES = read_formula("spkp-spak-minmax", FORMULA)
OTHER = bytes([1]) * 32
SURVEYS = [f"survey {n}" for n in range(2000)]


def draws(number: int, code: str = "IPAK", key: bytes = KEY, of: int = 2000) -> list[float]:
    return [Draw(key, each, number).normal(code, DEFAULT) for each in SURVEYS[:of]]


def exact(value: str | None, n: int = 40, filled: int | None = None, **more: Any) -> dict[str, Any]:
    index = {"code": "IPAK", "value": value, "display4": value, "note": None, **more}
    rows = [{"item": key, "n": n if filled is None else filled} for key in "ab"]
    counts = {"excluded": 0, "flagged": 0, "modes": {}, "tokens": {}}
    return {"n": n, "indices": [index], "indicators": rows, "counts": counts, "findings": []}


def shown(value: str | None, survey: str, **more: Any) -> dict[str, Any]:
    return coarse(exact(value, **more), RULES, Draw(KEY, survey, 1))["indices"][0]


def test_the_chance_is_standard_and_the_same_whenever_it_is_computed() -> None:
    for number in (1, 7):
        found = draws(number)
        assert mean(found) == pytest.approx(0, abs=0.07)
        assert stdev(found) == pytest.approx(1, abs=0.05)
        assert found == draws(number)


def test_without_the_key_it_is_another() -> None:
    assert correlation(draws(3), draws(3, key=OTHER)) == pytest.approx(0, abs=0.07)


def test_releases_and_indices_share_as_much_as_the_setting_says() -> None:
    assert correlation(draws(3), draws(4)) == pytest.approx(0.51, abs=0.06)
    assert correlation(draws(3), draws(5)) == pytest.approx(0.363, abs=0.06)
    assert correlation(draws(3), draws(3, "IPKP")) == pytest.approx(0.9, abs=0.02)


def test_an_average_over_many_releases_keeps_a_part_of_the_chance() -> None:
    """Beside the exact final result it would else tell what one excluded answer said."""
    releases = (draws(number, of=500) for number in range(1, 26))
    a_month = [mean(each) for each in zip(*releases, strict=True)]
    assert stdev(a_month) == pytest.approx(0.58, abs=0.04)


def test_it_falls_with_the_answers_and_grows_in_their_sum() -> None:
    assert DEFAULT.deviation(40) == pytest.approx(0.045)
    assert DEFAULT.deviation(200) == pytest.approx(0.0229, abs=0.0001)
    sums = [n * DEFAULT.deviation(n) for n in (10, 40, 80, 200, 1000)]
    assert sums == sorted(sums)
    assert sums[0] == pytest.approx(sums[1])


def test_what_is_shown_is_on_the_grid_and_on_the_scale() -> None:
    found = [Fraction(shown("3.990000", each)["value"]) for each in SURVEYS]
    assert max(found) == 4
    assert all(value * 20 == int(value * 20) for value in found)
    lowest = [Fraction(shown("1.000000", each)["value"]) for each in SURVEYS]
    assert min(lowest) == 1


@pytest.mark.parametrize(("n", "filled"), [(40, 40), (200, 200), (200, 15)])
def test_the_margin_holds(n: int, filled: int) -> None:
    made = exact("3.412345", n, filled)
    told = [coarse(made, RULES, Draw(KEY, each, 1)) for each in SURVEYS]
    off = [abs(float(each["indices"][0]["value"]) - 3.412345) for each in told]
    margins = {each["margin"] for each in told}
    assert margins == {margin(filled)}
    assert sum(each <= float(margin(filled)) for each in off) / len(off) >= 0.95


def test_nothing_else_of_an_index_is_left() -> None:
    index = shown("3.700000", "s", display100="90.00", band="A", interval={"low": "3.5"})
    left = {name: value for name, value in index.items() if value is not None and value != []}
    assert left.keys() == {"code", "value", "display4", "note"}
    assert left["note"] == "not_final"
    assert index["value"] == index["display4"]


@pytest.mark.parametrize(
    ("value", "filled", "more", "note"),
    [
        (None, 40, {"note": "formula_does_not_fit"}, "formula_does_not_fit"),
        (None, 40, {}, "no_answers"),
        ("3.700000", 9, {}, "few"),
        ("3.700000", 40, {"code": "IPAK-DIPERLUAS"}, "not_final"),
    ],
)
def test_an_index_without_a_value_says_why(
    value: str | None, filled: int, more: dict[str, Any], note: str
) -> None:
    index = shown(value, "s", filled=filled, **more)
    assert (index["value"], index["note"]) == (None, note)


def test_an_index_of_a_statement_that_few_filled_is_coarser() -> None:
    of_all = [float(shown("3.000000", each)["value"]) for each in SURVEYS]
    of_few = [float(shown("3.000000", each, filled=10)["value"]) for each in SURVEYS]
    assert stdev(of_few) > 3 * stdev(of_all)
