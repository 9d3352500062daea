"""The ministry practises: months that are over first, then the present one. What has not come
within a minute comes beside the first who look around.

The same seed makes the same answers and ids, so an interrupted run goes on where it was.
"""

import time
from collections import Counter
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

# Seconds that a first start takes longer at most, and between two looks whether somebody stops it.
WAIT, LOOK = 50, 0.2


def practise(suara: Running, extent: Extent, stop: Event) -> bool:
    """Begin, once a month; return whether more is to come. Nobody waits for a year of the whole
    ministry."""
    month, marker = this_month(clock.now()), suara.stack.home.path / "practice-done"
    done = marker.read_text().split() if marker.exists() else []
    if done in ([month, extent.name], [month, WHOLE.name]):
        return False
    sent = Event()
    work = Thread(
        target=_practise, args=(suara, extent, marker, sent, stop), name="practice", daemon=True
    )
    work.start()
    until = time.monotonic() + (0 if extent.whole else WAIT)
    while work.is_alive() and not (stop.is_set() or sent.is_set()) and time.monotonic() < until:
        sent.wait(LOOK)
    return True


def _practise(suara: Running, extent: Extent, marker: Path, sent: Event, stop: Event) -> None:
    try:
        present = fill(suara, extent, sent)
        marker.write_text(f"{this_month(clock.now())} {extent.name}")
        _visit(pass_by(suara, present))
    except Exception:
        # Who stops takes the platform away from under it.
        if not stop.is_set():
            say("practice broke off; the next start goes on")
            raise


def fill(suara: Running, extent: Extent, sent: Event) -> Counter[str]:
    """Until results can be seen; return the answers of the present month. `sent` is set as soon as
    the intake has them."""
    begun, stack, month = time.monotonic(), suara.stack, this_month(clock.now())
    count = sum(bring_past(suara, extent))
    with step(f"practice answers of {month}, sent to the intake"):
        present = send_present(stack, extent)
    sent.set()
    count += present.total()
    with step("all of them counted"):
        results.wait_counted(stack)
    with step("results: final of months long over, else coarse"):
        results.begin_day(stack)
        results.wait_shown(stack)
    seconds = time.monotonic() - begun
    print(f"  ✓ {count:,} practice answers in {seconds:.0f} s, {count / seconds:.0f}/s", flush=True)
    return present


def _visit(visits: Iterable[httpx.Request]) -> None:
    """One after the other, until all are made or the platform stops: best effort, as all visits."""
    with patient.client(timeout=10) as client, suppress(httpx.HTTPError):
        for visit in visits:
            client.send(visit)
