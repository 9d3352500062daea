"""Signs that answers may not be what they seem. They mark and never delete: whoever reads an index
sees it with and without the marked answers.

What one answer alone shows is noted by the intake (`fast`, `hours`, a limit); what only its
neighbours show is found here, by the recorder, in the order of arrival.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nsmallest

from responses_service.shared.mode_limits import MANNERS

ORDER = ("fast", "straight", "similar", "device", "burst", "hours")
# A form with fewer statements is answered alike by chance.
ENOUGH_ITEMS = 5
# Answers in a row that differ in at most one statement.
ALIKE, IN_A_ROW = 1, 3
# So many finish at one point in a minute; a hall with ten counters serves fewer.
BURST, BURST_WITHIN = 10, timedelta(seconds=60)
LOOK_BACK = timedelta(minutes=30)
# Each is compared with so many before and after its minute at its point; a longer row than that is
# noticed all the same.
BEFORE, AFTER = 40, 20
# Of one point at most: the work of a batch stays the same at any load.
COMPARED = 120


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer as its neighbours see it."""

    answers: Mapping[str, int]
    answered_at: datetime
    mode: str


def flags_of(
    mine: Seen, signs: Sequence[str], before: Collection[Seen], by_device: int
) -> list[str]:
    """`before`: other answers at this point around the same time; `by_device`: earlier answers of
    its device in its survey. In the order of `ORDER`."""
    manner = MANNERS[mine.mode]
    if manner.typed:
        return []
    found = set(signs)
    people = [each for each in before if not MANNERS[each.mode].typed]
    if _is_burst(mine, people):
        found.add("burst")
    if manner.one_device is not None and by_device >= manner.one_device:
        found.add("device")
    alike = _is_straight(mine)
    if alike and found & {"fast", "burst"}:
        found.add("straight")
    if not alike and _repeats(mine, people):
        found.add("similar")
    return [name for name in ORDER if name in found]


def _is_burst(mine: Seen, before: Collection[Seen]) -> bool:
    near = [each for each in before if abs(mine.answered_at - each.answered_at) <= BURST_WITHIN]
    return len(near) >= BURST


def _is_straight(mine: Seen) -> bool:
    return len(mine.answers) >= ENOUGH_ITEMS and len(set(mine.answers.values())) == 1


def _repeats(mine: Seen, before: Collection[Seen]) -> bool:
    """Of those next to it in time, on whichever side: partitions are recorded one after another."""
    if len(before) < IN_A_ROW or len(mine.answers) < ENOUGH_ITEMS:
        return False
    near = nsmallest(IN_A_ROW, before, key=lambda each: abs(mine.answered_at - each.answered_at))
    return all(
        each.answers.keys() == mine.answers.keys()
        and abs(mine.answered_at - each.answered_at) <= LOOK_BACK
        and sum(each.answers[key] != value for key, value in mine.answers.items()) <= ALIKE
        for each in near
    )
