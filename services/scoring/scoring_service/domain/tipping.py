"""What those who did not answer would have to say to turn a verdict: no assumption is made of them.

Of N people n answered, with the index I. Together with the others, whose index is r, they have
(n I + (N - n) r) / N, which meets a limit L where r is at least (N L - n I) / (N - n).
"""

from fractions import Fraction
from math import ceil, floor

from contracts.shapes import Tipping

from scoring_service.domain.basis import Basis
from scoring_service.domain.interval import bounds
from scoring_service.domain.methods import Formula, reaches, shown

HUNDRED = 100


def tipping(formula: Formula, code: str, value: Fraction, n: int, basis: Basis) -> list[Tipping]:
    """For each limit of the index, where it is known how many did not answer."""
    others = basis.others(n)
    if not others:
        return []
    return [
        {
            "limit": name,
            "at": shown(limits[code]),
            "others": others,
            "mean": _mean(formula, value, limits[code], n, others),
        }
        for name, limits in formula.thresholds.items()
        if code in limits
    ]


def _mean(formula: Formula, value: Fraction, limit: Fraction, n: int, others: int) -> str | None:
    """A verdict that holds turns only below it, one that fails only from it on; None where no
    answers of theirs can. Rounded so that "only" stays true: up, or down."""
    r = ((n + others) * limit - n * value) / others
    lowest, highest = bounds(formula)
    passes = reaches(value, limit)
    if r <= lowest if passes else r > highest:
        return None
    return shown(Fraction(ceil(r * HUNDRED) if passes else floor(r * HUNDRED), HUNDRED))
