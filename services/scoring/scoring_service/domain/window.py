"""Which months count for a unit's standing, and which of them have a figure.

SE MenPANRB 04/2023, E.2: the last three months. They end with the newest final result; only months
of which the kanwil has confirmed that nobody was served drop out, and the window goes on before
them (domain notes, question 4). A month with fewer than ten answers has no figure of its own: three
months that held it would tell it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from contracts.shapes import Lack

from scoring_service.domain.eligibility import LEAST_MONTHS
from scoring_service.domain.methods import Formula
from scoring_service.domain.periods import before
from scoring_service.domain.pooling import NOTHING, Part

# Longer ago nobody looks for three months with service.
LOOKED_BACK = 12


@dataclass(frozen=True)
class Final:
    """A final result that is shown: its answers, and the formula that made it of them. `values` are
    its indices as they are shown, by code; `lack` says why there are none."""

    formula: Formula
    part: Part
    values: Mapping[str, str]
    lack: Lack | None = None


@dataclass(frozen=True)
class Month:
    """`part` has the answers of a month with figures, and is empty where `why` says it has none."""

    part: Part
    why: Lack | None = None
    values: Mapping[str, str] = field(default_factory=dict)


NO_RESULT = Month(NOTHING, "no_result")
NO_SERVICE = Month(Part(0, {}, recipients=0), "no_service")


def looked_at(cut_off: str) -> Sequence[str]:
    """Every month that may be in a window, the newest first."""
    found = [cut_off]
    while len(found) < LOOKED_BACK:
        found.append(before(found[-1]))
    return found


def window(finals: Mapping[str, Final], idle: Collection[str]) -> dict[str, Month]:
    """Oldest first, of at least one final result; `idle`: months confirmed without service."""
    cut_off = max(finals)
    found: dict[str, Month] = {}
    for period in looked_at(cut_off):
        found[period] = _month(finals.get(period), finals[cut_off].formula, idle=period in idle)
        if sum(month is not NO_SERVICE for month in found.values()) == LEAST_MONTHS:
            break
    return dict(reversed([*found.items()]))


def carried(months: Mapping[str, Month]) -> dict[str, Month]:
    """Those of a window that still count with the next month: after its last gap, two at most."""
    found: dict[str, Month] = {}
    for period, month in reversed([*months.items()]):
        if month.why != "no_service":
            if month.why or len(found) == LEAST_MONTHS - 1:
                break
            found[period] = month
    return found


def _month(final: Final | None, formula: Formula, *, idle: bool) -> Month:
    if final is None:
        return NO_SERVICE if idle else NO_RESULT
    if final.lack:
        return Month(NOTHING, final.lack)
    if _counts(final.formula) != _counts(formula):
        return Month(NOTHING, "other_formula")
    return Month(final.part, None, final.values)


def _counts(formula: Formula) -> tuple[object, ...]:
    """All that makes an index with limits out of answers."""
    weights = {code: formula.weights.get(code) for code in limited(formula)}
    return formula.scale, formula.conversion, weights


def limited(formula: Formula) -> Sequence[str]:
    """Codes of the indices that have a limit, each once."""
    return [*dict.fromkeys(code for limits in formula.thresholds.values() for code in limits)]
