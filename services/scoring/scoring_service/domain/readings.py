"""The ways in which answers may become scale 4 while nobody has settled how stars do, and what they
say together (domain notes, questions 1 and 18)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from scoring_service.domain.methods import Formula, convert, unconverted

# `x25` has the scale 4 of `minmax`.
OPEN = ("minmax", "prop")
# Answers that are given on scale 4 are on it.
SETTLED = "native4"


def readings(formula: Formula) -> dict[str, Formula]:
    """The formula by each of them, under its name."""
    if formula.conversion == SETTLED:
        return {SETTLED: formula}
    return {name: replace(formula, conversion=name) for name in OPEN}


def own(formula: Formula) -> str:
    """The name of the one by which the formula itself makes scale 4."""
    return formula.conversion if formula.conversion in (*OPEN, SETTLED) else OPEN[0]


def enough_by_all(formula: Formula, needed: Mapping[str, Fraction | None]) -> Fraction | None:
    """`needed`: by each reading. As the formula itself counts, what is enough by all of them; None
    where one of them asks for more than there is."""
    named = readings(formula)
    known = [unconverted(named[name], four) for name, four in needed.items() if four is not None]
    return convert(formula, max(known))[0] if len(known) == len(needed) else None


def agreed(verdicts: Iterable[bool]) -> bool | None:
    """Whether a limit is met, of the verdicts by each reading: None where they differ."""
    found = {*verdicts}
    return found.pop() if len(found) == 1 else None
