"""A unit's month: who came how and what they said; and what its final result and a correction of it
tell, by scoring's rules and as it is."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from contracts.enough import DETAILED_FROM
from contracts.shapes import IndexFigures, OtherFigure
from scoring_service.domain.basis import Basis
from scoring_service.domain.disclosure import withhold
from scoring_service.domain.parts import LISTS, gives_away_nothing, grouped_of, parts, weighed
from scoring_service.domain.results import index_beside, release
from scoring_service.domain.strata import Strata, Stratum
from scoring_service.domain.tallies import Tally

from suara_local.attack.stack.answers import drawn
from suara_local.attack.sums.tries import Figure, Held
from suara_local.coverage.cells import shipped

FORMULA, LAYOUT = shipped()
PEOPLE, SERVICES, WAYS = (30, 80), ("x", "y", "z"), ("kiosk", "paper", "self")
# Shares of the services and ways, and of those who are marked; numbers of those who are excluded
# before the final result, and after it.
SHARES, MARKED = (0.65, 0.22, 0.13), 0.2
OUT, LATER = (0, 1, 4, 12), (1, DETAILED_FROM, DETAILED_FROM + 4)


@dataclass(frozen=True)
class Unit:
    """`strata` and `stars` of each who answered; `out` were excluded between the close and the
    final result, `later` after it."""

    strata: Sequence[Stratum]
    stars: Sequence[tuple[int, ...]]
    out: frozenset[int]
    later: frozenset[int]

    def held(self, wanted: Callable[[Stratum], bool] = lambda _: True) -> Held:
        """Of the final result."""
        return np.array(
            [at not in self.out and wanted(each) for at, each in enumerate(self.strata)]
        )

    @property
    def corrected(self) -> Held:
        return self.held() & ~np.isin(np.arange(len(self.strata)), sorted(self.later))

    def folded(self, left_out: Collection[int]) -> Strata:
        made = Strata(LAYOUT)
        for at, stratum in enumerate(self.strata):
            answers = self._answers(at)
            tally = Tally.empty(LAYOUT)
            tally.add(LAYOUT, answers)
            made.add(stratum, tally)
            if at in left_out:
                made.exclude(stratum, answers)
        return made

    def exactly(self, people: Iterable[int]) -> Figure:
        """Of these alone, however few."""
        tally, held = Tally.empty(LAYOUT), np.zeros(len(self.strata), dtype=np.bool_)
        for at in people:
            tally.add(LAYOUT, self._answers(at))
            held[at] = True
        return _figure(
            held, [index_beside(FORMULA, code, LAYOUT, tally) for code in FORMULA.weights]
        )

    def _answers(self, at: int) -> dict[str, int]:
        keys = (key for key, _, _ in LAYOUT.items)
        return dict(zip(keys, self.stars[at], strict=True))


def unit(chance: np.random.Generator) -> Unit:
    """The attacker chose those who are excluded in the end: of one service as far as they go."""
    n = int(chance.integers(*PEOPLE))
    services, ways = chance.choice(SERVICES, n, p=SHARES), chance.choice(WAYS, n, p=SHARES[::-1])
    strata = [
        Stratum(str(service), str(way), bool(marked), "none")
        for service, way, marked in zip(services, ways, chance.random(n) < MARKED, strict=True)
    ]
    out = {int(at) for at in chance.permutation(n)[: chance.choice(OUT)]}
    chosen = chance.choice(SERVICES)
    stay = sorted(set(range(n)) - out, key=lambda at: (services[at] != chosen, at))
    later = frozenset(stay[: chance.choice(LATER)])
    return Unit(strata, [drawn(chance) for _ in range(n)], frozenset(out), later)


def published(of: Unit, may_stand: Callable[..., bool] = gives_away_nothing) -> list[Figure]:
    """By scoring's rules; `may_stand` says of a correction whether it may beside the lists."""
    strata, whole = of.folded(of.out), of.held()
    made = release(FORMULA, strata, Basis(None, "open"))
    told = withhold(made, FORMULA.weights, few_excluded=False)
    variants = {each["name"]: each["indices"] for each in told["variants"]}
    unmarked = _figure(of.held(lambda each: not each.flagged), variants.get("without_flagged", []))
    figures = [
        _figure(whole, told["indices"]),
        _figure(np.ones_like(whole), variants.get("with_excluded", [])),
        unmarked,
    ]
    lists = parts(FORMULA, strata)
    for part in lists:
        for group in part["groups"]:
            held = of.held(_among(part["by"], group["names"]))
            figures.append(_figure(held, group["indices"]))
    gone = [of.strata[at] for at in sorted(of.later)]
    left, grouped = weighed(FORMULA, of.folded(of.out | of.later)), grouped_of(lists)
    if len(gone) >= DETAILED_FROM and may_stand(
        left, grouped, marked_told=bool(unmarked.values), gone=gone
    ):
        figures.append(of.exactly(np.flatnonzero(of.corrected).tolist()))
    return [each for each in figures if each.values]


def as_it_is(of: Unit) -> list[Figure]:
    """Every list and variant, and a correction after any exclusion."""
    every = [of.held(), np.ones_like(of.held()), of.held(lambda each: not each.flagged)]
    for by, kind in LISTS.items():
        names = sorted({kind(each) for each in of.strata})
        every += [of.held(_among(by, [name])) for name in names]
    every.append(of.corrected)
    return [of.exactly(np.flatnonzero(held).tolist()) for held in every if held.any()]


def _among(by: str, names: Sequence[str]) -> Callable[[Stratum], bool]:
    return lambda each: LISTS[by](each) in names


def _figure(held: Held, indices: Sequence[IndexFigures | OtherFigure]) -> Figure:
    told = {each["code"]: float(each["value"]) for each in indices if each["value"] is not None}
    return Figure(held, told)
