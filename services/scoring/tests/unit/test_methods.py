"""What no table of golden cases says: refusals, rounding, words, and where both readings differ."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial

import pytest
from contracts.enough import MINIMUM
from hypothesis import given
from hypothesis import strategies as st
from scoring_cases.spelling import definition_of, formula
from scoring_service.domain import methods, sampling
from scoring_service.domain.methods import Scale, read_formula, shown
from scoring_service.domain.results import results
from scoring_service.domain.tallies import Layout, Tally
from scoring_service.handlers.words import reason
from scoring_testing import UNKNOWN

STARS = Scale(1, 6)


def same_counts(keys: list[str], scale: int, chosen: int) -> dict[str, list[int]]:
    row = [0] * scale
    row[chosen - 1] = 10
    return dict.fromkeys(keys, row)


@given(st.integers(0, 10**9), st.integers(1, 10**6), st.integers(1, 500))
def test_a_target_never_exceeds_the_population_and_grows_with_it(
    population: int, more: int, minimum: int
) -> None:
    small, large = (sampling.target(n, minimum).target for n in (population, population + more))
    assert small <= population
    assert small <= large


@pytest.mark.parametrize("population", [0, 7, 30, 31, 33, 345])
def test_every_target_has_its_reason(population: int) -> None:
    said = reason(sampling.target(population, MINIMUM))
    assert set(said) == {"id", "en"}
    assert "{" not in "".join(said.values())


@pytest.mark.parametrize(("population", "named"), [(29, 30), (30, 30), (32, 30), (33, 0), (0, 0)])
def test_a_target_names_the_minimum_where_it_has_a_say(population: int, named: int) -> None:
    found = sampling.target(population, MINIMUM)
    assert (found.population, found.minimum) == (population, named)


def test_the_internal_survey_asks_everybody() -> None:
    found = sampling.census(62)
    assert (found.target, found.rule) == (62, "census")
    assert "62" in reason(found)["id"]


def test_a_negative_population_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^the population cannot be negative$"):
        sampling.target(-1, MINIMUM)


def test_the_minimum_is_that_of_the_formula_version() -> None:
    ruled = {**definition_of("ikm"), "minimum": 50}
    found = sampling.target(52, read_formula("ikm", ruled).minimum)
    assert (found.target, found.rule) == (50, "minimum")
    assert "50" in reason(found)["id"]
    assert "30" not in reason(found)["id"]
    del ruled["minimum"]
    assert read_formula("ikm", ruled).minimum == MINIMUM


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0.00"),
        ("0.004", "0.00"),
        ("0.005", "0.01"),
        ("3.6", "3.60"),
        ("2.675", "2.68"),
        ("-0.004", "0.00"),
        ("-0.005", "-0.01"),
        ("-2.675", "-2.68"),
        ("86.666", "86.67"),
    ],
)
def test_halves_are_rounded_away_from_zero_and_decimals_are_kept(value: str, text: str) -> None:
    assert shown(Fraction(value)) == text


def test_the_printed_weight_of_ikm_would_lose_a_point_and_is_refused() -> None:
    definition = definition_of("ikm")
    items = definition["indices"][0]["items"]
    definition["indices"][0]["items"] = dict.fromkeys(items, "0.11")
    assert 100 * sum(Fraction("0.11") for _ in items) == 99
    with pytest.raises(ValueError, match="weights do not add up to 1: IKM"):
        read_formula("ikm", definition)


def test_a_formula_that_is_faulty_is_refused_with_its_fault() -> None:
    definition = definition_of("ikm")
    assert read_formula("ikm", definition).code == "ikm"
    with pytest.raises(ValueError, match=r"^unknown conversion minmix$"):
        read_formula("ikm", {**definition, "conversion": "minmix"})
    wrong = [{"code": code, "items": {"u1": "1/2"}} for code in ("IKM", "IPAK")]
    with pytest.raises(ValueError, match=r"^weights do not add up to 1: IKM, IPAK$"):
        read_formula("ikm", {**definition, "indices": wrong})


def test_a_value_next_to_its_limit_is_shown_with_twelve_decimals_at_most() -> None:
    limit = Fraction("3.60")
    for short, shown_as in ((11, "3.59999999999"), (14, "3.600000000000")):
        assert methods.shown_against(limit - Fraction(1, 10**short), [limit]) == shown_as


def test_a_mean_refuses_the_counts_of_another_scale() -> None:
    with pytest.raises(ValueError, match="10 options are not those from 1 to 6"):
        methods.mean([0] * 9 + [7], STARS)
    with pytest.raises(ValueError, match="4 options"):
        methods.mean([1, 0, 0, 0], STARS)


@pytest.mark.parametrize(
    ("name", "mean"), [("spkp-spak-minmax", "6.1"), ("spkp-spak-prop", "0.9"), ("ikm", "5.80")]
)
def test_nothing_off_the_scale_is_converted(name: str, mean: str) -> None:
    with pytest.raises(ValueError, match="scale"):
        methods.convert(formula(name), Fraction(mean))


def test_stars_on_six_are_not_an_index_of_four() -> None:
    stars = replace(formula("ikm"), scale=STARS)
    assert methods.convert(stars, Fraction(4)) == (4, 100)
    with pytest.raises(ValueError, match="more than 4"):
        methods.convert(stars, Fraction("5.80"))


def test_an_item_nobody_answered_leaves_no_index() -> None:
    read = formula("ikm")
    counts = same_counts(list(read.weights["IKM"])[1:], 4, 3)
    assert methods.index(read, "IKM", counts) == methods.Index("IKM", None, None, None, None)


def test_an_index_of_the_best_answers_is_whole() -> None:
    read = formula("ikm")
    counts = same_counts(list(read.weights["IKM"]), 4, 4)
    four, hundred = Fraction(4), Fraction(100)
    best = methods.band(hundred, read.bands)
    assert methods.index(read, "IKM", counts) == methods.Index("IKM", four, hundred, hundred, best)


def test_missing_answers_divide_by_those_who_filled() -> None:
    assert methods.mean([0, 0, 1, 3], Scale(1, 4)) == Fraction(15, 4)


@pytest.mark.parametrize(
    ("fives", "sixes", "note"),
    [(13, 7, "depends_on_formula"), (5, 15, None), (20, 0, None)],
    ids=["3.61 by minmax, 3.57 by prop", "passes by both", "fails by both"],
)
def test_a_limit_met_by_one_formula_alone_says_so(fives: int, sixes: int, note: str | None) -> None:
    read = formula("spkp-spak-minmax")
    layout = Layout(tuple((key, 1, 6) for key in read.weights["IPAK"]))
    tally = Tally.empty(layout)
    for stars in [5] * fives + [6] * sixes:
        tally.add(layout, dict.fromkeys(read.weights["IPAK"], stars))
    only = replace(read, weights={"IPAK": read.weights["IPAK"]})
    assert results(only, layout, tally, UNKNOWN)["indices"][0]["note"] == note


@pytest.mark.parametrize(
    ("ask", "population", "indonesian", "english"),
    [
        (
            sampling.census,
            1045,
            "Survei internal: semua 1.045 pegawai diminta mengisi.",
            "Internal survey: all 1,045 employees are asked.",
        ),
        (
            partial(sampling.target, minimum=MINIMUM),
            1100,
            "1.100 penerima layanan: 285 menurut tabel Krejcie-Morgan.",
            "1,100 recipients: 285 by the Krejcie-Morgan table.",
        ),
        (
            partial(sampling.target, minimum=MINIMUM),
            20,
            "Kurang dari 30 penerima layanan: 20 dari 20 menurut rumus Slovin.",
            "Fewer than 30 recipients: 20 of 20 by Slovin's formula.",
        ),
        (
            partial(sampling.target, minimum=MINIMUM),
            0,
            "Tidak ada layanan pada periode ini, jadi tidak perlu survei.",
            "There was no service in this period, so no survey is needed.",
        ),
    ],
)
def test_a_reason_is_written_as_its_reader_writes_numbers(
    ask: Callable[[int], sampling.Target], population: int, indonesian: str, english: str
) -> None:
    assert reason(ask(population)) == {"id": indonesian, "en": english}
