"""Whether an index is said to meet its limit, and how sure a page may sound of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from contracts.enough import DETAILED_FROM, FLAGGED_PERCENT
from contracts.shapes import Counts, Figures, IndexFigures

from reporting_service.dashboards.rules.sureness import (
    all_counted,
    cannot_turn,
    crosses,
    stands_above,
    variant,
)

# The worse case speaks first.
FAILING = ("fails", "fails_conditionally", "fails_unsure", "fails_narrowly")
# Before the result is final: where the coarse picture lies, which is no verdict.
COARSE = ("coarse_below", "coarse_near", "coarse_above")
UNSURE = ("fails_doubted", "depends", "passes_doubted")
PASSING = ("passes_narrowly", "passes_unsure", "passes_conditionally", "passes")
ORDER = (*FAILING, *UNSURE, *COARSE, "no_value", *PASSING, "no_limit")
# What stands beside the word of each case; a ring beside all others.
MARKS = {
    "fails": "square",
    "fails_conditionally": "square",
    "fails_unsure": "square",
    "fails_narrowly": "diamond",
    "fails_doubted": "diamond",
    "depends": "diamond",
    "passes_doubted": "diamond",
    "passes_narrowly": "disc",
    "passes_unsure": "disc",
    "passes_conditionally": "disc",
    "passes": "disc",
}
# Of an edition that did not tell.
NOTHING_TOLD: Counts = {"excluded": 0, "flagged": 0, "modes": {}, "tokens": {}}
# No conversion leaves these bounds on scale 4 (`prop` begins at 4/6).
LOWEST, HIGHEST = Decimal(0), Decimal(4)


@dataclass(frozen=True)
class Doubt:
    """Why the verdict hangs on some answers. `key` names the sentence; `answers` of `of` are marked
    (or excluded, besides `of`), `rest` remain without the marked; `value` is the other figure as it
    is shown."""

    key: str
    answers: int
    of: int
    rest: int = 0
    value: str | None = None


@dataclass(frozen=True)
class Verdict:
    """`state` is one of ORDER; only "passes" and "fails" may be called clear."""

    state: str
    doubt: Doubt | None = None


@dataclass(frozen=True)
class Side:
    """On which side of a limit an index stands: exactly, not by a value that was rounded."""

    bar: Decimal
    passes: bool


def verdict(index: IndexFigures, limit: str | None, released: Figures) -> Verdict:
    """The closed list of cases a reader is told of (ui guide 3.3). Nothing rounded decides, and
    clear is only what marked answers, excluded ones, chance, and whatever those think who did not
    answer leave on its side of the limit."""
    if index["value"] is None:
        return Verdict("no_value")
    if limit is None:
        return Verdict("no_limit")
    if is_coarse(released):
        return Verdict(_coarse(Decimal(index["value"]), Decimal(limit), released))
    if index["note"] == "depends_on_formula":
        return Verdict("depends")
    value, bar = Decimal(index["value"]), Decimal(limit)
    passes = stands_above(index, bar)
    side = "passes" if passes else "fails"
    doubt = next(_doubts(index["code"], value, Side(bar, passes), released), None)
    if doubt:
        return Verdict(f"{side}_doubted", doubt)
    if all_counted(released):
        return Verdict(side)
    crossed = crosses(index, bar)
    if crossed is None:
        return Verdict(f"{side}_unsure")
    if crossed:
        return Verdict(f"{side}_narrowly")
    return Verdict(side if cannot_turn(index, bar) else f"{side}_conditionally")


def is_coarse(released: Figures) -> bool:
    return "margin" in released


def _coarse(value: Decimal, bar: Decimal, released: Figures) -> str:
    """Near where the exact index may well lie on the other side."""
    if abs(value - bar) <= Decimal(released["margin"]):
        return "coarse_near"
    return "coarse_above" if value > bar else "coarse_below"


def _doubts(code: str, value: Decimal, side: Side, released: Figures) -> Iterator[Doubt]:
    """The gravest first."""
    counts, n = released.get("counts", NOTHING_TOLD), released["n"]
    marked, excluded = counts["flagged"], counts["excluded"]
    rest = n - marked
    if marked and rest < DETAILED_FROM:
        yield Doubt("few_left" if rest else "none_left", marked, n, rest)
        return
    told = variant(released, "without_flagged", code)
    if marked and _crosses(told, _without(value, n, marked), side):
        yield Doubt("marked_cross" if told else "marked_may_cross", marked, n, rest, told)
    if 100 * marked > FLAGGED_PERCENT * n:
        yield Doubt("many_marked", marked, n, rest)
    told = variant(released, "with_excluded", code)
    if excluded and _crosses(told, _together(value, n, excluded), side):
        yield Doubt("excluded_cross" if told else "excluded_may_cross", excluded, n, rest, told)


def _crosses(told: str | None, ends: tuple[Decimal, ...], side: Side) -> bool:
    """Whether the other figure lies beyond the limit; where it is hidden, whether it may."""
    others = (Decimal(told),) if told else ends
    return not all((other >= side.bar) == side.passes for other in others)


def _without(value: Decimal, n: int, some: int) -> tuple[Decimal, Decimal]:
    """Between which values an index of n answers lies without `some`, whatever those said."""
    return (n * value - some * HIGHEST) / (n - some), (n * value - some * LOWEST) / (n - some)


def _together(value: Decimal, n: int, some: int) -> tuple[Decimal, Decimal]:
    """The same with `some` answers more."""
    return (n * value + some * LOWEST) / (n + some), (n * value + some * HIGHEST) / (n + some)
