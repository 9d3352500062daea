"""Final results of fewer than ten answers, taken together.

Each of them shows no index. Those of a unit in one calendar quarter are one result where they reach
ten answers, else those of the units below one office are. Each is in one sum at most, once and for
good: no two sums that are shown differ by one of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from contracts.enough import DETAILED_FROM
from contracts.summary_shapes import Small

from scoring_service.domain.methods import Formula, shown, shown_against
from scoring_service.domain.periods import last_day
from scoring_service.domain.pooling import Known, pooled

EXACT = 6
Values = Mapping[str, Fraction]
# Of two units one would take its own away and have the other's.
UNITS_FROM: Final = 3
# From the end of a span until all of it that comes by itself is final (`life.FINAL_AFTER`, and the
# papers that are typed late).
SETTLES_AFTER: Final = timedelta(days=30)


@dataclass(frozen=True)
class SmallResult:
    """The final result of one survey, as it stood in a release. `responses` are in it, `unmarked`
    of them without a flag; `values` are its official indices by code, unrounded; `counting` is how
    the formula version makes indices of answers; `office` is right above the `tenant` on the last
    day of the span, None for one that is in no sum of others."""

    survey: str
    number: int
    tenant: str
    office: str | None
    period: str
    version: str
    counting: object
    responses: int
    unmarked: int
    values: Values

    def state(self) -> dict[str, object]:
        """What of it is in a sum."""
        values = {code: str(value) for code, value in self.values.items()}
        return {"version": self.version, "n": self.responses, "values": values}


@dataclass(frozen=True)
class Pool:
    """Whose it is, and what is in it."""

    owner: str
    results: Sequence[SmallResult]

    @property
    def name(self) -> str:
        """The first survey in it, which is in no other."""
        return min(each.survey for each in self.results)


@dataclass(frozen=True)
class Pooled:
    """The same as it is kept: the version of its newest result, whose they are, of which periods,
    and each with how many answered."""

    version: str
    units: Set[str]
    periods: Set[str]
    results: Sequence[tuple[int, Values]]


def settled(span: str, today: date) -> bool:
    return today >= last_day(span) + SETTLES_AFTER


def pools(waiting: Iterable[SmallResult]) -> list[Pool]:
    """Of those of one instrument and span that are in none yet, which are; the others wait."""
    mine = defaultdict[tuple[str, object], list[SmallResult]](list)
    for each in waiting:
        mine[each.tenant, each.counting].append(each)
    left = defaultdict[tuple[str, object], list[SmallResult]](list)
    for (_, counting), results in mine.items():
        if not _enough(results) and (office := results[0].office):
            left[office, counting] += results
    own = [Pool(tenant, results) for (tenant, _), results in mine.items() if _enough(results)]
    joined = [Pool(office, results) for (office, _), results in left.items() if _enough(results)]
    return own + [each for each in joined if _units(each.results) >= UNITS_FROM]


def small(formula: Formula, of: Pooled) -> Small:
    """One sum as it is published; `formula` is that of `of.version`."""
    known = {
        code: pooled(Known(people, values[code]) for people, values in of.results)
        for code in formula.weights
    }
    return {
        "formula": formula.code,
        "formula_version_id": of.version,
        "units": len(of.units),
        "n": sum(people for people, _ in of.results),
        "periods": sorted(of.periods),
        "indices": [
            {"code": code, "value": shown(value, EXACT), "display": _display(formula, code, value)}
            for code, value in known.items()
            if value is not None
        ],
    }


def _enough(results: Iterable[SmallResult]) -> bool:
    return sum(each.unmarked for each in results) >= DETAILED_FROM


def _units(results: Iterable[SmallResult]) -> int:
    return len({each.tenant for each in results})


def _display(formula: Formula, code: str, value: Fraction) -> str:
    limits = [each[code] for each in formula.thresholds.values() if code in each]
    return shown_against(value, limits)
