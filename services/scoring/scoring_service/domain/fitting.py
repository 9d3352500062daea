"""A formula as it applies to one form version: whether it fits, replaced unsur, extended indices.

PermenPANRB 14/2017 lets another question stand for U4, U6 or U7: it takes that unsur's weight. A
unit's own counting statements never enter the official index; they give one of their own name.
Those with another number of options than the formula's enter none: their stars are not its stars.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from contracts.form_shapes import FormDefinition

from scoring_service.domain.methods import Formula, Scale
from scoring_service.domain.tallies import Layout, layout_of

EXTENDED = "-DIPERLUAS"
NATIVE = Scale(1, 4)


def converts(formula: Formula, scale: Scale | None) -> bool:
    """Whether the formula turns answers of this scale into scale 4; None is no counting item."""
    known = formula.conversion != "native4" or scale == NATIVE
    return scale == formula.scale and 1 <= formula.scale.low < formula.scale.high and known


def fits(formula: Formula, code: str, layout: Layout) -> bool:
    """Whether an index cannot leave scale 4 on this form: every item it weighs is there and has
    exactly the formula's scale, and the weights share out 1."""
    weights, scales = formula.weights[code], layout.scales
    return (
        sum(weights.values()) == 1
        and min(weights.values()) >= 0
        and all(converts(formula, scales.get(key)) for key in weights)
    )


def fitted(formula: Formula, definition: FormDefinition) -> Formula:
    """`definition` is that of a form version. Extended indices have no limits to meet."""
    items = definition["items"]
    swaps = {item["replaces"]: item["key"] for item in items if item.get("replaces")}
    official = {
        code: {swaps.get(key, key): weight for key, weight in weights.items()}
        for code, weights in formula.weights.items()
    }
    whole = replace(formula, weights=official)
    return replace(formula, weights={**official, **dict(_extended(whole, definition))})


def _extended(
    formula: Formula, definition: FormDefinition
) -> Iterator[tuple[str, Mapping[str, Fraction]]]:
    """Equal weights over the official items of an index and the unit's own of its sections."""
    index_of = {each["key"]: each["index"] for each in definition.get("sections", ())}
    scales = layout_of(definition["items"]).scales
    for code, weights in formula.weights.items():
        own = [
            item["key"]
            for item in definition["items"]
            if item.get("own")
            and converts(formula, scales.get(item["key"]))
            and item.get("weight") is not None
            and not item.get("replaces")
            and index_of.get(item["section"]) == code
        ]
        if own:
            keys = [*weights, *own]
            yield code + EXTENDED, {key: Fraction(1, len(keys)) for key in keys}
