"""Bands without gap or overlap and limits that nothing slips past, tried at every hundredth and at
every value that people can give near an edge."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil

import pytest
from scoring_cases.spelling import SHIPPED, formula
from scoring_service.domain import methods, sampling
from scoring_service.domain.methods import Formula, convert, shown, shown_against

HUNDREDTH = Fraction(1, 100)
# Far more people than a wrong rounding needs to show itself, and every number below.
MOST_PEOPLE = 60


def hundredths(low: Fraction, high: Fraction) -> Iterator[Fraction]:
    return (low + HUNDREDTH * step for step in range(int((high - low) / HUNDREDTH) + 1))


Spans = list[tuple[str, Fraction, Fraction]]


def spans(read: Formula) -> Spans:
    """From each band's lower bound up to the next one, the highest one to beyond 100."""
    bands = sorted(read.bands, key=lambda each: each.lower)
    ends = [*(each.lower for each in bands[1:]), Fraction(101)]
    return [(each.code, each.lower, end) for each, end in zip(bands, ends, strict=True)]


def claiming(nik: Fraction, of: Spans) -> list[str]:
    return [code for code, lower, end in of if lower <= nik < end]


# Of every table of bands one formula that has it.
TABLES = {tuple(spans(formula(code))): code for code in SHIPPED}


@pytest.mark.parametrize("code", TABLES.values())
def test_every_hundredth_from_25_to_100_is_in_exactly_one_band(code: str) -> None:
    read = formula(code)
    every = spans(read)
    for nik in hundredths(Fraction(25), Fraction(100)):
        assert claiming(nik, every) == [methods.band(nik, read.bands).code]


@pytest.mark.parametrize("code", SHIPPED)
def test_every_hundredth_of_every_conversion_has_one_band_and_none_falls(code: str) -> None:
    read = formula(code)
    order, every = "DCBA", spans(read)
    before = order[0]
    for mean in hundredths(Fraction(read.scale.low), Fraction(read.scale.high)):
        four, hundred = convert(read, mean)
        nik = methods.band_value(four)
        found = methods.band(nik, read.bands).code
        assert abs(nik - 25 * four) <= HUNDREDTH / 2
        assert 0 < four <= 4
        assert 0 <= hundred <= 100
        # What lies below the table, by `prop` alone, is in the lowest band.
        assert claiming(nik, every) == ([found] if nik >= 25 else [])
        assert order.index(found) >= order.index(before)
        before = found
    assert before == "A"


@pytest.mark.parametrize("code", SHIPPED)
@pytest.mark.parametrize(
    ("lower", "above", "below"), [("65", "C", "D"), ("76.61", "B", "C"), ("88.31", "A", "B")]
)
def test_a_band_begins_half_a_hundredth_before_its_bound(
    code: str, lower: str, above: str, below: str
) -> None:
    """The gaps of the printed table, such as from 88.30 to 88.31, belong to the nearer side."""
    read, edge = formula(code), (Fraction(lower) - HUNDREDTH / 2) / 25
    for value, wanted in near(read, edge, len(next(iter(read.weights.values())))):
        found = methods.band(methods.band_value(value), read.bands).code
        assert found == (above if wanted else below)


def near(read: Formula, edge: Fraction, items: int) -> Iterator[tuple[Fraction, bool]]:
    """Each index that so many items give to 1 to MOST_PEOPLE people next to an edge, on both sides,
    and whether it reaches the edge. What is nearest is found without the code that is tried."""
    low, high = Fraction(read.scale.low), Fraction(read.scale.high)
    bottom = convert(read, low)[0]
    slope = (convert(read, high)[0] - bottom) / (high - low)
    for people in range(1, MOST_PEOPLE + 1):
        answers = people * items
        reaching = ceil((low + (edge - bottom) / slope) * answers)
        for total in range(reaching - 2, reaching + 2):
            if low <= Fraction(total, answers) <= high:
                yield convert(read, Fraction(total, answers))[0], total >= reaching


LIMITED = [
    (code, index, name)
    for code in SHIPPED
    for name, by_index in formula(code).thresholds.items()
    for index in by_index
]


@pytest.mark.parametrize(("code", "index", "name"), LIMITED)
def test_a_limit_is_met_or_not_and_printed_so(code: str, index: str, name: str) -> None:
    read = formula(code)
    limit = read.thresholds[name][index]
    for value, wanted in near(read, limit, len(read.weights[index])):
        assert methods.reaches(value, limit) is wanted
        assert (Fraction(shown_against(value, [limit])) >= limit) is wanted


@pytest.mark.parametrize(
    ("value", "limit"),
    [("3.595", "3.60"), ("3.5996", "3.60"), ("3.1999", "3.20"), ("3.195", "3.20")],
)
def test_what_rounds_to_its_limit_fails_and_never_prints_as_it(value: str, limit: str) -> None:
    assert shown(Fraction(value)) == limit
    assert not methods.reaches(Fraction(value), Fraction(limit))
    assert shown_against(Fraction(value), [Fraction(limit)]) == value
    assert shown_against(Fraction(value), [Fraction("4"), Fraction(limit)]) == value


@pytest.mark.parametrize(
    ("population", "sample"), [(100, 80), (240, 150), (400, 200), (600, 240), (1600, 320)]
)
def test_slovin_is_exact_where_it_is_whole(population: int, sample: int) -> None:
    """Rounding up adds nothing to a whole number."""
    assert sampling.slovin_exact(population) == sampling.slovin(population) == sample


def test_the_printed_bounds_are_the_bands_own() -> None:
    table: Sequence[tuple[str, str, str]] = [
        ("25.00", "64.99", "D"),
        ("65.00", "76.60", "C"),
        ("76.61", "88.30", "B"),
        ("88.31", "100.00", "A"),
    ]
    read = formula("ikm")
    for first, last, code in table:
        inside = hundredths(Fraction(first), Fraction(last))
        assert {methods.band(nik, read.bands).code for nik in inside} == {code}
    for (_, last, _), (first, _, _) in pairwise(table):
        assert Fraction(first) - Fraction(last) == HUNDREDTH
