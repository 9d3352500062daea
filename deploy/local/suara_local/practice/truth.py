"""What is true of a practice unit: who was served there in a month, how content they were, and what
its indices would be if all of them had answered; pure, and the same for the same seed."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import cos, pi
from typing import Any

import numpy as np
from forms_service.shared.unit_types import default_services
from scoring_service.domain.methods import index
from scoring_service.domain.tallies import Layout

from suara_local.coverage.cells import shipped
from suara_local.coverage.visitors import STARS, Stars, crowd
from suara_local.practice import months
from suara_local.practice.kinds import DEMO, KINDS, Kind, chance, kind_of

# A unit's first services by their shares of its recipients.
SHARES = (0.6, 0.3, 0.1)
# At the height of the season so many more come, and so many more of them leave dissatisfied; as
# many fewer at its depth half a year later.
MORE_PEOPLE, MORE_DISSATISFIED = 0.2, 0.5
# Of those who do not give six stars throughout: who gives the unit's weak statement one star less.
SEE_WEAKNESS = 0.5


@dataclass(frozen=True)
class Unit:
    """`services`: recipients in a usual month, by key. `height`: the month of the year in which
    most people come, 0 for a unit without seasons. `weak`: the place of its weakest statement."""

    code: str
    name: str
    services: Mapping[str, int]
    height: int
    weak: int

    @property
    def kind(self) -> Kind:
        return KINDS[self.name]


@dataclass(frozen=True)
class Everybody:
    """All who were served: `stars` has a row for each and a column for each statement, `services`
    the key of what each came for."""

    stars: Stars
    services: list[str]


def unit_of(state: Mapping[str, Any]) -> Unit:
    """`state` as identity tells of a tenant. Demo units have known numbers."""
    code, draw = state["code"], chance("unit", state["code"])
    weak, height = int(draw.integers(len(layout().items))), int(draw.integers(1, 13))
    if code in months.DEMO_UNITS:
        return Unit(code, DEMO, months.recipients(state["unit_type"]), 0, weak)
    name = kind_of(code)
    number = int(draw.integers(*KINDS[name].recipients, endpoint=True))
    keys = [each["key"] for each in default_services(state["unit_type"])]
    shares = SHARES[: len(keys)]
    services = {
        key: max(1, round(number * share / sum(shares)))
        for key, share in zip(keys, shares, strict=False)
    }
    return Unit(code, name, services, height, weak)


def season(unit: Unit, month: str) -> float:
    """From 1 at its height to -1 half a year later; `month` like 2026-11."""
    return cos(2 * pi * (int(month[5:]) - unit.height) / 12) if unit.height else 0.0


def recipients(unit: Unit, month: str) -> dict[str, int]:
    """N by service."""
    more = 1 + MORE_PEOPLE * season(unit, month)
    return {key: max(1, round(number * more)) for key, number in unit.services.items()}


def everybody(unit: Unit, month: str) -> Everybody:
    draw, came = chance("everybody", unit.code, month), recipients(unit, month)
    number = sum(came.values())
    dissatisfied = unit.kind.dissatisfied * (1 + MORE_DISSATISFIED * season(unit, month))
    stars = crowd(number, unit.kind.top, dissatisfied, draw)
    critical = np.flatnonzero((stars < STARS).any(axis=1))
    critical = critical[draw.random(len(critical)) < SEE_WEAKNESS]
    stars[critical, unit.weak] = np.maximum(stars[critical, unit.weak] - 1, 1)
    services = [key for key, many in came.items() for _ in range(many)]
    return Everybody(stars[draw.permutation(number)], services)


def indices(stars: Stars) -> dict[str, Fraction]:
    """IPKP and IPAK on scale 4 of these people, by the shipped formula."""
    formula, _ = shipped()
    counts = {
        key: np.bincount(column, minlength=STARS + 1)[1:].tolist()
        for (key, _, _), column in zip(layout().items, stars.T, strict=True)
    }
    found = {code: index(formula, code, counts).value for code in formula.weights}
    return {code: value for code, value in found.items() if value is not None}


@cache
def layout() -> Layout:
    """The statements in the order of the columns."""
    return shipped()[1]
