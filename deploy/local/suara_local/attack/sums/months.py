"""Two units over two months of a quarter, some of them small: what they come to by months and
together, by scoring's rules and as it is."""

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction

import numpy as np
from contracts.enough import DETAILED_FROM
from contracts.summary_shapes import SummaryIndex
from scoring_service.domain.summaries import Result, Unit, own, region
from scoring_service.domain.summaries import unit as over

from suara_local.attack.sums.tries import Figure, Held
from suara_local.attack.sums.unit import FORMULA

QUARTER, MONTHS, UNITS = "2026-Q4", ("2026-10", "2026-11"), ("A", "B")
# Numbers of answers, small ones and others, and how many are small.
SMALL, LARGE, ARE_SMALL = (1, DETAILED_FROM), (DETAILED_FROM, 60), 0.4
DECIMALS = 10**6
# By unit and month.
Months = Mapping[tuple[str, str], Result]


def months(chance: np.random.Generator) -> Months:
    """Final results, each with its index, however few answered."""
    return {
        (unit, month): Result(
            "formula",
            int(chance.integers(*(SMALL if chance.random() < ARE_SMALL else LARGE))),
            {
                code: Fraction(int(chance.integers(3 * DECIMALS, 4 * DECIMALS)), DECIMALS)
                for code in FORMULA.weights
            },
        )
        for unit in UNITS
        for month in MONTHS
    }


def published(of: Months) -> list[Figure]:
    """Results of fewer than ten answers have no index, as scoring takes them in."""
    few = [key for key, each in of.items() if each.responses < DETAILED_FROM]
    lacks = {key: Result(of[key].version, of[key].responses, {}, "few") for key in few}
    return list(_figures({**of, **lacks}))


def as_it_is(of: Months) -> list[Figure]:
    """The months as they are published, and together all that there are."""
    alone = {key for key, each in of.items() if each.responses < DETAILED_FROM}
    return [each for each in _figures(of) if _months_in(of, each.held) not in ({a} for a in alone)]


def _figures(of: Months) -> Iterator[Figure]:
    by_unit = {
        unit: {month: each for (name, month), each in of.items() if name == unit} for unit in UNITS
    }
    for key, each in of.items():
        if not each.lack:
            yield Figure(_held(of, [key]), {code: float(v) for code, v in each.values.items()})
    for period in (*MONTHS, QUARTER):
        told = {
            unit: over(
                period,
                {month: each for month, each in results.items() if period in (month, QUARTER)},
                (),
                {"formula": FORMULA},
            )
            for unit, results in by_unit.items()
        }
        for unit, made in told.items():
            if made and made.people and period == QUARTER:
                yield _pooled(_held(of, _in(unit, made)), own(made)["indices"])
        if together := region(told):
            held = _held(
                of, [key for unit, made in told.items() if made for key in _in(unit, made)]
            )
            yield _pooled(held, together["indices"])


def _in(unit: str, made: Unit) -> list[tuple[str, str]]:
    return [(unit, month) for month in made.people]


def _pooled(held: Held, indices: Collection[SummaryIndex]) -> Figure:
    return Figure(held, {each["code"]: float(each["pooled"] or 0) for each in indices})


def _held(of: Months, keys: Collection[tuple[str, str]]) -> Held:
    return np.concatenate([np.full(each.responses, key in keys) for key, each in of.items()])


def _months_in(of: Months, held: Held) -> set[tuple[str, str]]:
    ends = np.cumsum([each.responses for each in of.values()])
    return {key for key, end in zip(of, ends, strict=True) if held[end - 1]}
