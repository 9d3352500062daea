"""How sure an index is: its standard error from variances and covariances of its items.

The items of one person correlate, so their covariances count (Cochran, Sampling Techniques, 2.9).
"""

from collections.abc import Mapping
from fractions import Fraction
from math import isqrt

from scoring_service.domain.methods import CONVERSIONS, Formula
from scoring_service.domain.tallies import Layout, Tally


def variance_of_index(
    formula: Formula, code: str, layout: Layout, tally: Tally, population: int | None
) -> Fraction | None:
    """Variance of the index on scale 4, with the finite population correction where N is known.

    None below two responses, or where an item of the index was left out by somebody.
    """
    weights = formula.weights[code]
    places = {key: at for at, (key, _, _) in enumerate(layout.items)}
    n = tally.responses
    counts = tally.by_item(layout)
    if n < 2 or any(sum(counts.get(key, ())) != n for key in weights):
        return None
    covariances = _covariances(layout, tally)
    total = Fraction(0)
    for key, weight in weights.items():
        for other, other_weight in weights.items():
            total += weight * other_weight * covariances[places[key], places[other]]
    slope = _slope(formula)
    variance = total * slope**2 / n
    if population and population >= n:
        variance *= Fraction(population - n, population)
    return variance


def _covariances(layout: Layout, tally: Tally) -> Mapping[tuple[int, int], Fraction]:
    """Sample covariances (n - 1) of item values."""
    n, found = tally.responses, {}
    counts = tally.by_item(layout)
    for at, (key, low, _) in enumerate(layout.items):
        values = list(enumerate(counts[key], start=low))
        total = sum(value * count for value, count in values)
        squares = sum(value * value * count for value, count in values)
        found[at, at] = Fraction(squares * n - total * total, n * (n - 1))
    for number, (a, b) in enumerate(layout.pairs):
        product = tally.pair_ab[number] * n - tally.pair_a[number] * tally.pair_b[number]
        found[a, b] = found[b, a] = Fraction(product, n * (n - 1))
    return found


def _slope(formula: Formula) -> Fraction:
    """How far the index moves per unit of the mean: every conversion is linear."""
    convert = CONVERSIONS[formula.conversion]
    one, two = Fraction(1), Fraction(2)
    return convert(two, formula.scale)[0] - convert(one, formula.scale)[0]


def square_root(value: Fraction, decimals: int = 6) -> Fraction:
    """Down to `decimals`, by whole numbers only: the same on every machine."""
    scale = 10 ** (2 * decimals)
    whole = value.numerator * scale // value.denominator
    root = isqrt(whole)
    return Fraction(root, 10**decimals)
