"""One platform with a clock of its own; every attack has an office, and all go through the same
days: three, the close, and the day of the final result."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from chassis import clock
from scoring_service.domain.life import DAY_OF

from suara_local.attack.stack import closes, exclusions, files, floods, marked, windows
from suara_local.attack.stack.office import SECONDS, Office
from suara_local.attack.stack.placed import placed
from suara_local.attack.stack.steps import MOMENTS, Steps
from suara_local.attack.stack.told import Finding, printed
from suara_local.attack.sums.run import summed
from suara_local.moving import clock_at, moment, move_clock
from suara_local.places import ROOT
from suara_local.progress import step
from suara_local.running import Running, eventually
from suara_local.seeded import seeded_stack

ATTACKS: Sequence[Callable[[Office], Steps]] = (
    closes.early,
    closes.on_schedule,
    floods.four_of_five,
    floods.one_out_five_in,
    exclusions.after_the_close,
    marked.one_marked_more,
    files.two_files,
    files.small_file,
    windows.several_months,
    exclusions.all_but_one,
    exclusions.in_a_chain,
)
# From the first day at midday to the close.
DAYS = timedelta(days=3.5)
A_DAY, LATER = timedelta(days=1), timedelta(minutes=2)


def stack() -> bool:
    """Print the table; whether every attack got no more than is promised."""
    home = ROOT / "var" / "attack" / uuid.uuid4().hex[:8] / "run"
    with clock_at(moment(), home.parent.with_suffix(".clock")), seeded_stack(home) as suara:
        findings = [*attacked(suara), *summed()]
    printed(findings)
    placed()
    return not any(each.leaks for each in findings)


def attacked(suara: Running) -> list[Finding]:
    with step("the next month opens"):
        begin(suara)
    with step("offices, their people and first answers"):
        offices = [Office.opened(suara, number) for number in range(len(ATTACKS))]
        under_way = [attack(office) for attack, office in zip(ATTACKS, offices, strict=True)]
        for office, each in zip(offices, under_way, strict=True):
            next(each)
            office.settle()
    found: dict[int, Finding] = {}
    for name, at in zip(MOMENTS, schedule(offices[-1]), strict=True):
        with step(name):
            move_clock(to=at)
            _wait_for_schedule(offices, at)
            for number, each in enumerate(under_way):
                if finding := _on(each):
                    found[number] = finding
    return [found[number] for number in sorted(found)]


def begin(suara: Running) -> None:
    """Midday, a few days before the end of the next month."""
    here = clock.now().astimezone(DAY_OF)
    move_clock(to=_next(_next(here)) - DAYS)
    month = f"{clock.now().astimezone(DAY_OF):%Y-%m}"
    path = "/api/v1/surveys?period=" + month
    eventually(
        lambda: bool(suara.api("admin").get(path).json()["items"]), wanted=True, seconds=SECONDS
    )


def schedule(office: Office) -> Sequence[datetime]:
    """Of `MOMENTS`, as the survey has it."""
    closes_at, final_at = (
        _closes_at(office),
        datetime.fromisoformat(office.state("scoring")["final_at"]),
    )
    second = closes_at - DAYS + A_DAY
    return (second, second + A_DAY, closes_at - LATER, closes_at + LATER, final_at + LATER)


def _closes_at(office: Office) -> datetime:
    path = f"/api/v1/surveys/{office.survey['survey_id']}"
    survey = office.suara.api("admin").get(path).raise_for_status().json()
    return datetime.fromisoformat(survey["closes_at"])


def _wait_for_schedule(offices: Sequence[Office], now: datetime) -> None:
    """Whatever has ended by now is closed, and scoring knows it."""
    for office in offices:
        if _closes_at(office) < now:
            eventually(lambda o=office: o.state("scoring")["status"], "closed", SECONDS)  # type: ignore[misc]


def _next(moment: datetime) -> datetime:
    """The first of the next month, as its day begins."""
    later = moment.replace(day=1) + timedelta(days=32)
    return later.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _on(steps: Steps) -> Finding | None:
    """To its next moment; what it found where that was the last."""
    try:
        next(steps)
    except StopIteration as ended:
        finding: Finding = ended.value
        return finding
    return None
