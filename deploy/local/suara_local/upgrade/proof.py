"""The way of the data: made by the earlier code, stopped or killed, started by this code."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from suara_local.ports import Ports, ports_from, refuse_taken
from suara_local.progress import step
from suara_local.running import Running
from suara_local.stack import Stack
from suara_local.up import bring_up
from suara_local.upgrade import counting
from suara_local.upgrade.asking_again import counted_once_more, each_once, receipts_counted
from suara_local.upgrade.checkout import PLACE, EarlierStack, check_out
from suara_local.upgrade.comparing import Line, compared, grown, printed
from suara_local.upgrade.facts import TARGETS, Facts, read_facts, settled, with_new_numbers
from suara_local.upgrade.folders import copied, forget
from suara_local.upgrade.intake import Intake
from suara_local.upgrade.things import Things, make_things

# The office whose people answer while the power fails; nothing else is made there.
CROWDED = "W15-01"
RECEIPTS, PATIENCE = 300, 600


@dataclass
class Known:
    """What the earlier code's stack was, made and told."""

    ports: Ports
    demo: dict[str, Any]
    things: Things
    facts: Facts
    rows: dict[str, int]
    events: dict[str, int]
    receipts: list[str] = field(default_factory=list)
    tried: int = 0

    def running(self, stack: Stack) -> Running:
        """Reached with the names and passwords that the earlier code gave."""
        return Running(stack, self.demo)


def prove(commit: str) -> int:
    """The number of losses, after both ways."""
    with step(f"the code of {commit[:12]}, set up"):
        checkout = check_out(commit)
    ports = _free_row()
    earlier = EarlierStack(checkout, ports["gateway"])
    forget(earlier.home)
    try:
        with step("its stack, with practice answers"):
            earlier.start()
        known = _filled(earlier, ports)
        with step("stopped, data copied, started again"):
            earlier.stop()
            stopped = copied(earlier.home, PLACE / "stopped" / "run")
            earlier.start()
        _killed_in_intake(earlier, known)
    finally:
        earlier.stop()
    losses = _after_stop(stopped, known)
    losses += _after_kill(earlier.home, known)
    # What was lost is kept for a look.
    for home in () if losses else (stopped, earlier.home):
        forget(home)
    return losses


def _free_row() -> Ports:
    """The same ports for both codes: addresses and printed codes hold them."""
    for first in range(21_000, 32_000, 40):
        try:
            refuse_taken(ports_from(first))
        except SystemExit:
            continue
        return ports_from(first)
    raise SystemExit("No row of free ports between 21000 and 32000")


def _filled(earlier: EarlierStack, ports: Ports) -> Known:
    demo = json.loads(earlier.demo.read_text())
    # Not started: the earlier code's own supervisor did that. Only its secrets are read.
    stack = Stack(earlier.home, ports)
    suara = Running(stack, demo)
    with step("surveys, answers, people, drafts ... made"):
        things = make_things(suara)
    with step("facts noted"):
        settled(suara, things)
        facts = read_facts(suara, things)
        return Known(ports, demo, things, facts, counting.rows(stack), counting.events(stack))


def _killed_in_intake(earlier: EarlierStack, known: Known) -> None:
    suara = known.running(Stack(earlier.home, known.ports))
    with step("every process killed in the middle of the intake"):
        intake = Intake(suara, suara.survey(CROWDED))
        intake.start()
        try:
            intake.reach(RECEIPTS, PATIENCE)
        finally:
            earlier.kill()
            intake.end()
    known.receipts, known.tried = intake.receipts, intake.tried


def _after_stop(home: Path, known: Known) -> int:
    with Stack(home, known.ports) as stack:
        bring_up(stack)
        suara = known.running(stack)
        lines = _told_again(suara, known, frozenset())
        lines.append(counted_once_more(suara, known.things))
    return printed("Stopped by the earlier code, started by this one: before -> after", lines)


def _after_kill(home: Path, known: Known) -> int:
    with Stack(home, known.ports) as stack:
        bring_up(stack)
        suara = known.running(stack)
        crowded = suara.survey(CROWDED)["survey_id"]
        held = known.facts["answers in the record"].values()
        before = sum(each["survey_id"] == crowded for each in held)
        lines = [
            receipts_counted(suara, known.receipts),
            each_once(suara, crowded, before, len(known.receipts), known.tried),
            *_told_again(suara, known, frozenset({crowded})),
        ]
        lines.append(counted_once_more(suara, known.things))
    return printed("Killed while people answered, started by this code: before -> after", lines)


def _told_again(suara: Running, known: Known, besides: frozenset[str]) -> list[Line]:
    settled(suara, known.things)
    after = read_facts(suara, known.things)
    anew = {TARGETS: with_new_numbers(known.facts, after)}
    lines = [
        compared(name, held, after[name], besides | anew.get(name, frozenset()))
        for name, held in known.facts.items()
    ]
    lines.append(grown("rows of tables", counting.moved(known.rows), counting.rows(suara.stack)))
    lines.append(grown("events in topics", known.events, counting.events(suara.stack)))
    return lines
