"""A formula as it applies to one form version: replaced unsur, and extended indices of a unit.

PermenPANRB 14/2017 lets another question stand for U4, U6 or U7: it takes that unsur's weight. A
unit's own counting statements never enter the official index; they give one of their own name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from scoring_service.domain.methods import Formula

EXTENDED = "-DIPERLUAS"
Weights = Mapping[str, Mapping[str, Fraction]]


def fitted(formula: Formula, definition: Mapping[str, Any]) -> Formula:
    """`definition` is that of a form version. Extended indices have no limits to meet."""
    items = definition["items"]
    swaps = {item["replaces"]: item["key"] for item in items if item.get("replaces")}
    official = {
        code: {swaps.get(key, key): weight for key, weight in weights.items()}
        for code, weights in formula.weights.items()
    }
    return replace(formula, weights={**official, **dict(_extended(official, definition))})


def _extended(
    official: Weights, definition: Mapping[str, Any]
) -> Iterator[tuple[str, Mapping[str, Fraction]]]:
    """Equal weights over the official items of an index and the unit's own of its sections."""
    index_of = {each["key"]: each.get("index") for each in definition.get("sections", ())}
    for code, weights in official.items():
        own = [
            item["key"]
            for item in definition["items"]
            if item.get("own")
            and item.get("weight") is not None
            and not item.get("replaces")
            and index_of.get(item.get("section")) == code
        ]
        if own:
            keys = [*weights, *own]
            yield code + EXTENDED, {key: Fraction(1, len(keys)) for key in keys}
