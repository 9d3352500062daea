"""`make prove-same`: the practice ministry is loaded twice, each time from nothing. Its final
results and their intervals are the same to the last digit, a rebuild finds no difference, and what
that costs is printed."""

import shutil
import sys
from collections.abc import Mapping
from threading import Event

import orjson
import psutil
import psycopg

from suara_local import patient
from suara_local.moving import clock_at, moment
from suara_local.places import ROOT
from suara_local.ports import free_ports
from suara_local.practice.extent import SMALL
from suara_local.practice.practising import fill
from suara_local.progress import step
from suara_local.running import Running
from suara_local.stack import Stack
from suara_local.up import bring_up

HOME = ROOT / "var" / "same"
FINALS = (
    "SELECT code, s.state ->> 'instrument', s.state ->> 'period', s.state #>> '{released,number}',"
    " s.state -> 'released' FROM scores s JOIN tenants USING (tenant_id)"
    " WHERE s.state ->> 'stage' = 'final' AND s.state -> 'released' <> 'null' ORDER BY 1, 2, 3"
)
Finals = Mapping[tuple[str, ...], str]


def main() -> None:
    shutil.rmtree(HOME, ignore_errors=True)
    first, second = (_loaded(turn) for turn in ("first", "second"))
    differ = [*first.keys() ^ second.keys()]
    differ += [key for key in first.keys() & second.keys() if first[key] != second[key]]
    intervals = sum('"low"' in each for each in first.values())
    print(
        f"{len(first):,} final results, {intervals:,} of them with intervals, loaded twice:"
        f" {len(differ)} differ"
    )
    for key in sorted(differ):
        print(*key, first.get(key), second.get(key), sep="\n  ")
    shutil.rmtree(HOME)
    sys.exit(bool(differ) or not intervals)


def _loaded(turn: str) -> Finals:
    """Loaded into a stack of its own, at the same moment."""
    print(f"The {turn} time", flush=True)
    home = HOME / turn / "run"
    home.mkdir(parents=True)
    with clock_at(moment(), home.parent / "clock"), Stack(home, free_ports()) as stack:
        suara = Running(stack, bring_up(stack, SMALL), patient.insistent)
        fill(suara, SMALL, Event())
        _rebuilt(stack)
        return _finals(stack)


def _rebuilt(stack: Stack) -> None:
    """Print what a rebuild says, and the processor time of the services that send it the record."""
    asked = [psutil.Process(stack.processes[name].pid) for name in ("responses-web", "postgres")]
    before = sum(map(_spent, asked))
    with step("rebuild"):
        done = stack.run("scoring", "rebuild")
    spent = sum(map(_spent, asked)) - before
    print(done.stdout + f"responses and PostgreSQL beside it: {spent:.2f} s of processor time")


def _spent(process: psutil.Process) -> float:
    """Seconds of it and of all that it started, those that ended included."""
    parts = [process, *process.children(recursive=True)]
    return sum(sum(each.cpu_times()[:4]) for each in parts)


def _finals(stack: Stack) -> Finals:
    """As they were published, by unit, instrument and period; when it was is no figure."""
    with psycopg.connect(stack.superuser_url("scoring")) as connection:
        rows = connection.execute(FINALS).fetchall()
    return {
        tuple(key): orjson.dumps({**found, "released_at": ""}, option=orjson.OPT_SORT_KEYS).decode()
        for *key, found in rows
    }


if __name__ == "__main__":
    main()
