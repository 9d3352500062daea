"""Who knows when each visitor answered and sees everything that is published.

For each visitor it is asked how much likelier all that was published is if this one gave few stars
at a statement than if not. The answers of the others and the chance in the pictures are taken as
normal, so the ratio is a matched filter over all releases and both indices at once, the exact final
result among them. Of others the attacker assumes either that they are like everybody, or that they
are content: whichever names more is counted. The final result tells how many gave few stars at all:
that is the prior of each visitor of the unit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray
from scoring_service.domain.coarse import Coarseness

from suara_local.attack.month.months import Attack, Month, Numbers, frame, indices

# One to three stars, at one statement.
FEW, STATEMENT = 3, 0
FALSE = (0.01, 0.05)
# Stands for no chance at all, and for an exact figure among inexact ones.
NEVER, TINY = -50.0, 1e-6


@dataclass(frozen=True)
class Filter:
    """What is expected of the releases, how it is correlated, and what one visitor changes."""

    expected: Numbers
    inverse: Numbers
    signals: Numbers

    def likelier(self, month: Month) -> Numbers:
        """Logarithm of the likelihood ratio of each visitor."""
        seen = np.concatenate([month.sums.ravel(), month.total])
        pulled = self.inverse @ (seen - self.expected)
        own = np.einsum("ij,jk,ik->i", self.signals, self.inverse, self.signals)
        found: Numbers = self.signals @ pulled - own / 2
        return found


def filters(attack: Attack, coarseness: Coarseness, chance: np.random.Generator) -> list[Filter]:
    here = frame(attack.ceiling, chance)
    own, low = indices(here), here[:, STATEMENT] <= FEW
    content = own[(here > FEW).all(axis=1)]
    signal = own[low].mean(axis=0) - content.mean(axis=0)
    return [_filter(attack, coarseness, others, signal) for others in (own, content)]


def named(months: Iterable[Month], tried: list[Filter]) -> tuple[float, ...]:
    """Which share of those who gave few stars is named at each share of FALSE accusations."""
    scores: list[list[Numbers]] = [[] for _ in tried]
    truth = []
    for month in months:
        low = month.visitors[:, STATEMENT] <= FEW
        truth.append(low)
        for kept, each in zip(scores, tried, strict=True):
            kept.append(each.likelier(month) + _prior(int(low.sum()), len(low)))
    guilty = np.concatenate(truth)
    found = [at_each(np.concatenate(kept), guilty) for kept in scores]
    return tuple(max(shares) for shares in zip(*found, strict=True))


def _filter(attack: Attack, coarseness: Coarseness, others: Numbers, signal: Numbers) -> Filter:
    ends, visitors = attack.ends, attack.visitors
    holds = (visitors[None, :] < ends[:, None]).astype(float)
    spread = np.atleast_2d(np.cov(others.T))
    inexact = np.kron(chance_of_sums(ends, coarseness), shared(coarseness, len(spread)))
    between = np.kron(holds.sum(axis=1)[:, None], spread)
    whole = len(visitors) * spread + TINY * np.eye(len(spread))
    together = np.block([[inexact + np.kron(holds @ holds.T, spread), between], [between.T, whole]])
    expected = np.concatenate([holds.sum(axis=1), [len(visitors)]])[:, None] * others.mean(axis=0)
    signals = np.vstack([holds, np.ones(len(visitors))]).T
    return Filter(expected.ravel(), np.linalg.inv(together), np.kron(signals, signal))


def chance_of_sums(ends: NDArray[np.int64], coarseness: Coarseness) -> Numbers:
    """Covariance of the chance in the sums of releases of so many answers; the grid adds to it."""
    of_sum = np.array([n * coarseness.deviation(int(n)) for n in ends])
    apart = np.abs(np.subtract.outer(np.arange(len(ends)), np.arange(len(ends))))
    common = coarseness.stays + (1 - coarseness.stays) * coarseness.lasts**apart
    found: Numbers = of_sum[:, None] * common * of_sum
    return found + np.diag((ends * float(coarseness.grid)) ** 2 / 12)


def shared(coarseness: Coarseness, number: int) -> Numbers:
    """Correlation of the chance in so many indices of one release."""
    found: Numbers = np.full((number, number), coarseness.shared)
    np.fill_diagonal(found, 1)
    return found


def at_each(scores: Numbers, guilty: NDArray[np.bool_]) -> list[float]:
    """Which share of the guilty has a score that at most a share of FALSE of the innocent has."""
    innocent = np.sort(scores[~guilty])[::-1]
    found = []
    for share in FALSE:
        least = innocent[int(share * len(innocent))]
        found.append(float((scores[guilty] > least).mean()))
    return found


def _prior(few: int, all_: int) -> float:
    return log(few / (all_ - few)) if 0 < few < all_ else NEVER
