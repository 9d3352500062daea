"""Zona Integritas: points and eligibility."""

from collections.abc import Mapping
from fractions import Fraction

from scoring_service.domain import zone_points
from scoring_service.domain.eligibility import Judged, eligibility
from scoring_service.domain.methods import shown

from scoring_cases.spelling import formula, parts

Row = Mapping[str, str]
CODES = ("IPAK", "IPKP")


def points(row: Row) -> dict[str, object]:
    return {"points": zone_points.points(Fraction(row["index"]))}


def limits(row: Row) -> dict[str, object]:
    least = zone_points.least_points(formula(row["formula"]), row["predicate"])
    return {"points": least[row["part"]]}


def eligible(row: Row) -> dict[str, object]:
    """Months have two means: of the items of IPAK, of those of IPKP."""
    read = formula(row["formula"])
    found = eligibility(read, row["predicate"], parts(read, CODES, row["months"]))
    judged = {each.code: each for each in found.indices}
    return {
        "state": found.state,
        "ipak": _values(judged["IPAK"]),
        "ipkp": _values(judged["IPKP"]),
        "months_missing": str(found.months_missing),
        "people_missing": str(found.respondents_missing),
        "unanswered": list(found.unanswered),
        "further": str(found.further),
        "next_ipak": _needed(judged["IPAK"]),
        "next_ipkp": _needed(judged["IPKP"]),
    }


def _values(judged: Judged) -> list[str]:
    return [f"{name} {_shown(each.window.mean)}" for name, each in judged.readings.items()]


def _needed(judged: Judged) -> list[str]:
    return [f"{name} {_shown(each.needed)}" for name, each in judged.readings.items()]


def _shown(value: Fraction | None) -> str:
    return "-" if value is None else shown(value, 4)
