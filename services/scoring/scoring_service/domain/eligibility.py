"""Whether the surveys of a unit would carry its proposal for WBK or WBBM, what is missing, and what
the next month would need.

SE MenPANRB 04/2023, E.2: the mean of IPAK and of IPKP over at least the last three months. The
minimum of respondents is that of the whole window (domain notes, question 7), limits are compared
unrounded (question 12). While nobody has settled how stars become scale 4, a limit is met only if
it is met by both readings (question 18). What surveys cannot tell is not judged here: the areas of
the evaluation sheet, and the earlier predicate that WBBM asks for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scoring_service.domain.methods import HIGHEST, Formula, convert, reaches
from scoring_service.domain.pooling import Part, known
from scoring_service.domain.readings import agreed, readings
from scoring_service.domain.several_months import SeveralMonths, several_months

State = Literal["memenuhi", "belum", "bergantung_rumus"]
LEAST_MONTHS = 3


@dataclass(frozen=True)
class Reading:
    """A window of months by one conversion. `needed`: the index that each further month must have
    at least so that the mean meets the limit; None where the highest one would not do."""

    window: SeveralMonths
    meets: bool
    needed: Fraction | None


@dataclass(frozen=True)
class Judged:
    """An index beside its limit, by name of conversion."""

    code: str
    limit: Fraction
    readings: Mapping[str, Reading]


@dataclass(frozen=True)
class Eligibility:
    """`state` by the surveys alone. It is `belum` while anything is missing: months, respondents
    (how many more), or the answers of months of which nobody confirmed that they had no service.
    `further` is how many months `needed` speaks of."""

    state: State
    indices: Sequence[Judged]
    months_missing: int
    respondents_missing: int
    unanswered: Sequence[str]
    further: int


def eligibility(formula: Formula, predicate: str, months: Mapping[str, Part]) -> Eligibility:
    """`months`: the unit's window up to the cut-off, by name, those without answers included;
    `predicate`: `wbk` or `wbbm`. Raise KeyError where the formula has no limits of it."""
    limits, named = formula.thresholds[predicate], readings(formula)
    windows = {
        code: {
            name: several_months(formula.minimum, known(each, code, months))
            for name, each in named.items()
        }
        for code in limits
    }
    every = [window for by_name in windows.values() for window in by_name.values()]
    months_missing = max(0, LEAST_MONTHS - min(len(window.values) for window in every))
    further = max(1, months_missing)
    indices = [
        Judged(
            code,
            limit,
            {name: _reading(named[name], windows[code][name], limit, further) for name in named},
        )
        for code, limit in limits.items()
    ]
    respondents_missing = max(0, formula.minimum - every[0].responses)
    unanswered = sorted({month for window in every for month in window.missing})
    complete = not (months_missing or respondents_missing or unanswered)
    return Eligibility(
        state=_state(indices, named) if complete else "belum",
        indices=indices,
        months_missing=months_missing,
        respondents_missing=respondents_missing,
        unanswered=unanswered,
        further=further,
    )


def _reading(formula: Formula, window: SeveralMonths, limit: Fraction, further: int) -> Reading:
    wanted = limit * (len(window.values) + further) - sum(window.values.values())
    needed = max(wanted / further, convert(formula, Fraction(formula.scale.low))[0])
    meets = window.mean is not None and reaches(window.mean, limit)
    return Reading(window, meets, needed if needed <= HIGHEST else None)


def _state(indices: Sequence[Judged], names: Mapping[str, Formula]) -> State:
    """By one reading all limits are met, or not all."""
    meets = agreed(all(each.readings[name].meets for each in indices) for name in names)
    if meets is None:
        return "bergantung_rumus"
    return "memenuhi" if meets else "belum"
