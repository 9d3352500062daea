"""Known answers around a visitor's: four of every five, and five beside one that is excluded."""

from contracts.enough import COARSE_FROM

from suara_local.attack.stack.earlier import STEP, read_off
from suara_local.attack.stack.office import Office
from suara_local.attack.stack.steps import Steps, found

FOUR_OF_FIVE = "b", "four own answers of every five"
ONE_OUT = "c", "one answer excluded, five known ones added"
# Nearly as many visitors as in the simulated month; those of the last days come to them.
OWN, VISITORS = 128, 32


def four_of_five(office: Office) -> Steps:
    office.send(OWN, VISITORS)
    yield
    before = office.first_look()
    office.send(STEP - 1)
    victim = office.victim()
    office.look_again(before)
    replay = read_off(office.answers, office.answers[:-STEP])
    yield
    office.look()
    office.send(STEP - 1, 1)
    yield
    office.look()
    yield
    yield
    office.look()
    return found(office, FOUR_OF_FIVE, replay, victim)


def one_out_five_in(office: Office) -> Steps:
    office.send(visitors=COARSE_FROM - 1)
    victim = office.victim()
    yield
    before, then = office.first_look(), list(office.answers)
    office.decide([victim])
    office.send(STEP)
    office.look_again(before)
    yield
    office.look()
    yield
    yield
    yield
    office.look()
    replay = read_off(then, [each for each in office.answers if each != victim])
    return found(office, ONE_OUT, replay, victim)
