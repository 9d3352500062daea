"""The answers of one month or unit, and how several of them become one number.

The simple mean gives every month or unit the same say, the pooled value every person. They differ
as soon as one has more answers than another, so both are always shown (domain notes, questions 4
and 5).
"""

from collections.abc import Iterable, Mapping
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


@dataclass(frozen=True)
class Known:
    """One index of them, unrounded and on scale 4; None where there is none."""

    responses: int
    value: Fraction | None
    recipients: int | None = None


NOTHING = Part(0, {})
UNKNOWN = Known(0, None)


def known(formula: Formula, code: str, parts: Mapping[str, Part]) -> dict[str, Known]:
    return {
        name: Known(
            part.responses, methods.index(formula, code, part.counts).value, part.recipients
        )
        for name, part in parts.items()
    }


def simple_mean(values: Iterable[Fraction]) -> Fraction | None:
    """None of nothing."""
    listed = list(values)
    return sum(listed, Fraction(0)) / len(listed) if listed else None


def pooled(every: Iterable[Known]) -> Fraction | None:
    """Each index by its answers: that of all answers together where each of these filled every
    item. From the indices and numbers that final results show it follows, and from nothing else.
    None of no answers."""
    listed = [(each.value, each.responses) for each in every if each.value is not None]
    people = sum(n for _, n in listed)
    return sum((value * n for value, n in listed), Fraction(0)) / people if people else None
