"""What an attacker knows of one visitor after all that was published, by the rule's own likelihood.

Own answers are subtracted. Who the other visitors are is not known, only what people are like; of
the victim it is asked how likely each person of the crowd makes the figures. Where options are
shown, the number of visitors with few stars is the prior, as in the simulated month.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scoring_service.domain.coarse import DEFAULT

from suara_local.attack.month.attacker import FEW, STATEMENT, TINY, at_each, chance_of_sums, shared
from suara_local.attack.month.months import INDICES, Numbers, indices
from suara_local.attack.stack.answers import Answer, crowd, is_low, of_answer
from suara_local.attack.stack.pictures import Picture
from suara_local.coverage.visitors import Stars

DRAWS = 5


@dataclass(frozen=True)
class Known:
    """That the victim gave few stars at the statement: how likely it is `before` anything was
    published and `after` all of it; `named` is which share of such visitors would be, at each
    share of false accusations."""

    before: float
    after: float
    named: tuple[float, ...]


def known(pictures: Sequence[Picture], victim: Answer) -> Known:
    low = is_low(crowd())
    before = float(low.mean())
    if not pictures:
        return Known(before, before, (0.0, 0.0))
    inverse = _inverse(covariance(pictures, victim, crowd()))
    prior = _prior(pictures, victim, before)
    likelihood = _likelihood(
        _signals(pictures, victim, crowd()), _residual(pictures, victim), inverse
    )
    weights = likelihood * np.where(low, prior / low.sum(), (1 - prior) / (~low).sum())
    after = float(weights[low].sum() / weights.sum())
    return Known(before, after, named(pictures, victim, crowd()))


def named(pictures: Sequence[Picture], victim: Answer, people: Stars) -> tuple[float, ...]:
    """Were each of these people the victim DRAWS times, by the best linear score; the values of the
    pictures do not matter."""
    low = np.tile(is_low(people), DRAWS)
    signals = np.tile(_signals(pictures, victim, people), (DRAWS, 1))
    together = covariance(pictures, victim, people)
    chance = np.random.default_rng(len(pictures))
    noise = chance.standard_normal(signals.shape) @ np.linalg.cholesky(together).T
    differs = signals[low].mean(axis=0) - signals[~low].mean(axis=0)
    return tuple(at_each((signals + noise) @ _inverse(together) @ differs, low))


def covariance(pictures: Sequence[Picture], victim: Answer, people: Stars) -> Numbers:
    """Of the sums of both indices in all pictures: the chance in coarse ones, and the other
    visitors in all."""
    sizes = np.array([len(each.held) for each in pictures])
    coarse = np.array([not each.exact for each in pictures], dtype=float)
    chance = coarse[:, None] * chance_of_sums(sizes, DEFAULT) * coarse
    spread = np.cov(indices(people).T)
    others = [_others(each, victim) for each in pictures]
    common = np.array([[len(one & two) for two in others] for one in others], dtype=float)
    found: Numbers = np.kron(chance, shared(DEFAULT, len(INDICES))) + np.kron(common, spread)
    return found + TINY * np.eye(len(found))


def _inverse(matrix: Numbers) -> Numbers:
    return np.linalg.inv(matrix).astype(np.float64)


def _others(picture: Picture, victim: Answer) -> frozenset[Answer]:
    """Visitors of whom nothing is known."""
    return frozenset(each for each in picture.held if not each.own and each != victim)


def _residual(pictures: Sequence[Picture], victim: Answer) -> Numbers:
    """What of the shown sums neither own answers nor those of common visitors explain."""
    common = indices(crowd()).mean(axis=0)
    found = []
    for each in pictures:
        own = sum((of_answer(one) for one in each.held if one.own), np.zeros(len(INDICES)))
        others = len(_others(each, victim)) * common
        found.append(len(each.held) * np.array(each.values) - own - others)
    return np.concatenate(found)


def _signals(pictures: Sequence[Picture], victim: Answer, people: Stars) -> Numbers:
    """What each of the people would add: people x figures."""
    holds = np.array([[victim in each.held for each in pictures]], dtype=float)
    found: Numbers = np.kron(holds, indices(people))
    return found


def _likelihood(signals: Numbers, residual: Numbers, inverse: Numbers) -> Numbers:
    """Of each person, against the likeliest."""
    off = residual - signals
    logarithm = -np.einsum("ij,jk,ik->i", off, inverse, off) / 2
    found: Numbers = np.exp(logarithm - logarithm.max())
    return found


def _prior(pictures: Sequence[Picture], victim: Answer, before: float) -> float:
    """From the newest options of a release that holds the victim."""
    for each in reversed(pictures):
        if each.low is not None and victim in each.held:
            own = sum(one.own and one.stars[STATEMENT] <= FEW for one in each.held)
            return (each.low - own) / (len(_others(each, victim)) + 1)
    return before
