"""Where a unit stands with its surveys on the way to WBK and WBBM, as it is published.

Everything follows from final results that are shown: their indices, of which six decimals are
printed and none are cut here, and how many answered. So it tells nothing that they do not.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil

from contracts.shapes import Limited, Predicate, Standing, StandingIndex, ThreeMonths

from scoring_service.domain import readings
from scoring_service.domain.eligibility import Eligibility, Judged, Reading, eligibility
from scoring_service.domain.methods import Formula, shown, shown_against
from scoring_service.domain.window import Month, carried
from scoring_service.domain.zone_points import points

EXACT = 6
POINT_DECIMALS = 4
HUNDRED = 100


def standing(
    instrument: str, version: str, formula: Formula, months: Mapping[str, Month]
) -> Standing:
    """`formula`, of the formula version `version`, made the newest final result of the window; it
    has limits."""
    judged = _judged(formula, months)
    ahead = _judged(formula, carried(months))
    one, later = next(iter(judged.values())), next(iter(ahead.values()))
    return {
        "instrument": instrument,
        "formula": formula.code,
        "formula_version_id": version,
        "reading": readings.own(formula),
        "minimum": formula.minimum,
        "n": sum(month.part.responses for month in months.values()),
        "months": [
            {
                "period": period,
                "n": None if month.why else month.part.responses,
                "why": month.why,
                "values": dict(month.values),
            }
            for period, month in months.items()
        ],
        "months_missing": one.months_missing,
        "people_missing": one.respondents_missing,
        "further": later.further,
        "indices": _indices(judged),
        "predicates": [_predicate(formula, name, judged[name], ahead[name]) for name in judged],
    }


def _judged(formula: Formula, months: Mapping[str, Month]) -> dict[str, Eligibility]:
    parts = {period: month.part for period, month in months.items()}
    return {name: eligibility(formula, name, parts) for name in formula.thresholds}


def _indices(judged: Mapping[str, Eligibility]) -> list[StandingIndex]:
    """Each index once, whichever predicates limit it."""
    found: dict[str, tuple[Judged, list[Fraction]]] = {}
    for each in (index for eligible in judged.values() for index in eligible.indices):
        found.setdefault(each.code, (each, []))[1].append(each.limit)
    return [
        {
            "code": code,
            "readings": [
                _three_months(name, reading, limits) for name, reading in each.readings.items()
            ],
        }
        for code, (each, limits) in found.items()
    ]


def _three_months(name: str, reading: Reading, limits: Sequence[Fraction]) -> ThreeMonths:
    seen = reading.window
    return {
        "name": name,
        "mean": _exact(seen.mean),
        "display": None if seen.mean is None else shown_against(seen.mean, limits),
        "without_short": _exact(seen.without_short),
        "pooled": _exact(seen.pooled),
        "points": None if seen.mean is None else shown(points(seen.mean), POINT_DECIMALS),
    }


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else shown(value, EXACT)


def _predicate(formula: Formula, name: str, judged: Eligibility, ahead: Eligibility) -> Predicate:
    return {
        "name": name,
        "state": judged.state,
        "indices": [
            _limited(formula, now, later)
            for now, later in zip(judged.indices, ahead.indices, strict=True)
        ],
    }


def _limited(formula: Formula, now: Judged, later: Judged) -> Limited:
    needed = {name: each.needed for name, each in later.readings.items()}
    return {
        "code": now.code,
        "limit": shown(now.limit),
        "needed": _rounded_up(readings.enough_by_all(formula, needed)),
        "readings": [
            {"name": name, "meets": reading.meets, "needed": _rounded_up(needed[name])}
            for name, reading in now.readings.items()
        ],
    }


def _rounded_up(needed: Fraction | None) -> str | None:
    """So that it is enough as it is printed."""
    return None if needed is None else shown(Fraction(ceil(needed * HUNDRED), HUNDRED))
