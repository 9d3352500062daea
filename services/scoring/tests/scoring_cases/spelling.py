"""How people and means are spelled in the tables."""

from fractions import Fraction
from functools import cache
from importlib.resources import files
from math import floor
from typing import Any

import yaml
from scoring_service.domain.methods import Formula, Scale, read_formula

SHIPPED = (
    "spkp-spak-minmax",
    "spkp-spak-prop",
    "spkp-spak-x25",
    "spkp-spak-native4",
    "ikm",
    "integritas-minmax",
)


def definition_of(code: str) -> dict[str, Any]:
    """Of a formula version that ships."""
    file = files("forms_service") / "data" / "formulas" / f"{code}.yaml"
    definition: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return definition


@cache
def formula(code: str) -> Formula:
    return read_formula(code, definition_of(code))


def counts(text: str) -> list[int]:
    """How many chose each value, lowest first: "0 0 1 3"."""
    return [int(number) for number in text.split()]


def with_mean(mean: Fraction, scale: Scale, people: int | None = None) -> list[int]:
    """Counts of so many people with exactly this mean, by the two values beside it; without a
    number, of as few as can have it. Raise ValueError where so many cannot."""
    people = mean.denominator if people is None else people
    low, total = floor(mean), mean * people
    if total.denominator != 1 or not scale.low <= mean <= scale.high:
        raise ValueError(f"{people} people cannot have a mean of {mean}")
    higher = int(total) - low * people
    found = [0] * (scale.high - scale.low + 1)
    found[low - scale.low] = people - higher
    if higher:
        found[low + 1 - scale.low] = higher
    return found
