"""Whether the details of a release, its options and statements, would tell what a few answered.

Fewer than ten answers tell of their few. Two releases shown in detail tell by their difference what
those answered who left or came back between them, so details wait until that is nobody or ten.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

ENOUGH = 10

Place = tuple[int, int]
"""Partition and source offset of an answer in the record."""


@dataclass(frozen=True)
class Stand:
    """Where in the record a release stood, {partition: last source offset}, and the ids of the
    answers that it left out."""

    positions: Mapping[int, int]
    excluded: frozenset[str]

    def covers(self, place: Place) -> bool:
        return place[1] <= self.positions.get(place[0], -1)


def changed(excluded: Mapping[str, Place], then: Stand) -> int:
    """How many answers of a release (`then`) have left since, or have come back into it.
    `excluded`: by id, what is out now."""
    gone = [excluded[identifier] for identifier in excluded.keys() - then.excluded]
    back = then.excluded - excluded.keys()
    return sum(then.covers(place) for place in gone) + len(back)


def excluded_few(excluded: Mapping[str, Place], detailed: Iterable[Stand]) -> bool:
    """Whether a few are told apart from any release that was shown in detail."""
    return any(0 < changed(excluded, then) < ENOUGH for then in detailed)


def withhold(released: Mapping[str, Any], *, few_excluded: bool) -> dict[str, Any]:
    """A release as it may be published: `withheld` says why it is without details, if it is. A
    statement that only a few filled keeps their number alone."""
    why = "few" if released["n"] < ENOUGH else "excluded_few" if few_excluded else None
    rows = [] if why else [_row(row) for row in released["indicators"]]
    return {**released, "withheld": why, "indicators": rows}


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    few = 0 < row["n"] < ENOUGH
    return {**row, **({"mean": None, "value4": None, "options": []} if few else {})}
