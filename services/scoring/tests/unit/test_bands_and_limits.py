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


def grades(nik: Fraction, read: Formula) -> list[str]:
    """The band that the code finds, or none."""
    found = methods.band(nik, read.bands)
    return [found.code] if found else []


# Of every table of bands one formula that has it.
TABLES = {tuple(spans(formula(code))): code for code in SHIPPED}


@pytest.mark.parametrize("code", TABLES.values())
def test_every_hundredth_from_25_to_100_is_in_exactly_one_band(code: str) -> None:
    read = formula(code)
    every = spans(read)
    for nik in hundredths(Fraction(25), Fraction(100)):
        assert claiming(nik, every) == grades(nik, read) != []


@pytest.mark.parametrize("code", TABLES.values())
def test_below_the_lowest_band_there_is_no_grade(code: str) -> None:
    read = formula(code)
    assert grades(Fraction("25.00"), read) == ["D"]
    for nik in hundredths(Fraction(0), Fraction("24.99")):
        assert grades(nik, read) == []


@pytest.mark.parametrize("code", SHIPPED)
def test_every_hundredth_of_every_conversion_has_one_band_and_none_falls(code: str) -> None:
    read = formula(code)
    order, every = ["", "D", "C", "B", "A"], spans(read)
    before = order[0]
    for mean in hundredths(Fraction(read.scale.low), Fraction(read.scale.high)):
        four, hundred = convert(read, mean)
        nik = methods.band_value(four)
        found = "".join(grades(nik, read))
        assert abs(nik - 25 * four) <= HUNDREDTH / 2
        assert 0 < four <= 4
        assert 0 <= hundred <= 100
        # By `prop` alone a value lies below the table.
        assert claiming(nik, every) == grades(nik, read)
        assert found or (nik < 25 and read.conversion == "prop")
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
        found = grades(methods.band_value(value), read)
        assert found == [above if wanted else below]
        # Who multiplies what is printed by 25 finds the same grade.
        printed = Fraction(shown_against(value, [], read.bands))
        assert grades(methods.band_value(printed), read) == found


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
    ("value", "printed"),
    [
        ("3.5322", "3.5322"),
        ("3.5348", "3.535"),
        ("3.5321", "3.53"),
        ("3.54", "3.54"),
        ("3.0642", "3.0642"),
        ("2.5998", "2.60"),
        ("0.9998", "1.00"),
        ("0.9996", "0.9996"),
    ],
)
def test_the_grade_follows_from_what_is_printed(value: str, printed: str) -> None:
    """3.53 x 25 is 88.25, a B; 0.9996 x 25 is 24.99, which is below the table."""
    bands = formula("spkp-spak-prop").bands
    assert shown_against(Fraction(value), [], bands) == printed


@pytest.mark.parametrize("code", SHIPPED)
def test_every_index_is_printed_so_that_its_grade_and_verdicts_follow(code: str) -> None:
    """Of every mean that up to 40 people can give."""
    read = formula(code)
    limits = sorted({limit for each in read.thresholds.values() for limit in each.values()})
    low, high = read.scale.low, read.scale.high
    means = {Fraction(total, n) for n in range(1, 41) for total in range(low * n, high * n + 1)}
    for mean in means:
        four, _ = convert(read, mean)
        printed = Fraction(shown_against(four, limits, read.bands))
        assert grades(methods.band_value(printed), read) == grades(methods.band_value(four), read)
        assert all((printed >= limit) == (four >= limit) for limit in limits)


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
        assert {code for nik in inside for code in grades(nik, read)} == {code}
    for (_, last, _), (first, _, _) in pairwise(table):
        assert Fraction(first) - Fraction(last) == HUNDREDTH
