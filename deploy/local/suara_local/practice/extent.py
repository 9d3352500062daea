"""How much of the ministry practises: which of its units, how many months, and how many of a
unit's answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis.tenant_tree import is_practice
from forms_service.shared.offices import serves_public
from forms_service.shared.period import CAPITAL, bounds, months_before
from scoring_service.domain.life import FINAL_AFTER

from suara_local.practice.kinds import chance
from suara_local.practice.months import DEMO_UNITS, PRACTICE_MONTHS
from suara_local.practice.truth import Unit
from suara_local.practice.turnout import Answer, turnout

State = dict[str, Any]
# A kanwil with all its units, and so many units of others, the demo units among them.
KANWIL, OTHERS = "W11", 60
# Of a hundred units: whose numbers of recipients nobody ever enters, and whose kanwil has not yet
# looked at the last month.
NEVER, WAITING = 12, 20


@dataclass(frozen=True)
class Extent:
    """`past`: months before the present one. `whole`: every unit that serves the public. `most`:
    answers of a unit in a month whose results are final; `most_now`: in the others."""

    name: str
    past: int
    whole: bool
    most: int
    most_now: int


# A final result needs 30 answers, a coarse picture 40 that nobody marked, as early as may be.
SMALL = Extent("small", 2, whole=False, most=40, most_now=100)
WHOLE = Extent("whole", 11, whole=True, most=5_000, most_now=60)
EXTENTS = {each.name: each for each in (SMALL, WHOLE)}


def most_of(extent: Extent, month: str, now: datetime) -> int:
    """Answers of a unit in a month, as many as something is to be seen of."""
    final = bounds(month, CAPITAL)[1] + FINAL_AFTER <= now
    return extent.most if final else extent.most_now


def taken(unit: Unit, month: str, most: int) -> dict[int, Answer]:
    """By their number among all of them: each way of answering keeps its share."""
    answers = turnout(unit, month)
    count = min(len(answers), most)
    chosen = [place * len(answers) // count for place in range(count)]
    return {number: answers[number] for number in chosen}


def public_of(states: Mapping[str, State]) -> list[State]:
    """The units of all `states` that serve the public; who only practises has what it sets up."""
    known = states.values()
    return [each for each in known if serves_public(each) and not is_practice(each)]


def months_of(extent: Extent, this_month: str) -> list[str]:
    """Those that are over, oldest first; the demo units have some more than others."""
    return months_before(this_month, max(extent.past, PRACTICE_MONTHS))


def units_in(extent: Extent, public: Sequence[State], month: str, this_month: str) -> list[State]:
    """Which of those that serve the `public` have answers in a month."""
    if month < months_before(this_month, extent.past)[0]:
        return [each for each in public if each["code"] in DEMO_UNITS]
    return list(public) if extent.whole else _chosen(public)


def _chosen(public: Sequence[State]) -> list[State]:
    """A kanwil whole and `OTHERS`: the demo units, one of each type and one of each kanwil that are
    still missing, and then every so many in the order of their codes."""
    ordered = sorted(public, key=lambda each: str(each["code"]))
    whole = [each for each in ordered if kanwil_of(each) == KANWIL]
    others = [each for each in ordered if each["code"] in DEMO_UNITS and each not in whole]
    for which in (lambda each: each["unit_type"], kanwil_of):
        known = {which(each) for each in whole + others}
        # The last of each, which is seldom the office of a kanwil itself.
        last = {which(each): each for each in ordered}
        others += [each for key, each in last.items() if key not in known]
    rest = [each for each in ordered if each not in whole and each not in others]
    wanted = OTHERS - len(others)
    return whole + others + rest[:: len(rest) // wanted][:wanted]


def kanwil_of(state: State) -> str:
    """Its code, which the codes of its units begin with."""
    return str(state["code"]).split("-")[0]


def number_is(unit: str, month: str, last_month: str) -> str:
    """What became of a unit's number of recipients: `confirmed`, `entered` or nothing."""
    draw = chance("number", unit).integers(100)
    if draw < NEVER:
        return ""
    return "entered" if month == last_month and draw < NEVER + WAITING else "confirmed"
