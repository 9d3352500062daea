"""`make test` and its smaller sisters: style, types, import rules, tests; one closing line of
counts. Words choose: none for everything, `fast`, or the name of a service."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from subprocess import PIPE, STDOUT, Popen

from suara_local import browsers, counts, parts, seeded
from suara_local.counts import Outcome
from suara_local.parts import Part
from suara_local.places import ROOT

BIN = ROOT / ".venv" / "bin"
REPORTS = ROOT / "var" / "reports"
# Each run draws an order of the tests; a number given as SEED repeats one.
SEED = os.environ.get("SEED") or str(time.time_ns() % 10**6)
ORDER = f"· tests in the order of SEED={SEED}"
TYPED = (
    "services/*/*_service",
    "services/chassis/chassis",
    "services/contracts/contracts",
    "deploy/local/suara_local",
)
QUICK = {
    "style": ["ruff", "check", "-q", "."],
    "format": ["ruff", "format", "-q", "--check", "."],
    "import rules": ["lint-imports"],
}


def main() -> None:
    which = sys.argv[1] if sys.argv[1:] else ""
    if which == "fast":
        checked(QUICK)
        lanes = [[parts.units()]]
    elif which:
        lanes = [parts.of_service(which)]
    else:
        browsers.ensure()
        checked({**QUICK, "types": ["mypy", *parts.folders(*TYPED)]})
        lanes = parts.lanes()
    outcomes = run_tests(lanes)
    print("", ORDER, *counts.closing(outcomes), sep="\n")
    sys.exit(any(each.failed or not each.passed for each in outcomes))


def checked(wanted: dict[str, list[str]]) -> None:
    for words, command in wanted.items():
        print(f"· {words}", flush=True)
        done = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, check=False)
        if done.returncode:
            sys.exit(f"{words}: not clean")


def run_tests(lanes: list[list[Part]]) -> list[Outcome]:
    """The first lane is shown as it goes, the others when a part of theirs is over."""
    print(ORDER, flush=True)
    shutil.rmtree(REPORTS, ignore_errors=True)
    REPORTS.mkdir(parents=True)
    with ThreadPoolExecutor(len(lanes)) as pool:
        running = [pool.submit(run_lane, lane, live=lane is lanes[0]) for lane in lanes]
        return [outcome for each in running for outcome in each.result()]


def run_lane(lane: list[Part], *, live: bool) -> list[Outcome]:
    return [run_part(part, live=live) for part in lane]


def run_part(part: Part, *, live: bool) -> Outcome:
    report, begun = REPORTS / f"{part.name}.xml", time.monotonic()
    if part.seeded:
        seeded.ensure()
    command = part.command(sys.executable, report, SEED)
    with Popen(command, cwd=ROOT, stdout=PIPE, stderr=STDOUT, text=True) as process:
        lines: Iterable[str] = process.stdout or ()
        for line in lines if live else [*lines]:
            print(line, end="", flush=True)
        code = process.wait()
    return counts.read(part.name, report, code, time.monotonic() - begun)


if __name__ == "__main__":
    main()
