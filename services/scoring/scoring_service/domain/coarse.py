"""The coarse picture of a survey before its result is final: near enough to act on, too coarse to
tell what one visitor said.

An officer knows who came when, may send answers of his own, and sees every release. The difference
of two exact ones is what those said who came in between. So a release carries chance that nobody
can compute without the key, and is rounded; it is not added up, so the final result is exact.
`make attack-disclosure` measures what an attacker makes of it; docs/disclosure.md argues the
numbers.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, sqrt
from statistics import NormalDist
from typing import Final

from contracts.enough import COARSE_FROM, DETAILED_FROM
from contracts.shapes import Figures, IndexFigures

from scoring_service.domain.disclosure import without_value
from scoring_service.domain.fitting import EXTENDED
from scoring_service.domain.interval import bounds
from scoring_service.domain.methods import Formula, round_half_up, shown

NORMAL: Final = NormalDist()
# Both sides of 95 of 100 draws.
TWO_SIDED: Final = NORMAL.inv_cdf(0.975)
HUNDRED: Final = 100
WORD: Final = 8


@dataclass(frozen=True)
class Coarseness:
    """The chance in an index has the standard deviation `at_least` (on scale 4) at COARSE_FROM
    answers; it falls with their number to the power `falls`, so that in the sum of all answers it
    grows. The share `stays` of its variance is the same in all releases of a survey: an average
    over many keeps it, beside the final result as well. Of the rest `lasts` is the correlation with
    the next release. `shared` is that of the indices of one release: two tell little more than one.
    What is shown is a multiple of `grid`."""

    at_least: float
    falls: float
    stays: float
    lasts: float
    shared: float
    grid: Fraction

    def deviation(self, n: int) -> float:
        """Of an index whose statements `n` answered: one of few weighs more in it."""
        ratio = COARSE_FROM / n
        return float(self.at_least * (ratio if ratio > 1 else ratio**self.falls))


DEFAULT: Final = Coarseness(0.045, 0.42, 0.3, 0.3, 0.9, Fraction(1, 20))


@dataclass(frozen=True)
class Draw:
    """Whose chance it is: nobody else's is the same. `number` is that of the release."""

    key: bytes
    survey_id: str
    number: int

    def normal(self, code: str, coarseness: Coarseness) -> float:
        """The chance in an index, in standard deviations; the same whenever it is computed."""
        common, own = coarseness.shared, 1 - coarseness.shared
        return sqrt(common) * self._part("", coarseness) + sqrt(own) * self._part(code, coarseness)

    def _part(self, of: str, coarseness: Coarseness) -> float:
        """What stays, and beside it what every release keeps of the last one's and draws anew."""
        stays, lasts = coarseness.stays, coarseness.lasts
        value = self._fresh(of, 1)
        for number in range(2, self.number + 1):
            value = lasts * value + sqrt(1 - lasts**2) * self._fresh(of, number)
        return sqrt(stays) * self._fresh(of, 0) + sqrt(1 - stays) * value

    def _fresh(self, of: str, number: int) -> float:
        message = f"{self.survey_id}/{number}/{of}".encode()
        word = hmac.digest(self.key, message, hashlib.sha256)[:WORD]
        # In the middle of its step: never 0 or 1, which have no place on the normal's line.
        return NORMAL.inv_cdf((int.from_bytes(word) // 2**11 + 0.5) / 2**53)


def coarse(
    made: Figures, formula: Formula, draw: Draw, coarseness: Coarseness = DEFAULT
) -> Figures:
    """Of exact figures: each official index with its chance, on the grid, and nothing of what would
    tell it more exactly. Which answers came how is no secret."""
    filled = {row["item"]: row["n"] for row in made["indicators"]}
    # Who fills a statement that few fill weighs more in the index.
    fewest = {
        code: min(filled.get(item, 0) for item in weights)
        for code, weights in formula.weights.items()
    }
    indices = [_index(index, fewest, formula, draw, coarseness) for index in made["indices"]]
    shown_of = [fewest[each["code"]] for each in indices if each["value"] is not None]
    return {
        "n": made["n"],
        "margin": margin(min(shown_of, default=made["n"]), coarseness),
        "withheld": "not_final",
        "indices": indices,
        "indicators": [],
        "variants": [],
        "counts": made["counts"],
        "findings": made["findings"],
    }


def margin(n: int, coarseness: Coarseness = DEFAULT) -> str:
    """How far from the exact value 95 of 100 releases are at most, where `n` answered the least
    answered statement of any index that is shown; rounded up."""
    off = TWO_SIDED * coarseness.deviation(n) + float(coarseness.grid) / 2
    return shown(Fraction(ceil(off * HUNDRED), HUNDRED))


def _index(
    index: IndexFigures,
    fewest: Mapping[str, int],
    formula: Formula,
    draw: Draw,
    coarseness: Coarseness,
) -> IndexFigures:
    code = index["code"]
    if index["value"] is None:
        return without_value(code, index["note"] or "no_answers")
    if code.endswith(EXTENDED):
        return without_value(code, "not_final")
    least = fewest[code]
    if least < DETAILED_FROM:
        return without_value(code, "few")
    chance = draw.normal(code, coarseness) * coarseness.deviation(least)
    steps = round_half_up((Fraction(index["value"]) + Fraction(chance)) / coarseness.grid, 0)
    low, high = bounds(formula)
    told = min(max(Fraction(steps) * coarseness.grid, low), high)
    return {
        **without_value(code, "not_final"),
        "value": shown(told),
        "display4": shown(told),
    }
