"""Many units' months by the product's own rule: who came when, and what was published."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import numpy as np
from contracts.enough import COARSE_FROM
from numpy.typing import NDArray
from scoring_service.domain.coarse import Coarseness, Draw

from suara_local.coverage.visitors import FRAME, STARS, Stars, crowd

VISITORS, DAYS, A_DAY = 20_000, 25, 8
# Of the answers of a place the share with the highest star: the shares of people who give it
# throughout, and of those who are dissatisfied.
CEILINGS = {0.40: (0.03, 0.06), 0.70: (0.51, 0.04), 0.92: (0.885, 0.02)}
INDICES = {"IPKP": slice(0, 8), "IPAK": slice(8, 13)}
KEY = bytes(32)
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Attack:
    """`own` of all answers are the attacker's, who knows what they say; every `every`-th is a
    visitor's. So many come `a_day`."""

    ceiling: float
    every: int = 1
    a_day: int = A_DAY

    @property
    def own(self) -> float:
        return 1 - 1 / self.every

    @property
    def answers(self) -> int:
        return self.a_day * DAYS

    @property
    def visitors(self) -> NDArray[np.int64]:
        """Their places among the answers of a month."""
        return np.arange(self.every - 1, self.answers, self.every)

    @property
    def ends(self) -> NDArray[np.int64]:
        """How many answers there are as the days end on which something is released."""
        ends = np.arange(1, DAYS + 1) * self.a_day
        return ends[ends >= COARSE_FROM]


@dataclass(frozen=True)
class Month:
    """Of one unit: `visitors` are those among all who answered (people x statements); `exact` and
    `shown` are the indices of each release (releases x indices), `later` the exact ones of the
    moment before the next. `sums` are of the visitors' own indices, as the attacker computes them
    from what is shown; `total` of the final result, which is exact."""

    visitors: Stars
    exact: Numbers
    shown: Numbers
    later: Numbers
    sums: Numbers
    total: Numbers


def frame(ceiling: float, chance: np.random.Generator) -> Stars:
    return crowd(FRAME, *CEILINGS[ceiling], chance)


def indices(stars: Stars) -> Numbers:
    """What each index is of each person alone: people x indices."""
    each = 1 + 3 * (stars - 1) / (STARS - 1)
    return np.stack([each[:, part].mean(axis=1) for part in INDICES.values()], axis=1)


def months(
    attack: Attack,
    coarseness: Coarseness,
    chance: np.random.Generator,
    visitors: int = VISITORS,
) -> Iterator[Month]:
    """As many as it takes until so many visitors have come."""
    here = frame(attack.ceiling, chance)
    own, ends = indices(here), attack.ends
    deviations = np.array([coarseness.deviation(int(n)) for n in ends])
    grid = float(coarseness.grid)
    for unit in count():
        if unit * len(attack.visitors) >= visitors:
            return
        drawn = chance.integers(len(here), size=attack.answers)
        sums = own[drawn].cumsum(axis=0)
        exact = sums[ends - 1] / ends[:, None]
        shown = _on_grid(exact + deviations[:, None] * _draws(unit, len(ends), coarseness), grid)
        mine = own[drawn].copy()
        mine[attack.visitors] = 0
        yield Month(
            here[drawn[attack.visitors]],
            exact,
            shown,
            _later(sums, ends, attack),
            shown * ends[:, None] - mine.cumsum(axis=0)[ends - 1],
            own[drawn[attack.visitors]].sum(axis=0),
        )


def _later(sums: Numbers, ends: NDArray[np.int64], attack: Attack) -> Numbers:
    """The exact indices as the next picture is about to come."""
    last = np.minimum(ends + attack.a_day - 1, attack.answers)
    found: Numbers = sums[last - 1] / last[:, None]
    return found


def _on_grid(values: Numbers, grid: float) -> Numbers:
    found: Numbers = np.clip(np.round(values / grid) * grid, 1, 4)
    return found


def _draws(unit: int, releases: int, coarseness: Coarseness) -> Numbers:
    draws = [Draw(KEY, str(unit), number) for number in range(1, releases + 1)]
    return np.array([[each.normal(code, coarseness) for code in INDICES] for each in draws])
