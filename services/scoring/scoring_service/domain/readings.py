"""The ways in which answers may become scale 4 while nobody has settled how stars do, and what they
say together (domain notes, questions 1 and 18)."""

from collections.abc import Iterable
from dataclasses import replace

from scoring_service.domain.methods import Formula

# `x25` has the scale 4 of `minmax`.
OPEN = ("minmax", "prop")
# Answers that are given on scale 4 are on it.
SETTLED = "native4"


def readings(formula: Formula) -> dict[str, Formula]:
    """The formula by each of them, under its name."""
    if formula.conversion == SETTLED:
        return {SETTLED: formula}
    return {name: replace(formula, conversion=name) for name in OPEN}


def agreed(verdicts: Iterable[bool]) -> bool | None:
    """Whether a limit is met, of the verdicts by each reading: None where they differ."""
    found = {*verdicts}
    return found.pop() if len(found) == 1 else None
