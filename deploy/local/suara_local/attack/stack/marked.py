"""The index without marked answers, which one more marked answer may move."""

from contracts.enough import COARSE_FROM, DETAILED_FROM

from suara_local.attack.stack.earlier import read_off
from suara_local.attack.stack.office import Office
from suara_local.attack.stack.steps import Steps, found

MARKED = "e", "`without_flagged` moved by one person: eight own marked answers, and the victim's"


def one_marked_more(office: Office) -> Steps:
    """Nine are too few to be told apart."""
    office.send(visitors=COARSE_FROM)
    office.send(own=DETAILED_FROM - 2, marked=True)
    yield
    before = office.first_look()
    victim = office.victim(marked=True)
    office.look_again(before)
    yield
    office.look_again(before)
    yield
    yield
    yield
    released = office.look().released or {}
    unmarked = [each for each in office.answers if not each.marked]
    if released["counts"]["flagged"] != len(office.answers) - len(unmarked):
        raise RuntimeError("Other answers are marked than were meant")
    return found(office, MARKED, read_off(office.answers, unmarked), victim)
