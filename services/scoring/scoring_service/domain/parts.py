"""The index of each service and of each way of answering, as far as no group of fewer than ten
follows from what is published.

Published figures can be taken from each other: where all but three of a service answered by phone
and nobody else did, the service less the phones tells of these three. Whatever is added and taken
away, what is left is a sum over cells: answers that are in the same group of every list. So nothing
is left of small cells alone if whatever vanishes on all cells of ten and more vanishes everywhere,
which is a question of two ranks. It holds for any number of lists. What does not hold is joined,
the smallest first: no group stands alone that the whole less all others would not tell as well.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from contracts.enough import DETAILED_FROM
from contracts.shapes import Part, PartGroup

from scoring_service.domain.disclosure import tells_of_few
from scoring_service.domain.fitting import EXTENDED, fits
from scoring_service.domain.methods import Formula
from scoring_service.domain.results import index_beside
from scoring_service.domain.strata import Strata, Stratum
from scoring_service.domain.tallies import Layout, Tally

# In this order they are joined where joining either would do: a head asks first for services.
LISTS: Final[Mapping[str, Callable[[Stratum], str]]] = {
    "mode": lambda stratum: stratum.mode,
    "service": lambda stratum: stratum.service,
}
# One list: its groups, each the names that it joins.
Groups = Sequence[frozenset[str]]
Grouped = Mapping[str, Groups]


@dataclass(frozen=True)
class Weight:
    """A stratum of the answers: `filled` of them the least filled statement of an index. Where the
    index without marked answers is published, these are a list of their own."""

    stratum: Stratum
    filled: int

    @property
    def unmarked(self) -> int:
        return 0 if self.stratum.flagged else self.filled


def parts(formula: Formula, strata: Strata) -> list[Part]:
    """Every list of which two groups can be told: each answer is in one group of it. Extended
    indices are in none, since beside the official one they tell a unit's own statements."""
    codes = _official(formula)
    if not all(fits(formula, code, strata.layout) for code in codes):
        return []
    weights = weighed(formula, strata)
    n, marked = strata.total().responses, strata.counts()["flagged"]
    grouped = joined(weights, marked_told=not tells_of_few(n - marked, n))
    return [
        {"by": name, "groups": [_group(formula, codes, strata, name, each) for each in groups]}
        for name, groups in sorted(grouped.items(), reverse=True)
        if len(groups) > 1
    ]


def grouped_of(parts: Sequence[Part]) -> Grouped:
    """As they were published."""
    return {part["by"]: [frozenset(each["names"]) for each in part["groups"]] for part in parts}


def weighed(formula: Formula, strata: Strata) -> list[Weight]:
    """Every stratum in which somebody answered."""
    codes = _official(formula)
    return [
        Weight(stratum, _fewest(formula, codes, strata.layout, tally))
        for stratum, tally in strata.kept.items()
        if tally.responses
    ]


def joined(weights: Sequence[Weight], *, marked_told: bool) -> Grouped:
    """Each list by groups; none where not even the whole may be told."""
    grouped: Grouped = {
        name: [frozenset({each}) for each in sorted({of(weight.stratum) for weight in weights})]
        for name, of in LISTS.items()
    }
    while not gives_away_nothing(weights, grouped, marked_told=marked_told):
        options = list(_joinings(weights, grouped))
        if not options:
            return {}
        holding = [
            after
            for _, after in options
            if gives_away_nothing(weights, after, marked_told=marked_told)
        ]
        grouped = holding[0] if holding else min(options, key=lambda option: option[0])[1]
    return {name: sorted(groups, key=sorted) for name, groups in grouped.items()}


def gives_away_nothing(
    weights: Sequence[Weight],
    grouped: Grouped,
    *,
    marked_told: bool = False,
    gone: Iterable[Stratum] = (),
) -> bool:
    """Whether every group has ten answers that nobody marked (own ones mostly are), and no figures
    that are added and taken away leave fewer than ten answers.

    `gone` are those, ten and more, that lists were told with and a correction leaves out. Beside
    them it may stand where the lists would hold without them: then whatever is taken from whatever
    leaves ten of the others; or where it tells nothing that the lists do not.
    """
    cells: dict[tuple[int, ...], int] = {}
    for weight in weights:
        place = _place(weight.stratum, grouped, marked_told=marked_told)
        cells[place] = cells.get(place, 0) + weight.filled
    left = {_place(each, grouped, marked_told=marked_told) for each in gone}
    if left and _rank(_beside(cells, left)) == _rank(_beside(cells.keys() | left, ())):
        return True
    large = [place for place, filled in cells.items() if filled >= DETAILED_FROM]
    return _rank(large) == _rank(cells.keys() | left) and all(
        _unmarked(weights, name, group) >= DETAILED_FROM
        for name, groups in grouped.items()
        for group in groups
    )


def _beside(
    places: Iterable[tuple[int, ...]], left: Iterable[tuple[int, ...]]
) -> list[tuple[int, ...]]:
    """Those that stay and those that leave, as one list more."""
    return [*((*place, 0) for place in places), *((*place, 1) for place in left)]


def _place(stratum: Stratum, grouped: Grouped, *, marked_told: bool) -> tuple[int, ...]:
    """The number of its group in each list."""
    found = [
        next(at for at, group in enumerate(groups) if LISTS[name](stratum) in group)
        for name, groups in grouped.items()
    ]
    return (*found, int(marked_told and stratum.flagged))


def _rank(places: Iterable[tuple[int, ...]]) -> int:
    """Of the table with a line for each place and a column for each group of each list, which has
    ones and zeros; by elimination."""
    kept: dict[tuple[int, int], dict[tuple[int, int], Fraction]] = {}
    for place in places:
        line = {column: Fraction(1) for column in enumerate(place)}
        while line:
            first = min(line)
            if first not in kept:
                kept[first] = line
                break
            factor = line[first] / kept[first][first]
            for column, value in kept[first].items():
                line[column] = line.get(column, Fraction(0)) - factor * value
            line = {column: value for column, value in line.items() if value}
    return len(kept)


def _joinings(weights: Sequence[Weight], grouped: Grouped) -> Iterator[tuple[int, Grouped]]:
    """Of each list that can be joined further: how many answers its next group has, and what comes
    out. What is joined already takes in the smallest other group."""
    for name, groups in grouped.items():
        if len(groups) > 1:
            first, *others = sorted(
                _by_size(weights, name, groups), key=lambda group: len(group) == 1
            )
            next_one, *left = others
            least = min(_unmarked(weights, name, group) for group in groups)
            yield least, {**grouped, name: [first | next_one, *left]}


def _by_size(weights: Sequence[Weight], name: str, groups: Groups) -> list[frozenset[str]]:
    """Smallest first."""
    return sorted(groups, key=lambda group: (_unmarked(weights, name, group), sorted(group)))


def _unmarked(weights: Sequence[Weight], name: str, group: frozenset[str]) -> int:
    return sum(each.unmarked for each in weights if LISTS[name](each.stratum) in group)


def _official(formula: Formula) -> list[str]:
    return [code for code in formula.weights if not code.endswith(EXTENDED)]


def _fewest(formula: Formula, codes: Sequence[str], layout: Layout, tally: Tally) -> int:
    counts = tally.by_item(layout)
    return min(sum(counts[item]) for code in codes for item in formula.weights[code])


def _group(
    formula: Formula, codes: Sequence[str], strata: Strata, name: str, group: frozenset[str]
) -> PartGroup:
    tally = strata.total(lambda stratum: LISTS[name](stratum) in group)
    return {
        "names": sorted(group),
        "n": tally.responses,
        "indices": [index_beside(formula, code, strata.layout, tally) for code in codes],
    }
