"""Values of a kanwil's region, a line or the nation: "x of y units".

No rule says how units become one number. The default is the simple mean over units with a valid
result, the pooled index beside it (domain notes, question 5). Which units belong to a group (the
tree as it was or as it is now, a kanwil's own services or its region) is decided by who asks; all
of them are computed by one formula.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring_service.domain.pooling import Known, pooled, simple_mean


@dataclass(frozen=True)
class Group:
    """All values are unrounded and on scale 4. `mean` is that of the `valid` ones of all `units`;
    `pooled` takes every index by its answers. Units with fewer answers than the minimum have no
    result of their own: together they have `joined`, once their `joined_responses` reach the
    minimum."""

    units: int
    valid: Sequence[str]
    responses: int
    mean: Fraction | None
    pooled: Fraction | None
    joined_responses: int
    joined: Fraction | None


def group(minimum: int, units: Mapping[str, Known]) -> Group:
    """`units`: every unit that should have answers, by name, those without any included; `minimum`
    of the formula by which all of them are computed."""
    values = {
        name: value
        for name in sorted(units)
        if (value := units[name].value) is not None and units[name].responses >= minimum
    }
    others = [unit for name, unit in units.items() if name not in values]
    joined_responses = sum(unit.responses for unit in others)
    return Group(
        units=len(units),
        valid=list(values),
        responses=sum(unit.responses for unit in units.values()),
        mean=simple_mean(values.values()),
        pooled=pooled(units.values()),
        joined_responses=joined_responses,
        joined=pooled(others) if joined_responses >= minimum else None,
    )
