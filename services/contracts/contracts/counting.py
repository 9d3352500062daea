"""Which answers count: what an index can be made of. The intake refuses what holds none of them."""

from collections.abc import Iterable
from typing import Final

from contracts.form_shapes import Item

# Kinds of answers that are whole numbers on a scale.
COUNTED: Final = ("stars", "scale")


def counting(items: Iterable[Item]) -> frozenset[str]:
    """Keys of the statements that an index weighs, a unit's own ones of its extended index too."""
    return frozenset(
        item["key"]
        for item in items
        if item["type"] in COUNTED and (item.get("weight") is not None or item.get("replaces"))
    )
