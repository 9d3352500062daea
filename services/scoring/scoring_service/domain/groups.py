"""Values of a kanwil's region, a line or the nation: "x of y units".

No rule says how units become one number. The default is the simple mean over units with a valid
result, the pooled index beside it (domain notes, question 5). Which units belong to a group (the
tree as it was or as it is now, a kanwil's own services or its region) is decided by who asks; all
of them are computed by one formula.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring_service.domain import methods
from scoring_service.domain.methods import Formula
from scoring_service.domain.pooling import Part, pooled, simple_mean


@dataclass(frozen=True)
class Group:
    """All values are unrounded and on scale 4. `mean` is that of the `valid` ones of all `units`;
    `pooled` takes every answer. Units with fewer answers than the minimum have no result of their
    own: together they have `joined`, once their `joined_responses` reach the minimum."""

    units: int
    valid: Sequence[str]
    responses: int
    mean: Fraction | None
    pooled: Fraction | None
    joined_responses: int
    joined: Fraction | None


def group(formula: Formula, code: str, units: Mapping[str, Part]) -> Group:
    """`units`: every unit that should have answers, by name, those without any included."""
    values: dict[str, Fraction] = {}
    for name in sorted(units):
        value = methods.index(formula, code, units[name].counts).value
        if value is not None and units[name].responses >= formula.minimum:
            values[name] = value
    others = [part for name, part in units.items() if name not in values]
    joined_responses = sum(part.responses for part in others)
    return Group(
        units=len(units),
        valid=list(values),
        responses=sum(part.responses for part in units.values()),
        mean=simple_mean(values.values()),
        pooled=pooled(formula, code, units.values()),
        joined_responses=joined_responses,
        joined=pooled(formula, code, others) if joined_responses >= formula.minimum else None,
    )
