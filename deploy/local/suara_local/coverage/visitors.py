"""Made-up visitors as real surveys show them: most give six stars throughout, few are dissatisfied,
and whoever gives one statement few stars gives the others few as well."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STATEMENTS, STARS = 13, 6
# So many different people; what is drawn from is endless, and each of them is as likely.
FRAME = 20_000
# Share of those who give six stars throughout, and beside it of those who are dissatisfied.
PLACES = {0.45: 0.06, 0.67: 0.04, 0.82: 0.03, 0.91: 0.02}
# Stars that a person gives on average, how far people differ, and how far one's statements do.
CONTENT, DISSATISFIED = (5.3, 0.5, 0.6), (2.3, 0.8, 0.7)

Stars = NDArray[np.int64]


@dataclass(frozen=True)
class Place:
    """`stars`: one row per person, one column per statement."""

    top: float
    stars: Stars


def place(top: float, chance: np.random.Generator) -> Place:
    return Place(top, crowd(FRAME, top, PLACES[top], chance))


def crowd(number: int, top: float, dissatisfied: float, chance: np.random.Generator) -> Stars:
    """So many people with these shares of those who give six stars throughout, and of the
    dissatisfied; the former come first, the latter last."""
    highest, few = round(top * number), round(dissatisfied * number)
    content = _people(number - highest - few, CONTENT, chance)
    # None of them gives six stars throughout.
    happy = np.flatnonzero((content == STARS).all(axis=1))
    content[happy, chance.integers(STATEMENTS, size=len(happy))] = STARS - 1
    groups = (
        np.full((highest, STATEMENTS), STARS),
        content,
        _people(few, DISSATISFIED, chance),
    )
    return np.concatenate(groups).astype(np.int64)


def _people(number: int, kind: tuple[float, float, float], chance: np.random.Generator) -> Stars:
    middle, between, within = kind
    person = chance.normal(middle, between, (number, 1))
    stars = person + chance.normal(0, within, (number, STATEMENTS))
    return np.clip(np.rint(stars), 1, STARS).astype(np.int64)
