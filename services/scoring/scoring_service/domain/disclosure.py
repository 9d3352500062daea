"""Whether the details of a release, its options and statements, would tell what a few answered.

Fewer than ten answers tell of their few. Two releases shown in detail tell by their difference what
those answered who left or came back between them, so details wait until that is nobody or ten.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeVar

from contracts.enough import DETAILED_FROM
from contracts.shapes import Figures, IndexFigures, Indicator, Variant

from scoring_service.domain.fitting import EXTENDED

Weights = Mapping[str, Mapping[str, Fraction]]
F = TypeVar("F", bound=Figures)

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


NOTHING: Final = Stand({}, frozenset())


def changed(excluded: Mapping[str, Place], then: Stand) -> int:
    """How many answers of a release (`then`) have left since, or have come back into it.
    `excluded`: by id, what is out now."""
    gone = [excluded[identifier] for identifier in excluded.keys() - then.excluded]
    back = then.excluded - excluded.keys()
    return sum(then.covers(place) for place in gone) + len(back)


def excluded_few(excluded: Mapping[str, Place], detailed: Iterable[Stand]) -> bool:
    """Whether a few are told apart from any release that was shown in detail."""
    return any(0 < changed(excluded, then) < DETAILED_FROM for then in detailed)


def tells_of_few(n: int, published: int) -> bool:
    """Whether an index of `n` answers would give away a few people's, beside the published one of
    `published`: the two give the index of those who are in one of them alone."""
    return min(n, abs(published - n)) < DETAILED_FROM


def withhold(made: F, weights: Weights, *, few_excluded: bool) -> F:
    """Exact figures as they may be published: `withheld` says why they are without details, if they
    are. Fewer than ten give no figure at all. A statement that only a few filled keeps their number
    alone, and so does every statement from which theirs follows. `weights` are those of the indices
    of the release, by code and item."""
    why = "few" if made["n"] < DETAILED_FROM else "excluded_few" if few_excluded else None
    few = _few(made)
    touched = {code for code, items in weights.items() if few & items.keys()}
    official = [items for code, items in weights.items() if not code.endswith(EXTENDED)]
    hidden = few.union(*(items for items in official if few & items.keys()))
    shown = made.copy()
    shown["withheld"] = why
    shown["indices"] = [_index(index, touched, why) for index in made["indices"]]
    shown["indicators"] = [] if why else [_row(row, hidden) for row in made["indicators"]]
    if "variants" in made:
        shown["variants"] = [_variant(each, touched) for each in made["variants"]]
    return shown


def _few(made: Figures) -> set[str]:
    """Statements that only a few filled, of more people who answered."""
    least = min(DETAILED_FROM, made["n"])
    return {row["item"] for row in made["indicators"] if 0 < row["n"] < least}


def _row(row: Indicator, hidden: set[str]) -> Indicator:
    if row["item"] not in hidden:
        return row
    return {**row, "mean": None, "value4": None, "options": []}


def _index(index: IndexFigures, touched: set[str], why: str | None) -> IndexFigures:
    """Beside the official index an extended one tells the mean of the unit's own statements, so it
    is a detail. The official one is without how sure it is where few filled one of its statements,
    since an index with its spread gives away how each of a few answered."""
    if index["value"] is None:
        return index
    if why == "few":
        return without_value(index["code"], "few")
    if index["code"].endswith(EXTENDED):
        note = "few" if index["code"] in touched else why
        return without_value(index["code"], note) if note else index
    return {**index, "interval": None} if index["code"] in touched else index


def _variant(variant: Variant, touched: set[str]) -> Variant:
    """Made to see whether a limit is met, which an extended index does not have."""
    return {
        **variant,
        "indices": [
            {**index, "value": None, "display4": None}
            if index["code"] in touched or index["code"].endswith(EXTENDED)
            else index
            for index in variant["indices"]
        ],
    }


def without_value(code: str, note: str) -> IndexFigures:
    """An index without any figure; `note` says why."""
    return {
        "code": code,
        "value": None,
        "display4": None,
        "display100": None,
        "band_value": None,
        "band": None,
        "band_label": None,
        "interval": None,
        "tipping": [],
        "note": note,
    }
