"""Who of the people of a month answers, and what staff and programs add; pure, and the same for the
same seed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import numpy as np

from suara_local.coverage.visitors import STARS, STATEMENTS, Stars
from suara_local.practice.kinds import chance
from suara_local.practice.truth import Unit, everybody

# The hours in UTC at which every office between Aceh and Papua is open.
OPENS, CLOSES = 2, 7
# Seconds over a form: of a person, and of a clerk with a stack of them. A program takes as many as
# nobody can call too few, and as many between two.
READING, FILLING, SENDING, BETWEEN = (70, 240), (15, 40), 28, 30
# Forms that a clerk fills in of an afternoon, one a minute, every so many working days.
STACK, EVERY = 12, 4


class Answer(NamedTuple):
    """`stars` by the places of the statements; `service` is a key."""

    stars: list[int]
    service: str
    opened: datetime
    seconds: float


def turnout(unit: Unit, month: str) -> list[Answer]:
    """All answers of a month, be it over or not; each has its place for ever."""
    people, draw = everybody(unit, month), chance("turnout", unit.code, month)
    kind, count = unit.kind, round(unit.kind.answering * len(people.services))
    chosen = draw.choice(len(people.services), count, replace=False)
    answers = [
        Answer(people.stars[person].tolist(), people.services[person], opened, seconds)
        for person, (opened, seconds) in zip(chosen, visits(month, count, draw), strict=True)
    ]
    every_person = count / (1 - kind.clerk - kind.script)
    services = list(unit.services)
    for stars, moments in (
        (_copied(round(every_person * kind.clerk), draw), _afternoons(month, draw)),
        (_highest(round(every_person * kind.script)), _in_a_row(month, draw)),
    ):
        for row, (opened, seconds) in zip(stars.tolist(), moments, strict=False):
            service = services[draw.integers(len(services))]
            answers.append(Answer(row, service, opened, seconds))
    return answers


def visits(month: str, count: int, draw: np.random.Generator) -> Iterator[tuple[datetime, float]]:
    """When so many people open the form, and the seconds they take: on working days at any hour."""
    days = working_days(month)
    for day, hour, seconds in zip(
        draw.integers(len(days), size=count),
        draw.uniform(OPENS, CLOSES, count),
        draw.uniform(*READING, count),
        strict=True,
    ):
        yield days[day] + timedelta(hours=float(hour)), float(seconds)


def working_days(month: str) -> list[datetime]:
    """From the second day on: on the first, offices in the east are ahead of the day in UTC."""
    first = datetime(int(month[:4]), int(month[5:]), 1, tzinfo=UTC)
    after = (first + timedelta(days=31)).replace(day=1)
    days = [first + timedelta(days=number) for number in range(1, (after - first).days)]
    return [day for day in days if day.weekday() < 5]


def _copied(count: int, draw: np.random.Generator) -> Stars:
    """As a clerk fills them in: five and six stars, each form like the last but for a statement."""
    model = draw.integers(STARS - 1, STARS, size=STATEMENTS, endpoint=True)
    stars = np.tile(model, (count, 1))
    places = draw.integers(STATEMENTS, size=count)
    stars[np.arange(count), places] = draw.integers(STARS - 1, STARS, size=count, endpoint=True)
    return stars


def _highest(count: int) -> Stars:
    return np.full((count, STATEMENTS), STARS)


def _afternoons(month: str, draw: np.random.Generator) -> Iterator[tuple[datetime, float]]:
    """A stack when the last person has gone, every few days."""
    days = working_days(month)
    for number in range(len(days) * STACK):
        day = days[(number // STACK * EVERY + EVERY - 1) % len(days)]
        at = day + timedelta(hours=CLOSES, minutes=number % STACK)
        yield at, float(draw.uniform(*FILLING))


def _in_a_row(month: str, draw: np.random.Generator) -> Iterator[tuple[datetime, float]]:
    """One after the other, from some morning on."""
    days = working_days(month)
    begun = days[draw.integers(len(days))] + timedelta(hours=OPENS)
    for number in range((CLOSES - OPENS) * 3600 // (SENDING + BETWEEN)):
        yield begun + timedelta(seconds=number * (SENDING + BETWEEN)), SENDING
