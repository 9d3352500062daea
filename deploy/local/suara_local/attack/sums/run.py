"""The rows of the table: what sums and differences of exact figures give, now and if every group
were told as it is. Two hundred offices each; no platform is needed."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from suara_local.attack.stack.told import Finding, printed
from suara_local.attack.sums import months, people, unit
from suara_local.attack.sums.tries import Figure, Got, fewest

OFFICES, SEED = 200, 20_261_130
T = TypeVar("T")
Tell = Callable[[T], Sequence[Figure]]

PARTS = (
    "index by service and by way of answering, with and without marked and excluded answers, and"
    " a correction that takes out one or ten and more: every sum and difference"
)
WHO = "who answered, by question: groups together, the others, and cells that two questions force"
TOGETHER = "months of two units, their quarters, and what both come to: every sum and difference"


def sums() -> bool:
    """Print the rows alone; whether each of them got nothing."""
    findings = summed()
    printed(findings)
    return not any(each.leaks for each in findings)


def summed(offices: int = OFFICES) -> list[Finding]:
    return [
        parts(offices, unit.published),
        respondents(offices, people.published),
        together(offices, months.published),
    ]


def parts(offices: int, now: Tell[unit.Unit]) -> Finding:
    drawn = _drawn(offices, unit.unit)
    return _finding(PARTS, _tried(drawn, unit.as_it_is), _tried(drawn, now), offices)


def together(offices: int, now: Tell[months.Months]) -> Finding:
    drawn = _drawn(offices, months.months)
    return _finding(TOGETHER, _tried(drawn, months.as_it_is), _tried(drawn, now), offices)


def respondents(offices: int, now: Callable[..., people.Marginals]) -> Finding:
    drawn = _drawn(
        offices, lambda chance: people.counted(int(chance.integers(*unit.PEOPLE)), chance)
    )
    before, after = (
        [Got(tuple(range(n)), {}) for each in drawn if (n := people.fewest(told(each)))]
        for told in (people.as_it_is, now)
    )
    return _finding(WHO, before, after, offices)


def _drawn(offices: int, make: Callable[[np.random.Generator], T]) -> list[T]:
    chance = np.random.default_rng(SEED)
    return [make(chance) for _ in range(offices)]


def _tried(drawn: Sequence[T], told: Tell[T]) -> list[Got]:
    return [got for each in drawn if (got := fewest(told(each)))]


def _finding(tried: str, before: Sequence[Got], now: Sequence[Got], offices: int) -> Finding:
    faults = [_said(now, offices)] if now else []
    return Finding(
        "j", tried, _said(before, offices), faults=faults, otherwise=f"nothing in {offices} offices"
    )


def _said(got: Sequence[Got], offices: int) -> str:
    """The smallest, of these one with its index if there is any."""
    least = min(got, key=lambda each: (len(each.people), not each.values))
    values = " and ".join(f"{code} {value:.2f}" for code, value in sorted(least.values.items()))
    said = f": exactly {values}" if values else ""
    return f"{len(got)} of {offices} offices: groups down to {len(least.people)}{said}"
