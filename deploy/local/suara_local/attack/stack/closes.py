"""Closing a survey one answer after a picture: before its time, and on schedule."""

from contracts.enough import COARSE_FROM

from suara_local.attack.stack.doors import streamed
from suara_local.attack.stack.earlier import read_off
from suara_local.attack.stack.office import Office
from suara_local.attack.stack.steps import Steps, found

EARLY = "a", "early close one answer after a picture: refused alone, then agreed by the kanwil"
ON_SCHEDULE = "a", "close on schedule right after one more answer"
REASON = "Kantor pindah gedung dan loket ditutup sampai bulan depan"
# All that the stream may say.
SAYS = "retry: 2000data: changed"


def early(office: Office) -> Steps:
    office.send(visitors=COARSE_FROM)
    yield
    before = office.first_look()
    victim = office.victim()
    _close_alone(office)
    _close_with_help(office)
    office.look_again(before)
    yield
    office.look_again(before)
    yield
    yield
    yield
    office.look()
    return found(office, EARLY, read_off(office.answers, office.answers[:-1]), victim)


def on_schedule(office: Office) -> Steps:
    office.send(visitors=COARSE_FROM)
    yield
    office.first_look()
    if (said := streamed(office)) != SAYS:
        office.wrong(f"the stream said {said!r}")
    yield
    yield
    before = office.look()
    victim = office.victim()
    office.look_again(before)
    yield
    office.look_again(before)
    yield
    office.look()
    return found(office, ON_SCHEDULE, read_off(office.answers, office.answers[:-1]), victim)


def _close_alone(office: Office) -> None:
    path = f"surveys/{office.survey['survey_id']}/close"
    for by in (office.officer, office.head):
        if office.ask(path, by=by).is_success:
            office.wrong(f"{by} closed it alone")


def _close_with_help(office: Office) -> None:
    path = f"surveys/{office.survey['survey_id']}/early-closes"
    asked = office.ask(path, {"reason": REASON}).raise_for_status().json()
    path = f"surveys/early-closes/{asked['early_close_id']}/approve"
    for by in (office.officer, office.head):
        if office.ask(path, by=by).is_success:
            office.wrong(f"{by} decided on the own early close")
    office.ask(path, by=office.helper).raise_for_status()
