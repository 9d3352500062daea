"""Answers of visitors and of the attacker, as phones send them: calm, in office hours, apart."""

import secrets
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from itertools import count
from typing import Any

import numpy as np
from responses_service.record.rules import IN_A_ROW, LOOK_BACK
from responses_service.shared.issued import issue

from suara_local.attack.month.attacker import FEW, STATEMENT
from suara_local.attack.month.months import Numbers, frame, indices
from suara_local.coverage.visitors import Stars
from suara_local.practice.honest import DEVICE_BYTES, Visitor
from suara_local.practice.turnout import CLOSES, OPENS

CEILING, SEED = 0.70, 20_261_130
# So far apart that equal ones are no row of copies.
APART = LOOK_BACK / (IN_A_ROW - 1) + timedelta(minutes=1)
CALM, HASTY = timedelta(minutes=2), timedelta(seconds=5)
WEEKEND = 5


@dataclass(frozen=True)
class Answer:
    """`own` is one that the attacker sent, and knows; `marked` one that carries a flag."""

    receipt: str
    stars: tuple[int, ...]
    own: bool
    marked: bool = False


@cache
def crowd(ceiling: float = CEILING) -> Stars:
    """Who may come; what an attacker knows of people in general."""
    return frame(ceiling, np.random.default_rng(SEED))


def of_answer(answer: Answer) -> Numbers:
    """Both indices of this one alone."""
    found: Numbers = indices(np.array([answer.stars]))[0]
    return found


def is_low(stars: Stars) -> Any:
    return stars[..., STATEMENT] <= FEW


def drawn(chance: np.random.Generator, *, low: bool = False) -> tuple[int, ...]:
    """The stars of a visitor; of one who is not content where `low`."""
    people = crowd()[is_low(crowd())] if low else crowd()
    return tuple(int(each) for each in people[chance.integers(len(people))])


def moments(before: datetime, late: timedelta) -> Iterator[datetime]:
    """Of working days before that of `before`, the last one first; each office has its own delay,
    since a page that many send from is one device."""
    for back in count(1):
        day = (before - timedelta(days=back)).date()
        at = datetime.combine(day, time(OPENS), UTC) + late
        while day.weekday() < WEEKEND and at.hour < CLOSES:
            yield at
            at += APART


def as_sent(
    template: dict[str, Any], stars: tuple[int, ...], opened: datetime, key: bytes, *, marked: bool
) -> Visitor:
    body = {
        **template,
        "response_id": str(uuid.uuid4()),
        "answers": dict(zip(template["answers"], stars, strict=True)),
        "issued": issue(key, opened),
        "finished_at": (opened + (HASTY if marked else CALM)).isoformat(),
    }
    return Visitor(body, secrets.token_urlsafe(DEVICE_BYTES))
