"""What can be got by adding published figures and taking them away: the fewest answers that any sum
or difference of them leaves, and what these said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from contracts.enough import DETAILED_FROM
from numpy.typing import NDArray

Held = NDArray[np.bool_]
# So many sums at a time.
AT_ONCE = 20_000


@dataclass(frozen=True)
class Figure:
    """One that is published: of the answers in `held`, with the index of each code as it stands
    there. The attacker knows who may be in it, not what they said."""

    held: Held
    values: Mapping[str, float]


@dataclass(frozen=True)
class Got:
    """The answers of `people`, fewer than ten, and by code the index that the figures give them;
    empty where they are only told from each other."""

    people: tuple[int, ...]
    values: Mapping[str, float]


def fewest(figures: Sequence[Figure]) -> Got | None:
    """None where every sum and difference that leaves anybody leaves ten answers and more. Each
    figure is added, taken away or left out."""
    figures = list({each.held.tobytes(): each for each in figures}.values())
    if not figures:
        return None
    held = np.array([each.held for each in figures], dtype=np.int8)
    # Who are in the same figures come and go together.
    kinds, of = np.unique(held, axis=1, return_inverse=True)
    sizes = np.bincount(of.ravel())
    best, least = None, DETAILED_FROM
    for start in range(0, 3 ** len(figures), AT_ONCE):
        numbers = np.arange(start, min(start + AT_ONCE, 3 ** len(figures)))
        factors = (numbers[:, None] // 3 ** np.arange(len(figures)) % 3 - 1).astype(np.int8)
        left = (factors @ kinds != 0) @ sizes
        left[left == 0] = DETAILED_FROM
        if left.min() < least:
            least, best = int(left.min()), factors[left.argmin()]
    return None if best is None else _got(figures, best)


def _got(figures: Sequence[Figure], factors: NDArray[np.int8]) -> Got:
    whole = sum(int(f) * each.held.astype(int) for f, each in zip(factors, figures, strict=True))
    counts = np.asarray(whole)
    people = tuple(int(each) for each in np.flatnonzero(counts))
    if len(set(counts[list(people)].tolist())) > 1:
        return Got(people, {})
    used = [(int(f), each) for f, each in zip(factors, figures, strict=True) if f]
    n = sum(f * int(each.held.sum()) for f, each in used)
    return Got(
        people,
        {
            code: sum(f * int(each.held.sum()) * each.values[code] for f, each in used) / n
            for code in used[0][1].values
        },
    )
