"""How people, means and months are spelled in the tables."""

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from importlib.resources import files
from math import floor
from typing import Any

import yaml
from scoring_service.domain.methods import Formula, Scale, read_formula
from scoring_service.domain.pooling import Part

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


def parts(read: Formula, codes: Sequence[str], text: str) -> dict[str, Part]:
    """Months or units: "2026-01 40 5.40; 2026-02 0 N=0" is a name, the people who answered, the
    mean of every item of each index in `codes`, and the confirmed number of recipients."""
    found = {}
    for entry in text.split(";"):
        name, people, *more = entry.split()
        means = [Fraction(word) for word in more if not word.startswith("N=")]
        recipients = [int(word[2:]) for word in more if word.startswith("N=")]
        chosen = {
            item: with_mean(mean, read.scale, int(people))
            for code, mean in zip(codes, means, strict=int(people) > 0)
            for item in read.weights[code]
        }
        found[name] = Part(int(people), chosen, recipients[0] if recipients else None)
    return found
