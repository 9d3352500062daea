"""Who answered: how many by language, by day and by each question of the profile.

Whole numbers that are only ever added, and nothing of what anybody said. Each question splits the
answers: of a question with several choices, what one person chose together is one choice.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from contracts.enough import DETAILED_FROM
from contracts.shapes import RespondentGroup, Respondents

LANGUAGE: Final = "language"
DAY: Final = "day"
PROFILE: Final = "profile."
# Between choices of one person.
AND: Final = "+"
# Of a person who left the question out.
NONE: Final = ""

Told = Mapping[str, int]
Counts = dict[str, dict[str, int]]
"""By question and choice, how many; nobody is there for a question that they left out."""


def add(counts: Counts, told: Mapping[str, Any], times: int = 1) -> None:
    """Who gave one answer, as the record tells it; `times` -1 takes it back."""
    for question, choice in _choices(told):
        of = counts.setdefault(question, {})
        of[choice] = of.get(choice, 0) + times


def merge(counts: Counts, others: Mapping[str, Told]) -> None:
    for question, told in others.items():
        of = counts.setdefault(question, {})
        for choice, n in told.items():
            of[choice] = of.get(choice, 0) + n


def people(counts: Mapping[str, Told]) -> int:
    """Everybody has a language."""
    return sum(counts.get(LANGUAGE, {}).values())


def respondents(counts: Mapping[str, Told]) -> list[Respondents]:
    """Every question as it may be published: choices of fewer than ten people are joined, days with
    those beside them and others with the smallest, until each group has ten. A question of which
    nothing is told apart so is left out, and so is one that nobody filled."""
    n, made = people(counts), list[Respondents]()
    for question in sorted(counts) if n >= DETAILED_FROM else ():
        told = {choice: k for choice, k in counts[question].items() if k}
        if not told:
            continue
        left_out = n - sum(told.values())
        whole = {**told, NONE: left_out} if left_out else told
        groups = _days(whole) if question == DAY else _joined(whole)
        if len(groups) > 1 or any(len(group["names"]) == 1 for group in groups):
            made.append({"question": question, "groups": groups})
    return made


def _choices(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield LANGUAGE, told["language"]
    yield DAY, told["day"]
    for question, chosen in told["profile"].items():
        if chosen:
            several = isinstance(chosen, list)
            yield PROFILE + question, AND.join(sorted(chosen)) if several else chosen


def _joined(told: Told) -> list[RespondentGroup]:
    """Most first; those that are joined come last."""
    large = sorted(told, key=lambda choice: (-told[choice], choice))
    joined, n = list[str](), 0
    while large and (told[large[-1]] < DETAILED_FROM or 0 < n < DETAILED_FROM):
        joined.append(large.pop())
        n += told[joined[-1]]
    groups: list[RespondentGroup] = [{"names": [each], "n": told[each]} for each in large]
    return [*groups, {"names": sorted(joined), "n": n}] if joined else groups


def _days(told: Told) -> list[RespondentGroup]:
    """In their order; the last ones go with those before."""
    groups, days, n = list[RespondentGroup](), list[str](), 0
    for day in sorted(told):
        days, n = [*days, day], n + told[day]
        if n >= DETAILED_FROM:
            groups.append({"names": days, "n": n})
            days, n = [], 0
    if days and groups:
        last = groups.pop()
        groups.append({"names": [*last["names"], *days], "n": last["n"] + n})
    return groups
