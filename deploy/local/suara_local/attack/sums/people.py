"""Who answered: the fewest people that published numbers tell of, of one question and of two."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
from contracts.enough import DETAILED_FROM
from scoring_service.domain.respondents import add, respondents

LANGUAGES, DAYS = ("id", "jv", "su"), ("2026-11-02", "2026-11-03", "2026-11-04")
AGES, SHARES = ("17-25", "26-45", "46-60", "61+"), (0.6, 0.28, 0.09, 0.03)
# By question, the numbers of its groups, which are of everybody.
Marginals = Mapping[str, Sequence[int]]


def counted(n: int, chance: np.random.Generator) -> dict[str, dict[str, int]]:
    """By question and choice."""
    counts: dict[str, dict[str, int]] = {}
    of_three = np.array(SHARES[:3]) / sum(SHARES[:3])
    for _ in range(n):
        told = {
            "language": str(chance.choice(LANGUAGES, p=of_three)),
            "day": str(chance.choice(DAYS)),
            "profile": {"age": str(chance.choice(AGES, p=SHARES))},
        }
        add(counts, told)
    return counts


def published(counts: Mapping[str, Mapping[str, int]]) -> Marginals:
    return {
        each["question"]: [group["n"] for group in each["groups"]] for each in respondents(counts)
    }


def as_it_is(counts: Mapping[str, Mapping[str, int]]) -> Marginals:
    return {question: list(of.values()) for question, of in counts.items()}


def fewest(told: Marginals) -> int | None:
    """The fewest people that are known to be of one group, of several of a question, or of one
    group of each of two questions; None where they are always ten and more."""
    few = [n for n in (*_sums(told), *_forced(told)) if 0 < n < DETAILED_FROM]
    return min(few, default=None)


def _sums(told: Marginals) -> Iterator[int]:
    """Groups of one question together; the whole less these are the others."""
    for groups in told.values():
        for size in range(1, len(groups) + 1):
            yield from (sum(some) for some in combinations(groups, size))


def _forced(told: Marginals) -> Iterator[int]:
    """Where the fewest that can be in both groups are as many as can be at most."""
    for one, other in combinations(told.values(), 2):
        n = sum(one)
        for a in one:
            for b in other:
                if max(0, a + b - n) == min(a, b):
                    yield min(a, b)
