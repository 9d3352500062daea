"""The rule of before, for comparison: exact figures with all options at every fifth answer.

Two releases tell of the five between them how many gave few stars; of one visitor among four own
answers, whether that one did.
"""

import numpy as np
from numpy.typing import NDArray

from suara_local.attack.month.attacker import FEW, STATEMENT, at_each
from suara_local.attack.month.months import VISITORS, Attack, Numbers, frame, indices
from suara_local.attack.month.table import DAYS_OF_100, NEAR, Row

STEP = 5
NAME = "exact at every fifth (before)"


def before(attack: Attack, chance: np.random.Generator, visitors: int = VISITORS) -> Row:
    here = frame(attack.ceiling, chance)
    units = -(-visitors // len(attack.visitors))
    drawn = chance.integers(len(here), size=(units, attack.answers))
    low = (here[:, STATEMENT] <= FEW)[drawn]
    off = {n: _off(indices(here)[drawn], n, attack) for n in NEAR}
    return Row(NAME, attack, named(low, attack), off)


def named(low: NDArray[np.bool_], attack: Attack) -> tuple[float, ...]:
    """`low`: whether each answer has few stars, units x answers. Own ones are known."""
    visits = np.zeros(attack.answers, dtype=bool)
    visits[attack.visitors] = True
    steps = (len(low), -1, STEP)
    theirs = (low & visits).reshape(steps).sum(axis=2) / visits.reshape(steps[1:]).sum(axis=1)
    scores: Numbers = np.repeat(theirs, STEP, axis=1)[:, visits]
    return tuple(at_each(scores.ravel(), low[:, visits].ravel()))


def _off(own: Numbers, n: int, attack: Attack) -> float:
    """Of the release at `n` answers, as the next one is about to come."""
    last = min(n + STEP - 1, attack.answers)
    off = np.abs(own[:, :n].mean(axis=1) - own[:, :last].mean(axis=1))
    return float(np.quantile(off, DAYS_OF_100))
