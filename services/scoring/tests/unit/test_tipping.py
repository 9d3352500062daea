"""When a verdict turns, whatever is thought of those who did not answer."""

from fractions import Fraction
from typing import Any

import pytest
from contracts.shapes import Reach
from hypothesis import given
from hypothesis import strategies as st
from scoring_service.domain.basis import Basis, reach_of
from scoring_service.domain.methods import read_formula
from scoring_service.domain.recipients import Recipients
from scoring_service.domain.tipping import tipping
from scoring_testing import FORMULA, UNKNOWN, confirmed

LIMITS = {"wbk": {"IPAK": "3.20"}, "wbbm": {"IPAK": "3.60"}}


def told(value: str, n: int, basis: Basis, **rules: Any) -> list[tuple[str, int, str | None]]:
    formula = read_formula("f", {**FORMULA, "thresholds": LIMITS, **rules})
    rows = tipping(formula, "IPAK", Fraction(value), n, basis)
    return [(row["at"], row["others"], row["mean"]) for row in rows]


@pytest.mark.parametrize(
    ("value", "n", "people", "means"),
    [
        # 3.60 by one of 100: the one would need 3.60 less 99 times what the others are above.
        ("3.70", 99, 100, [None, None]),
        # The lowest of the scale, 1, is no answer below 1; 4 itself is one that can be given.
        ("4", 2200, 3000, [None, "2.50"]),
        ("3.20", 2, 4, ["3.20", "4.00"]),
        ("3.1999", 3, 4, ["3.20", None]),
        ("1", 1, 10**6, ["3.20", "3.60"]),
    ],
)
def test_where_none_of_their_answers_turns_it(
    value: str, n: int, people: int, means: list[str | None]
) -> None:
    assert [mean for _, _, mean in told(value, n, confirmed(people))] == means


@pytest.mark.parametrize(
    "basis",
    [
        UNKNOWN,
        confirmed(240),
        confirmed(239),
        confirmed(0),
        Basis(Recipients(520, "unconfirmed"), "open"),
        Basis(Recipients(520, "before"), "all"),
        Basis(Recipients(520, "months"), "open"),
    ],
)
def test_without_this_periods_number_or_without_others_it_says_nothing(basis: Basis) -> None:
    assert told("3.41", 240, basis) == []


def test_an_index_without_limits_has_no_verdict_to_turn() -> None:
    assert told("3.41", 240, confirmed(520), thresholds={}) == []
    assert told("3.41", 240, confirmed(520), thresholds={"wbk": {"IPKP": "3.20"}}) == []


@given(
    st.fractions(1, 4, max_denominator=10**4),
    st.integers(1, 500),
    st.integers(1, 500),
    st.sampled_from(("minmax", "prop")),
)
def test_it_turns_there_and_not_before(
    value: Fraction, n: int, others: int, conversion: str
) -> None:
    rows = told(str(value), n, confirmed(n + others), conversion=conversion)
    lowest = Fraction(1) if conversion == "minmax" else Fraction(2, 3)
    for at, _, mean in rows:
        limit = Fraction(at)

        def together(r: Fraction, *, limit: Fraction = limit) -> bool:
            return (n * value + others * r) / (n + others) >= limit

        holds = value >= limit
        if mean is None:
            assert together(lowest) == together(Fraction(4)) == holds
        else:
            # One that holds still holds at `mean`; one that fails still fails a hundredth before.
            step = Fraction(1, 100)
            assert together(Fraction(mean)) or not holds
            assert holds or not together(Fraction(mean) - Fraction(1, 10**9))
            assert not (holds and together(Fraction(mean) - step))
            assert holds or together(Fraction(mean) + step)


@pytest.mark.parametrize(
    ("reach", "n", "correction", "population"),
    [
        ("open", 240, "none", None),
        ("open", 520, "none", None),
        ("all", 240, "finite_population", 520),
        ("all", 520, "all_counted", None),
        ("all", 521, "none", None),
    ],
)
def test_only_who_reaches_all_is_corrected(
    reach: Reach, n: int, correction: str, population: int | None
) -> None:
    basis = confirmed(520, reach)
    assert (basis.correction(n), basis.population(n)) == (correction, population)
    assert basis.told(n) == {
        "recipients": 520,
        "source": "own",
        "reach": reach,
        "correction": correction,
    }


@pytest.mark.parametrize("source", ["unconfirmed", "before", "months"])
def test_no_other_number_corrects(source: Any) -> None:
    basis = Basis(Recipients(520, source), "all")
    assert (basis.correction(520), basis.population(240), basis.others(0)) == ("none", None, 0)
    assert basis.told(240)["source"] == source


def test_a_census_of_employees_reaches_all_and_a_printed_code_whoever_comes() -> None:
    assert reach_of({"audience": "employees"}) == "all"
    assert reach_of({"audience": "public"}) == reach_of({}) == "open"
