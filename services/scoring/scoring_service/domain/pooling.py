"""The answers of one month or unit, and how several of them become one number.

The simple mean gives every month or unit the same say, the pooled index every person. They differ
as soon as one has more answers than another, so both are always shown (domain notes, questions 4
and 5).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from scoring_service.domain import methods
from scoring_service.domain.methods import Counts, Formula


@dataclass(frozen=True)
class Part:
    """Answers of one month of a unit, or of one unit in a period: how many people (`responses`) and
    their counts by item of the formula. `recipients`: services completed, None until confirmed."""

    responses: int
    counts: Counts
    recipients: int | None = None


NOTHING = Part(0, {})


def simple_mean(values: Iterable[Fraction]) -> Fraction | None:
    """None of nothing."""
    listed = list(values)
    return sum(listed, Fraction(0)) / len(listed) if listed else None


def pooled(formula: Formula, code: str, parts: Iterable[Part]) -> Fraction | None:
    """The index of all their answers together, on scale 4; None where nobody filled an item."""
    return methods.index(formula, code, added(part.counts for part in parts)).value


def weighted_mean(values: Iterable[tuple[Fraction, int]]) -> Fraction | None:
    """Of months known by index and number of answers alone: what `pooled` is of their answers where
    each of these filled every item. None of no answers."""
    listed = list(values)
    people = sum(n for _, n in listed)
    return sum((value * n for value, n in listed), Fraction(0)) / people if people else None


def added(every: Iterable[Counts]) -> Counts:
    """Raise ValueError where an item has another number of options in one of them."""
    found: dict[str, list[int]] = {}
    for counts in every:
        for key, row in counts.items():
            so_far = found.get(key, [0] * len(row))
            found[key] = [a + b for a, b in zip(so_far, row, strict=True)]
    return found
