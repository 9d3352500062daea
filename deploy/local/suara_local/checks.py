"""`make test` and its smaller sisters: style, types, import rules, tests; one closing line of
counts. Words choose: none for everything, `fast`, or the name of a service."""

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from subprocess import PIPE, STDOUT, Popen
from typing import NoReturn

from suara_local import browsers, counts, parts, processes, seeded
from suara_local.counts import Outcome
from suara_local.order import seed_of
from suara_local.parts import Part
from suara_local.places import ROOT

BIN = ROOT / ".venv" / "bin"
REPORTS = ROOT / "var" / "reports"
# `SEED=random make test` draws an order, a number repeats one.
SEED = seed_of(os.environ.get("SEED", ""), ROOT)
ORDER = f"· tests in the order of SEED={SEED}"
# Parts that run at a time, one more than a small machine has cores: the two long ones wait for a
# sixth of their time, and what kills processes and passes months waits for most of it.
LANES = 3
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
    processes.adopt_orphans()
    if which == "fast":
        checked(QUICK)
        end(run_tests([parts.all_units()], 1))
    if which:
        end(run_tests(parts.of_service(which), 1))
    browsers.ensure()
    checked(QUICK)
    # Types keep one core busy for a while: beside the first tests.
    with ThreadPoolExecutor(1) as beside:
        types = beside.submit(checked, {"types": ["mypy", *parts.folders(*TYPED)]})
        outcomes = run_tests(parts.everything(), LANES)
    end(outcomes, clean=types.exception() is None)


def end(outcomes: list[Outcome], *, clean: bool = True) -> NoReturn:
    print("", ORDER, *counts.closing(outcomes, processor_seconds()), sep="\n")
    if not clean:
        print("types: not clean")
    sys.exit(not clean or any(each.failed or not each.passed for each in outcomes))


def checked(wanted: dict[str, list[str]]) -> None:
    for words, command in wanted.items():
        print(f"· {words}", flush=True)
        done = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, check=False)
        if done.returncode:
            sys.exit(f"{words}: not clean")


def run_tests(wanted: list[Part], lanes: int) -> list[Outcome]:
    """`lanes` parts at a time; of several the first is shown as it goes, others at their end."""
    print(ORDER, flush=True)
    shutil.rmtree(REPORTS, ignore_errors=True)
    REPORTS.mkdir(parents=True)
    live = wanted if lanes == 1 else wanted[:1]
    with ThreadPoolExecutor(lanes) as pool:
        return list(pool.map(lambda part: run_part(part, live=part in live), wanted))


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


def processor_seconds() -> float:
    """Of all that was started from here and is over, what its parents left behind included."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
