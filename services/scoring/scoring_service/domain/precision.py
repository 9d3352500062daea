"""How sure an index is: its standard error from counts and cross-products of its items.

The items of one person correlate, so their products count. An item mean is a ratio (sum of values
over those who filled it), so the variance is that of the linearised person scores
u = sum of weight x (value - mean) / filled, over the items the person filled
(Cochran, Sampling Techniques, 6.4). Without missing answers this is s2/n of the persons' own means.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt

from scoring_service.domain.methods import Formula, Scale, convert, mean, shown
from scoring_service.domain.tallies import Layout, Tally

CHI_SQUARE_95 = Fraction("3.841")


def variance_of_index(
    formula: Formula, code: str, layout: Layout, tally: Tally, population: int | None
) -> Fraction | None:
    """Variance of the index on scale 4, with the finite population correction for a population of
    more than answered. Nobody knows that as many answers as recipients came from all of these: an
    open code takes anybody's, so that is no census and corrects nothing.

    None below two responses, where nobody filled an item of the index, and where all answered
    alike: that tells nothing of how the others would have.
    """
    weights, n = formula.weights[code], tally.responses
    counts = tally.by_item(layout)
    means = {key: mean(counts.get(key, ()), formula.scale) for key in weights}
    if n < 2 or None in means.values():
        return None
    keys = [key for key, _, _ in layout.items]
    # Per item: weight over filled, and the mean; items outside the index weigh nothing.
    share = [weights[key] / sum(counts[key]) if key in weights else Fraction(0) for key in keys]
    centre = [means.get(key) or Fraction(0) for key in keys]
    total = sum(
        (
            share[at] ** 2 * _square_deviations(counts[key], centre[at], formula.scale)
            for at, key in enumerate(keys)
            if share[at]
        ),
        Fraction(0),
    )
    for number, (a, b) in enumerate(layout.pairs):
        if share[a] and share[b]:
            total += 2 * share[a] * share[b] * _products(tally, number, centre[a], centre[b])
    variance = total * Fraction(n, n - 1) * _slope(formula) ** 2
    if population is not None and n < population:
        variance *= Fraction(population - n, population)
    return variance or None


def standard_error(variance: Fraction, decimals: int) -> str:
    """Square root as a decimal string, half up, by whole numbers: the same on every machine."""
    return shown(square_root(variance, decimals), decimals)


def margin_of_error(variance: Fraction) -> Fraction:
    """Half the width of the 95 % interval, with the X2 of Krejcie and Morgan."""
    return square_root(CHI_SQUARE_95 * variance)


def square_root(value: Fraction, decimals: int = 6) -> Fraction:
    """Half up at `decimals`: floor of (twice the root + 1) / 2."""
    twice = isqrt(4 * 10 ** (2 * decimals) * value.numerator // value.denominator)
    return Fraction((twice + 1) // 2, 10**decimals)


def _square_deviations(counts: Sequence[int], centre: Fraction, scale: Scale) -> Fraction:
    values = enumerate(counts, start=scale.low)
    return sum(((value - centre) ** 2 * count for value, count in values), Fraction(0))


def _products(tally: Tally, number: int, a: Fraction, b: Fraction) -> Fraction:
    """Sum of (x - a)(y - b) over those who filled both items of the pair."""
    both, sum_x, sum_y = tally.pair_n[number], tally.pair_a[number], tally.pair_b[number]
    return tally.pair_ab[number] - b * sum_x - a * sum_y + a * b * both


def _slope(formula: Formula) -> Fraction:
    """How far the index moves per unit of the mean: every conversion is linear."""
    low = Fraction(formula.scale.low)
    return convert(formula, low + 1)[0] - convert(formula, low)[0]
