"""What final results say together, as it is published: a unit over a quarter or a semester, and the
units below an office in a period.

Everything follows from final results that are shown: their indices, of which six decimals are
printed and none are cut here, and how many answered. So it tells nothing that they do not. A result
of fewer than ten answers has no public index, and is in none of the values.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from contracts.shapes import Lack
from contracts.summary_shapes import Own, OwnIndex, Region, RegionIndex, SummaryIndex, SummaryLimit

from scoring_service.domain import readings
from scoring_service.domain.groups import Group, group
from scoring_service.domain.methods import (
    Formula,
    convert,
    counting,
    reaches,
    shown,
    shown_against,
    unconverted,
)
from scoring_service.domain.periods import is_month, months_of
from scoring_service.domain.pooling import UNKNOWN, Known
from scoring_service.domain.several_months import SeveralMonths, several_months

EXACT = 6
NO_SERVICE: Lack = "no_service"


@dataclass(frozen=True)
class Result:
    """A final result that is shown: by which formula version, of how many answers, its official
    indices by code, unrounded; `lack` says why there are none."""

    version: str
    responses: int
    values: Mapping[str, Fraction]
    lack: Lack | None = None


@dataclass(frozen=True)
class Unit:
    """The final results of a unit in a period, by `formula`, which made the newest with figures.
    `whys`: of each month, or of the period itself, why it has no figure; `people`: how many
    answered in those that have."""

    version: str
    formula: Formula
    whys: Mapping[str, Lack | None]
    people: Mapping[str, int]
    indices: Mapping[str, SeveralMonths]

    @property
    def responses(self) -> int:
        return sum(self.people.values())

    @property
    def complete(self) -> bool:
        return all(why in (None, NO_SERVICE) for why in self.whys.values())


def unit(
    period: str,
    results: Mapping[str, Result],
    idle: Collection[str],
    formulas: Mapping[str, Formula],
) -> Unit | None:
    """`results` by period: one of the whole period, or of its months; None without any. `idle`:
    months confirmed without service; `formulas` by version."""
    periods = [period] if period in results or is_month(period) else months_of(period)
    there = [each for each in periods if each in results]
    if not there:
        return None
    newest = results[max([each for each in there if not results[each].lack] or there)]
    formula = formulas[newest.version]
    whys = {each: _why(results.get(each), formula, formulas, idle=each in idle) for each in periods}
    people = {each: results[each].responses for each in there if whys[each] is None}

    def known(code: str, each: str) -> Known:
        if each in people:
            return Known(people[each], results[each].values[code])
        return Known(0, None, 0 if whys[each] == NO_SERVICE else None)

    indices = {
        code: several_months(formula.minimum, {each: known(code, each) for each in periods})
        for code in formula.weights
    }
    return Unit(newest.version, formula, whys, people, indices)


def own(found: Unit) -> Own:
    return {
        "formula": found.formula.code,
        "formula_version_id": found.version,
        "minimum": found.formula.minimum,
        "n": found.responses,
        "months": [
            {"period": each, "n": found.people.get(each), "why": why}
            for each, why in found.whys.items()
        ],
        "indices": [_own(found.formula, code, over) for code, over in found.indices.items()],
    }


def region(units: Mapping[str, Unit | None]) -> Region | None:
    """`units`: every one that should have answers, by id; None while none of them has figures."""
    results = [each for each in units.values() if each]
    figures = [each for each in results if each.people]
    if not figures:
        return None
    head = _head(figures)
    alike = {
        name: each
        for name, each in units.items()
        if each and each.people and counting(each.formula) == counting(head.formula)
    }
    indices = {code: _together(head, code, units, alike) for code in head.formula.weights}
    one, _ = next(iter(indices.values()))
    others = len(figures) - len(alike)
    months = sorted({month for each in alike.values() for month in each.people if is_month(month)})
    return {
        "formula": head.formula.code,
        "formula_version_id": head.version,
        "minimum": head.formula.minimum,
        "units": one.units,
        "valid": len(one.valid),
        "complete": sum(alike[name].complete for name in one.valid),
        "few": len(results) - others - len(one.valid),
        "other_formula": others,
        "months": months,
        "n": one.responses,
        "joined_units": len(alike) - len(one.valid),
        "joined_n": one.joined_responses,
        "indices": [_region(head.formula, code, *each) for code, each in indices.items()],
    }


def _why(
    result: Result | None, formula: Formula, formulas: Mapping[str, Formula], *, idle: bool
) -> Lack | None:
    if result is None:
        return NO_SERVICE if idle else "no_result"
    if result.lack:
        return result.lack
    other = counting(formulas[result.version]) != counting(formula)
    return "other_formula" if other else None


def _head(figures: Sequence[Unit]) -> Unit:
    """One by the formula of most; of two that as many have the first by name."""
    versions = Counter(each.version for each in figures)

    def rank(each: Unit) -> tuple[int, int, str, str]:
        same = sum(counting(each.formula) == counting(one.formula) for one in figures)
        return -same, -versions[each.version], each.formula.code, each.version

    named = {each.version: each for each in figures}
    return min(named.values(), key=rank)


def _together(
    head: Unit, code: str, units: Mapping[str, Unit | None], alike: Mapping[str, Unit]
) -> tuple[Group, Group]:
    """Units by the mean of their months, and by that of their answers."""
    none = dict.fromkeys(units, UNKNOWN)
    over = {name: (each.responses, each.indices[code]) for name, each in alike.items()}
    means = {name: Known(people, each.mean) for name, (people, each) in over.items()}
    answers = {name: Known(people, each.pooled) for name, (people, each) in over.items()}
    minimum = head.formula.minimum
    return group(minimum, {**none, **means}), group(minimum, {**none, **answers})


def _own(formula: Formula, code: str, over: SeveralMonths) -> OwnIndex:
    return {
        **_index(formula, code, over.mean, over.pooled),
        "without_short": _exact(over.without_short),
    }


def _region(formula: Formula, code: str, by_unit: Group, by_answers: Group) -> RegionIndex:
    found = _index(formula, code, by_unit.mean, by_answers.pooled)
    return {**found, "joined": _exact(by_answers.joined)}


def _index(
    formula: Formula, code: str, mean: Fraction | None, pooled: Fraction | None
) -> SummaryIndex:
    limits = {name: each[code] for name, each in formula.thresholds.items() if code in each}
    return {
        "code": code,
        "mean": _exact(mean),
        "display": None if mean is None else shown_against(mean, list(limits.values())),
        "pooled": _exact(pooled),
        "limits": []
        if mean is None
        else [_limit(formula, name, limit, mean) for name, limit in limits.items()],
    }


def _limit(formula: Formula, name: str, limit: Fraction, mean: Fraction) -> SummaryLimit:
    """Conversions are linear, so the mean by another reading is that of the mean."""
    stars = unconverted(formula, mean)
    named = readings.readings(formula).values()
    meets = readings.agreed(reaches(convert(each, stars)[0], limit) for each in named)
    return {"name": name, "limit": shown(limit), "meets": meets}


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else shown(value, EXACT)
