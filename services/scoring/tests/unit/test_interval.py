"""How sure an index is: worked out by hand, and what holds of every interval."""

from fractions import Fraction
from math import sqrt
from statistics import mean, variance
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scoring_service.domain.interval import Interval, bounds, interval, root_up, shown_end
from scoring_service.domain.methods import Formula, index, read_formula
from scoring_service.domain.student import quantile
from scoring_service.domain.tallies import Layout, Tally

KEYS = ("a", "b", "c")
LAYOUT = Layout((*((key, 1, 6) for key in KEYS), ("own", 1, 10)))
WEIGHTS = {"a": "1/2", "b": "1/3", "c": "1/6"}
LIMITS = [Fraction("3.20"), Fraction("3.60")]
# The square of half the width of scale 4: of one person who says the opposite of all others.
LEAST = Fraction("2.25")
full = st.fixed_dictionaries({key: st.integers(1, 6) for key in KEYS})
some = st.fixed_dictionaries({}, optional={key: st.integers(1, 6) for key in KEYS})
conversions = st.sampled_from(("minmax", "prop"))
Rows = list[dict[str, int]]


def formula(conversion: str = "minmax") -> Formula:
    definition: dict[str, Any] = {
        "scale": {"min": 1, "max": 6},
        "conversion": conversion,
        "indices": [{"code": "X", "items": WEIGHTS}],
        "bands": [{"code": "D", "from": "25.00", "label": {}}],
        "thresholds": {},
    }
    return read_formula("test", definition)


def fold(rows: Rows) -> Tally:
    tally = Tally.empty(LAYOUT)
    for row in rows:
        tally.add(LAYOUT, row)
    return tally


def found(rows: Rows, population: int | None = None, conversion: str = "minmax") -> Interval:
    made = interval(formula(conversion), "X", LAYOUT, fold(rows), population)
    assert made is not None
    return made


def width(made: Interval) -> Fraction:
    return made.high - made.low


def alike(stars: int, n: int) -> Rows:
    return [dict.fromkeys(KEYS, stars)] * n


def test_it_is_the_t_interval_of_the_persons_and_one_at_the_middle() -> None:
    """Persons at 4.0, 1.0, 4.0, 4.0 and three at 3.4, and the artificial one at 2.5."""
    rows = [*alike(6, 1), *alike(1, 1), *alike(6, 2), *alike(5, 3)]
    persons = [4.0, 1.0, 4.0, 4.0, 3.4, 3.4, 3.4, 2.5]
    reach = 2.365 * sqrt(variance(persons) / 8)
    made = found(rows)
    assert float(made.low) == pytest.approx(mean(persons) - reach, abs=1e-8)
    assert float(made.high) == pytest.approx(min(4, mean(persons) + reach), abs=1e-8)


@given(st.lists(full, min_size=1, max_size=30))
def test_items_of_a_person_belong_together(rows: Rows) -> None:
    """Cross-products of items give exactly the variance of each person's weighted value."""
    weights = formula().weights["X"]
    own = [sum(weights[key] * row[key] for key in KEYS) for row in rows] + [Fraction(7, 2)]
    persons = [1 + 3 * (each - 1) / 5 for each in own]
    spread = max(variance(persons) / len(persons), LEAST / len(persons) ** 2)
    reach = quantile(len(rows)) * Fraction(sqrt(spread))
    middle = sum(persons) / len(persons)
    made = found(rows)
    assert float(made.low) == pytest.approx(max(1, float(middle - reach)), abs=1e-7)
    assert float(made.high) == pytest.approx(min(4, float(middle + reach)), abs=1e-7)


@given(st.lists(some, min_size=2, max_size=30))
def test_with_missing_answers_it_is_that_of_the_linearised_scores(rows: Rows) -> None:
    filled = {key: [row[key] for row in rows if key in row] for key in KEYS}
    if not all(filled.values()):
        assert interval(formula(), "X", LAYOUT, fold(rows)) is None
        return
    weights = formula().weights["X"]
    persons: list[dict[str, Any]] = [*rows, dict.fromkeys(KEYS, Fraction(7, 2))]
    means = {key: (sum(each) + Fraction(7, 2)) / (len(each) + 1) for key, each in filled.items()}
    scores = [
        sum(weights[key] * (row[key] - means[key]) / (len(filled[key]) + 1) for key in row)
        for row in persons
    ]
    squares = sum(score * score for score in scores) * Fraction(len(persons), len(rows))
    freedom = min(len(each) for each in filled.values())
    spread = max(squares * Fraction(3, 5) ** 2, LEAST / len(persons) ** 2)
    reach = float(quantile(freedom)) * sqrt(spread)
    pulled = 1 + 3 * (sum(weights[key] * means[key] for key in KEYS) - 1) / 5
    made, value = found(rows), index(formula(), "X", fold(rows).by_item(LAYOUT)).value
    low = min(float(value or 0), float(pulled) - reach)
    high = max(float(value or 0), float(pulled) + reach)
    assert float(made.low) == pytest.approx(max(1, low), abs=1e-7)
    assert float(made.high) == pytest.approx(min(4, high), abs=1e-7)


@given(st.lists(some, min_size=1, max_size=40), st.none() | st.integers(0, 400), conversions)
def test_it_holds_the_index_and_stays_on_the_scale(
    rows: Rows, population: int | None, conversion: str
) -> None:
    made = interval(formula(conversion), "X", LAYOUT, fold(rows), population)
    value = index(formula(conversion), "X", fold(rows).by_item(LAYOUT)).value
    assert (made is None) == (value is None)
    if made is not None and value is not None:
        lowest, highest = bounds(formula(conversion))
        assert lowest <= made.low <= value <= made.high <= highest
        assert made.low < made.high


@given(st.integers(1, 6), st.integers(1, 200), st.integers(1, 200))
def test_more_answers_alike_never_widen_it_and_never_close_it(
    stars: int, n: int, more: int
) -> None:
    assert 0 < width(found(alike(stars, n + more))) <= width(found(alike(stars, n)))


@pytest.mark.parametrize("n", [1, 5, 30])
def test_who_are_all_at_the_middle_are_as_unsure_as_who_are_all_at_the_end(n: int) -> None:
    """Each of them has exactly what the artificial person has: nothing would differ at all."""
    middle = found([{"a": 2, "b": 6, "c": 3}] * n)
    assert Fraction("2.5") - middle.low == middle.high - Fraction("2.5") > 0
    assert float(middle.high - middle.low) == pytest.approx(
        min(3, 2 * float(quantile(n)) * 1.5 / (n + 1)), abs=1e-7
    )


@given(st.lists(full, min_size=1, max_size=12), st.integers(2, 9))
def test_the_same_answers_many_times_over_never_widen_it(rows: Rows, times: int) -> None:
    assert width(found(rows * times)) <= width(found(rows))


@given(st.lists(full, min_size=1, max_size=20), st.integers(1, 99), st.integers(1, 999))
def test_of_fewer_people_it_is_never_wider(rows: Rows, others: int, more: int) -> None:
    smaller = found(rows, len(rows) + others)
    larger = found(rows, len(rows) + others + more)
    assert width(smaller) <= width(larger) <= width(found(rows))


def test_a_number_that_all_answered_or_more_corrects_nothing() -> None:
    rows = [dict.fromkeys(KEYS, stars) for stars in (1, 2, 3, 4, 5, 6)]
    for population in (6, 5, 0):
        assert found(rows, population) == found(rows)
    assert width(found(rows, 7)) < width(found(rows, 12)) < width(found(rows))


def test_half_of_all_are_half_as_unsure_squared() -> None:
    """The half that is missing: centre half as far from the value, reach by the root of 1/2."""
    rows = [dict.fromkeys(KEYS, stars) for stars in (3, 4)] * 40
    whole, half = found(rows), found(rows, 160)
    value = Fraction("2.5")
    assert float(width(half)) == pytest.approx(float(width(whole)) / sqrt(2), abs=1e-7)
    assert value - half.low == pytest.approx(half.high - value, abs=1e-7)


@given(st.lists(some, min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_order_and_batches_change_nothing(rows: Rows, chance: Any) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    cut = chance.randint(0, len(rows))
    parts = fold(shuffled[cut:])
    parts.merge(fold(shuffled[:cut]))
    assert interval(formula(), "X", LAYOUT, parts) == interval(formula(), "X", LAYOUT, fold(rows))


def test_an_item_of_another_index_changes_nothing() -> None:
    rows = [{**dict.fromkeys(KEYS, 5), "own": own} for own in (1, 10, 7)]
    assert found(rows) == found(alike(5, 3))


@pytest.mark.parametrize(
    ("end", "up", "shown"),
    [
        ("3.4531", False, "3.45"),
        ("3.4531", True, "3.46"),
        ("3.45", True, "3.45"),
        ("4", True, "4.00"),
        # Just below a limit is not the limit; just above it is no trouble.
        ("3.596", True, "3.596"),
        ("3.5999901", True, "3.599991"),
        ("3.196", True, "3.196"),
        ("3.596", False, "3.59"),
        ("3.604", False, "3.60"),
        ("3.60", True, "3.60"),
        # Eleven decimals at most, whatever they leave out.
        ("3.59999999999", True, "3.59999999999"),
        ("3.599999999996", True, "3.60000000000"),
    ],
)
def test_ends_are_rounded_outwards_and_stand_on_their_side(
    end: str, shown: str, *, up: bool
) -> None:
    assert shown_end(Fraction(end), LIMITS, up=up) == shown


@given(st.fractions(1, 4, max_denominator=10**6))
def test_no_end_is_shown_on_the_other_side_of_a_limit(end: Fraction) -> None:
    low, high = (Fraction(shown_end(end, LIMITS, up=up)) for up in (False, True))
    assert low <= end <= high < low + Fraction(11, 1000)
    for shown in (low, high):
        assert [shown < limit for limit in LIMITS] == [end < limit for limit in LIMITS]


@pytest.mark.parametrize(
    ("square", "root"), [("4", "2"), ("0", "0"), ("2", "1.414213563"), ("0.000001", "0.001")]
)
def test_a_root_is_rounded_up_by_whole_numbers(square: str, root: str) -> None:
    assert root_up(Fraction(square)) == Fraction(root)
