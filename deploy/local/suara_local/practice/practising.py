"""The ministry practises: months that are over come before Suara says that it is up, the present
one beside the first who look around.

The same seed makes the same answers and ids, so an interrupted run goes on where it was.
"""

import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import httpx
from chassis import clock

from suara_local import patient
from suara_local.practice import results
from suara_local.practice.answers import send_present
from suara_local.practice.earlier import bring_past
from suara_local.practice.extent import WHOLE, Extent
from suara_local.practice.months import this_month
from suara_local.practice.passing_by import pass_by
from suara_local.progress import say, step
from suara_local.running import Running

# Seconds between two looks whether somebody stops the start.
LOOK = 0.2


def practise(suara: Running, extent: Extent, stop: Event) -> bool:
    """Begin, once a month, and return whether more is to come: what is shown first is there, unless
    somebody stops. Nobody waits for a year of the whole ministry."""
    month, marker = this_month(clock.now()), suara.stack.home.path / "practice-done"
    done = marker.read_text().split() if marker.exists() else []
    if done in ([month, extent.name], [month, WHOLE.name]):
        return False
    shown = Event()
    if extent.whole:
        shown.set()
    work = Thread(
        target=_practise, args=(suara, extent, marker, shown, stop), name="practice", daemon=True
    )
    work.start()
    while work.is_alive() and not shown.wait(LOOK) and not stop.is_set():
        pass
    return True


def _practise(suara: Running, extent: Extent, marker: Path, shown: Event, stop: Event) -> None:
    try:
        _fill(suara, extent, marker, shown)
    except Exception:
        # Who stops takes the platform away from under it.
        if not stop.is_set():
            say("practice broke off; the next start goes on")
            raise


def _fill(suara: Running, extent: Extent, marker: Path, shown: Event) -> None:
    begun, stack, month = time.monotonic(), suara.stack, this_month(clock.now())
    count = sum(bring_past(suara, extent))
    shown.set()
    with step(f"practice answers of {month}, sent to the intake"):
        present = send_present(stack, extent)
    count += present.total()
    with step("all of them counted"):
        results.wait_counted(stack)
    marker.write_text(f"{month} {extent.name}")
    with step("results: final of months long over, else coarse"):
        results.begin_day(stack)
        results.wait_shown(stack)
    seconds = time.monotonic() - begun
    print(f"  ✓ {count:,} practice answers in {seconds:.0f} s, {count / seconds:.0f}/s", flush=True)
    _visit(pass_by(suara, present))


def _visit(visits: Iterable[httpx.Request]) -> None:
    """One after the other, until all are made or the platform stops: best effort, as all visits."""
    with patient.client(timeout=10) as client, suppress(httpx.HTTPError):
        for visit in visits:
            client.send(visit)
