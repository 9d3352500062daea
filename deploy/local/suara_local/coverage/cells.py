"""One cell of the table: many samples of a size from a place, the product's interval of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import yaml
from numpy.typing import NDArray
from scoring_service.domain.interval import interval
from scoring_service.domain.methods import Formula, read_formula
from scoring_service.domain.student import quantile
from scoring_service.domain.tallies import Layout, Tally

from suara_local.coverage.visitors import STARS, Stars, place

SEED = 20_261_130
# Samples that are counted at once.
CHUNK = 500
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Cell:
    """Samples of `n` people out of `times` as many, of a place where `top` give six throughout."""

    top: float
    n: int
    times: int

    @property
    def people(self) -> int:
        return self.n * self.times


@dataclass(frozen=True)
class Held:
    """Of one index of a cell: which share of the intervals held the value of all people, and their
    mean width in widths of +/- 1.96 true standard errors; the same of the textbook's t."""

    cell: Cell
    index: str
    share: float
    width: float
    textbook: float
    textbook_width: float


def shipped() -> tuple[Formula, Layout]:
    """The formula of the official questionnaire, and its 13 statements."""
    text = (files("forms_service") / "data/formulas/spkp-spak-minmax.yaml").read_text("utf-8")
    formula = read_formula("spkp-spak-minmax", yaml.safe_load(text))
    keys = [key for weights in formula.weights.values() for key in weights]
    return formula, Layout(tuple((key, 1, STARS) for key in keys))


def measured(cell: Cell, samples: int) -> list[Held]:
    """Of each index. The same cell and number of samples give the same figures."""
    chance = np.random.default_rng([SEED, round(cell.top * 100), cell.n, cell.times])
    here = place(cell.top, chance).stars
    formula, layout = shipped()
    persons = {code: _persons(here, formula, layout, code) for code in formula.weights}
    found: dict[str, list[Numbers]] = {code: [] for code in formula.weights}
    for start in range(0, samples, CHUNK):
        drawn = chance.integers(len(here), size=(min(CHUNK, samples - start), cell.n))
        tallies = list(tallied(here[drawn], layout))
        for code, own in persons.items():
            truth = _truth(own, own[drawn], cell, chance)
            ends = np.array([_ends(formula, code, layout, each, cell) for each in tallies])
            found[code].append(np.column_stack([truth, ends, _textbook(own[drawn], cell)]))
    return [_held(cell, code, persons[code], found[code]) for code in formula.weights]


def tallied(stars: Stars, layout: Layout) -> Iterator[Tally]:
    """Of samples x people x statements, all of them filled."""
    number, n, _ = stars.shape
    counts = np.stack([(stars == each).sum(axis=1) for each in range(1, STARS + 1)], axis=2)
    sums, products = stars.sum(axis=1), np.matmul(stars.transpose(0, 2, 1), stars)
    first, second = (list(each) for each in zip(*layout.pairs, strict=True))
    for at in range(number):
        yield Tally(
            counts[at].ravel().tolist(),
            [n] * len(first),
            sums[at, first].tolist(),
            sums[at, second].tolist(),
            products[at, first, second].tolist(),
            n,
        )


def _ends(
    formula: Formula, code: str, layout: Layout, tally: Tally, cell: Cell
) -> tuple[float, float]:
    made = interval(formula, code, layout, tally, cell.people)
    if made is None:
        raise AssertionError("every statement is filled")
    return float(made.low), float(made.high)


def _persons(stars: Stars, formula: Formula, layout: Layout, code: str) -> Numbers:
    """What the index is of each person alone."""
    columns = [at for at, (key, _, _) in enumerate(layout.items) if key in formula.weights[code]]
    own: Numbers = 1 + 3 * (stars[:, columns].mean(axis=1) - 1) / (STARS - 1)
    return own


def _truth(own: Numbers, drawn: Numbers, cell: Cell, chance: np.random.Generator) -> Numbers:
    """The index of all people: those drawn, and as many others as there are besides."""
    values, often = np.unique(own.round(9), return_counts=True)
    others = chance.multinomial(cell.people - cell.n, often / often.sum(), size=len(drawn))
    total: Numbers = (drawn.sum(axis=1) + others @ values) / cell.people
    return total


def _textbook(drawn: Numbers, cell: Cell) -> Numbers:
    """Low and high of the textbook: mean -/+ t s / root n, corrected for the finite population."""
    error = np.sqrt(drawn.var(axis=1, ddof=1) / cell.n * (1 - 1 / cell.times))
    reach, middle = float(quantile(cell.n - 1)) * error, drawn.mean(axis=1)
    return np.column_stack([middle - reach, middle + reach])


def _held(cell: Cell, code: str, own: Numbers, chunks: list[Numbers]) -> Held:
    truth, low, high, book_low, book_high = np.concatenate(chunks).T
    true_width = 2 * 1.96 * np.sqrt(own.var() / cell.n * (1 - 1 / cell.times))
    # What is computed in halves of a star may differ from itself in the last digit.
    close = 1e-9
    return Held(
        cell,
        code,
        float(np.mean((low <= truth + close) & (truth <= high + close))),
        float(np.mean(high - low) / true_width),
        float(np.mean((book_low <= truth + close) & (truth <= book_high + close))),
        float(np.mean(book_high - book_low) / true_width),
    )
