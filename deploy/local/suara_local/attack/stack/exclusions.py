"""Decisions after the close, all but one excluded, and one decision after the other in the end."""

from contracts.enough import COARSE_FROM, DETAILED_FROM

from suara_local.attack.stack.earlier import read_off
from suara_local.attack.stack.office import SECONDS, Office
from suara_local.attack.stack.steps import Steps, found
from suara_local.running import eventually

AFTER = "d", "one exclusion decided after the close, one more after the final result"
BUT_ONE = "h", "all answers but one excluded"
CHAIN = "i", "corrections in a chain: ten own out; nine back and the victim out; another N"


def after_the_close(office: Office) -> Steps:
    office.send(visitors=COARSE_FROM - 1)
    victim = office.victim()
    yield
    before = office.first_look()
    yield
    yield
    yield
    office.decide([victim])
    office.look_again(before)
    yield
    final = office.look()
    office.decide(office.answers[:1])
    office.look_again(final)
    others = [each for each in office.answers if each != victim]
    return found(office, AFTER, read_off(office.answers, others), victim)


def all_but_one(office: Office) -> Steps:
    office.send(visitors=COARSE_FROM - 1)
    victim = office.victim()
    yield
    before = office.first_look()
    office.decide(each for each in office.answers if each != victim)
    office.look_again(before)
    yield
    yield
    yield
    office.look_again(before)
    yield
    office.look()
    return found(office, BUT_ONE, "an index of n = 1, with its options", victim)


def in_a_chain(office: Office) -> Steps:
    own = office.send(own=2 * DETAILED_FROM)[:DETAILED_FROM]
    victim = office.victim()
    office.send(visitors=COARSE_FROM)
    yield
    office.first_look()
    yield
    yield
    yield
    yield
    office.look()
    office.decide(own)
    before = office.look()
    office.decide(own[1:], excludes=False)
    office.decide([victim])
    office.look_again(before)
    _tell_recipients(office)
    office.look()
    held = office.pictures[-1].held
    return found(office, CHAIN, read_off(held, held - {victim}), victim)


def _tell_recipients(office: Office) -> None:
    survey = office.survey
    of = {"tenant": survey["tenant"], "period": survey["period"], "recipients": 500}
    path = f"/api/v1/services?tenant={survey['tenant']}"
    services = office.suara.api("admin").get(path).raise_for_status().json()["items"]
    for each in services:
        if each["active"]:
            told = office.ask("populations", of | {"service": each["key"]}).raise_for_status()
            path = f"populations/{told.json()['population_id']}/confirm"
            office.ask(path, by=office.helper).raise_for_status()
    eventually(lambda: office.state("reporting")["released"]["reason"], "recipients", SECONDS)
