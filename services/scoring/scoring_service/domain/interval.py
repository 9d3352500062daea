"""How sure an index is: between which two values that of everybody lies, 95 times of 100, if those
who answered are a draw from them.

The textbook interval fails where nearly all give the highest value: often nobody of a small sample
differs, and it has no width at all. Here one artificial person stands beside the real ones, who
gives every item the middle of its scale, and Student's t is taken of the n + 1 persons. That keeps
the interval open by as much as one more answer could change, and fades with n. The thought is that
of Agresti and Coull (The American Statistician 52, 1998), who add made-up successes and failures to
a proportion; `make prove-coverage` shows how often it holds.

The items of one person correlate, so their products count. An item mean is a ratio (sum of values
over those who filled it), so the variance is that of the linearised person scores
u = sum of weight x (value - mean) / filled, over the items the person filled
(Cochran, Sampling Techniques, 6.4). Without missing answers this is s2/n of the persons' own means.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, isqrt, lcm

from scoring_service.domain import methods
from scoring_service.domain.methods import Counts, Formula, convert
from scoring_service.domain.student import quantile
from scoring_service.domain.tallies import Layout, Tally

ROOT_DECIMALS = 9


@dataclass(frozen=True)
class Interval:
    """On scale 4; holds the index itself and lies within what the conversion can reach."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class Weighed:
    """One item of an index, the artificial person included: `filled` of them, and the sums of their
    values and of the squares of these. Values are doubled, since the middle of a scale may lie
    between two of them."""

    at: int
    weight: Fraction
    filled: int
    total: int
    squares: int

    @property
    def mean(self) -> Fraction:
        return Fraction(self.total, 2 * self.filled)


def interval(
    formula: Formula, code: str, layout: Layout, tally: Tally, population: int | None = None
) -> Interval | None:
    """`population`: of which those who answered are a draw, where it is known and larger: then it
    is about these (finite population correction), else about endlessly many alike. The formula fits
    the layout. None where nobody filled an item of the index."""
    counts, n = tally.by_item(layout), tally.responses
    value = methods.index(formula, code, counts).value
    if value is None:
        return None
    items = _weighed(formula, code, layout, counts)
    missing = Fraction(1)
    if population is not None and population > n:
        missing = Fraction(population - n, population)
    # Those who are known keep their value; those who are missing lie around the pulled one.
    pulled = convert(formula, sum((each.weight * each.mean for each in items), Fraction(0)))[0]
    centre = value + missing * (pulled - value)
    # The item that fewest filled has the fewest degrees of freedom.
    freedom = min(each.filled for each in items) - 1
    lowest, highest = bounds(formula)
    # Who are all at the middle differ neither from each other nor from the artificial person: none
    # are surer than those who are all at one end.
    least = ((highest - lowest) / (2 * (n + 1))) ** 2
    variance = max(least, _variance(formula, layout, tally, items))
    reach = root_up(quantile(freedom) ** 2 * variance * missing)
    # With answers missing at random the pull may be beyond the reach; the index itself never is.
    low, high = min(value, centre - reach), max(value, centre + reach)
    return Interval(max(lowest, low), min(highest, high))


def bounds(formula: Formula) -> tuple[Fraction, Fraction]:
    """What an index of the formula can be at least and at most."""
    low, high = Fraction(formula.scale.low), Fraction(formula.scale.high)
    return convert(formula, low)[0], convert(formula, high)[0]


def shown_end(end: Fraction, limits: Sequence[Fraction], *, up: bool) -> str:
    """Rounded outwards to two decimals, or as many as it takes to stand on its own side of each
    limit: 3.596 is no 3.60 where 3.60 is missed. Ends to the hundredth tell little of a few who
    came between two releases."""
    for decimals in range(2, 12):
        shown = _outwards(end, decimals, up=up)
        if all((shown < limit) == (end < limit) for limit in limits):
            break
    return methods.shown(shown, decimals)


def root_up(value: Fraction) -> Fraction:
    """The square root, rounded up by whole numbers: the same on every machine."""
    scaled = value * 10 ** (2 * ROOT_DECIMALS)
    whole = ceil(scaled)
    root = isqrt(whole)
    return Fraction(root + (root * root < whole), 10**ROOT_DECIMALS)


def _outwards(end: Fraction, decimals: int, *, up: bool) -> Fraction:
    scaled = end * 10**decimals
    return Fraction(ceil(scaled) if up else floor(scaled), 10**decimals)


def _weighed(formula: Formula, code: str, layout: Layout, counts: Counts) -> list[Weighed]:
    found, low, middle = list[Weighed](), formula.scale.low, _middle(formula)
    for at, (key, _, _) in enumerate(layout.items):
        if weight := formula.weights[code].get(key):
            values = list(enumerate(counts[key], start=low))
            total = 2 * sum(value * n for value, n in values) + middle
            squares = 4 * sum(value * value * n for value, n in values) + middle**2
            found.append(Weighed(at, weight, sum(counts[key]) + 1, total, squares))
    return found


def _middle(formula: Formula) -> int:
    """Of the scale, doubled."""
    return formula.scale.low + formula.scale.high


def _variance(formula: Formula, layout: Layout, tally: Tally, items: Sequence[Weighed]) -> Fraction:
    """Of the index of the n + 1 persons, on scale 4. Everything is put over one denominator, so
    that the many sums are of whole numbers: fractions would take twenty times as long."""
    people, parts = lcm(*(each.filled for each in items)), _parts(items)
    size = {each.at: parts[each.at] * (people // each.filled) ** 2 for each in items}
    by_place, middle, total = {each.at: each for each in items}, _middle(formula), 0
    for one in items:
        own = one.filled * (one.squares * one.filled - one.total**2)
        total += size[one.at] ** 2 * own
    for number, (first, second) in enumerate(layout.pairs):
        if first in by_place and second in by_place:
            crossed = _crossed(tally, number, by_place[first], by_place[second], middle)
            total += 2 * size[first] * size[second] * crossed
    # Weights add up to one.
    whole, n = sum(parts.values()), tally.responses
    spread = Fraction(total * (n + 1), 4 * whole**2 * people**4 * n)
    return spread * _slope(formula) ** 2


def _parts(items: Sequence[Weighed]) -> dict[int, int]:
    """Weights as whole numbers, by place."""
    shared = lcm(*(each.weight.denominator for each in items))
    return {each.at: int(each.weight * shared) for each in items}


def _crossed(tally: Tally, at: int, a: Weighed, b: Weighed, middle: int) -> int:
    """Sum of (x - mean of a)(y - mean of b) over those who filled both items of the pair, times
    `filled` of both, of doubled values."""
    both, products = tally.pair_n[at] + 1, 4 * tally.pair_ab[at] + middle**2
    sum_a, sum_b = 2 * tally.pair_a[at] + middle, 2 * tally.pair_b[at] + middle
    return (
        products * a.filled * b.filled
        - sum_a * b.total * a.filled
        - sum_b * a.total * b.filled
        + a.total * b.total * both
    )


def _slope(formula: Formula) -> Fraction:
    """How far the index moves per unit of the mean: every conversion is linear."""
    low = Fraction(formula.scale.low)
    return convert(formula, low + 1)[0] - convert(formula, low)[0]
