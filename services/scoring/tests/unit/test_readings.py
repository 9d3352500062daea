"""Which conversions of stars are open is said once: a month and a window hang on the same."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scoring_cases.spelling import SHIPPED, formula, with_mean
from scoring_service.domain.eligibility import eligibility
from scoring_service.domain.methods import Formula
from scoring_service.domain.pooling import Part
from scoring_service.domain.readings import agreed, own, readings
from scoring_service.domain.results import results
from scoring_service.domain.tallies import Layout, Tally
from scoring_testing import UNKNOWN

LIMITED = [code for code in SHIPPED if formula(code).thresholds]
PEOPLE = 30


def test_only_what_is_answered_on_four_is_settled() -> None:
    found = {code: list(readings(formula(code))) for code in SHIPPED}
    settled = {code for code, names in found.items() if names == ["native4"]}
    assert settled == {"spkp-spak-native4", "ikm"}
    assert all(found[code] == ["minmax", "prop"] for code in found.keys() - settled)


def test_a_formula_has_the_name_of_how_it_makes_scale_four() -> None:
    found = {code: own(formula(code)) for code in SHIPPED}
    assert {found["spkp-spak-minmax"], found["spkp-spak-x25"]} == {"minmax"}
    assert (found["spkp-spak-prop"], found["spkp-spak-native4"]) == ("prop", "native4")


@pytest.mark.parametrize(
    ("verdicts", "together"),
    [([True], True), ([False], False), ([True, True], True), ([False, True], None)],
)
def test_readings_agree_or_it_hangs_on_them(verdicts: list[bool], together: bool | None) -> None:
    assert agreed(verdicts) is together


def note(read: Formula, mean: Fraction) -> set[str | None]:
    """Of the indices of one month in which every item has this mean."""
    items = sorted({item for weights in read.weights.values() for item in weights})
    layout = Layout(tuple((item, read.scale.low, read.scale.high) for item in items))
    tally = Tally.empty(layout)
    for place, count in enumerate(with_mean(mean, read.scale, PEOPLE), start=read.scale.low):
        for _ in range(count):
            tally.add(layout, dict.fromkeys(items, place))
    return {index["note"] for index in results(read, layout, tally, UNKNOWN)["indices"]}


@given(st.sampled_from(LIMITED), st.data())
def test_a_month_and_a_window_of_such_months_hang_on_the_formula_alike(code: str, data) -> None:
    read = formula(code)
    total = data.draw(st.integers(read.scale.low * PEOPLE, read.scale.high * PEOPLE))
    mean = Fraction(total, PEOPLE)
    counts = with_mean(mean, read.scale, PEOPLE)
    items = {item for weights in read.weights.values() for item in weights}
    months = {f"2026-0{month}": Part(PEOPLE, dict.fromkeys(items, counts)) for month in range(1, 4)}
    hangs = eligibility(read, "wbk", months).state == "bergantung_rumus"
    if hangs:
        assert "depends_on_formula" in note(read, mean)
    if note(read, mean) == {None}:
        assert not hangs
