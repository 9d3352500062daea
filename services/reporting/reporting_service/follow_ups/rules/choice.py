"""Which statements of a result a follow-up may be about, and in which order they come."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from contracts.form_shapes import FormDefinition
from contracts.shapes import Score

State = Mapping[str, Any]


@dataclass(frozen=True)
class Choice:
    """A statement that counts in `index`; `words` by language. `priority` is 1 for the lowest, and
    the same for those that are equal."""

    key: str
    index: str
    words: Mapping[str, str]
    priority: int


def is_final(score: Score) -> bool:
    """Editions before stages published exact figures: those of a closed survey were its last."""
    told = "final" if score["status"] == "closed" else "open"
    return score.get("stage", told) == "final" and score["released"] is not None


def choices(score: Score, definition: FormDefinition, formula: State) -> list[Choice]:
    """The lowest first; none where the result shows no statements, as one of few answers or one
    that was corrected."""
    released = score["released"]
    if not is_final(score) or released is None:
        return []
    index_of = {key: row["code"] for row in formula["indices"] for key in row["items"]}
    words = {each["key"]: each["short"] for each in definition["items"]}
    values = {
        row["item"]: Decimal(row["value4"])
        for row in released["indicators"]
        if row["value4"] and row["item"] in index_of.keys() & words.keys()
    }
    found = [
        Choice(key, index_of[key], words[key], 1 + sum(each < value for each in values.values()))
        for key, value in values.items()
    ]
    return sorted(found, key=lambda each: each.priority)
