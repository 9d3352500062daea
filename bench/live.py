"""Seconds from a receipt to the changed count on an open dashboard, while others answer too."""

import contextlib
import re
import statistics
import threading
import time

import httpx
from suara_local import patient
from suara_local.processes import wait_until
from suara_local.running import Running

from bench.load import open_loop

QUIET, BUSY = "W11-01", "W11-02"
COUNT = re.compile(r'data-count="(\d+)"')


def receipt_to_count(
    suara: Running, template: bytes, rate: float, probes: int
) -> tuple[float, float]:
    """(median, p99) over `probes` answers to QUIET under `rate` answers a second to BUSY, whose
    `template` it is.

    The dashboard does what its page does: waits for the stream, then fetches the fragment.
    """
    survey = suara.survey(QUIET)
    viewer = suara.sign_in("pemantau.w11")
    bearer = {"Authorization": f"Bearer {viewer.cookies['access']}"}
    moved, open_stream = threading.Event(), threading.Event()
    stop = threading.Event()
    port = suara.stack.ports["gateway"]

    def listen() -> None:
        url, unit = f"{suara.base_url}/live", {"unit": QUIET}
        with (
            contextlib.suppress(httpx.TransportError),  # the stack stops before the viewer does
            patient.stream("GET", url, params=unit, headers=bearer) as answer,
        ):
            open_stream.set()
            for line in answer.iter_lines():
                if line.startswith("data:"):
                    moved.set()
                if stop.is_set():
                    return

    def count(unit: str = QUIET) -> int:
        found = COUNT.search(viewer.get(f"/u/{unit}/hasil/live").text)
        return int(found[1]) if found else 0

    seconds = probes * 1.2 + 5
    threads = [
        threading.Thread(target=listen, daemon=True),
        threading.Thread(target=open_loop, args=(port, template, rate, seconds), daemon=True),
    ]
    unloaded = count(BUSY)
    for thread in threads:
        thread.start()
    if not open_stream.wait(30):
        raise TimeoutError("the stream of the dashboard did not open")
    # The others' answers have come all the way, too.
    wait_until(lambda: count(BUSY) > unloaded, 30, "the load")
    taken = []
    for _ in range(probes):
        before = count()
        moved.clear()
        answer = patient.post(f"{suara.base_url}/api/v1/responses", json=suara.submission(survey))
        answer.raise_for_status()
        since = time.monotonic()
        while count() <= before:
            moved.wait(2)
            moved.clear()
        taken.append(time.monotonic() - since)
        time.sleep(0.3)  # paces the probes: each is one visitor, not a burst of its own
    stop.set()
    threads[1].join()
    taken.sort()
    return statistics.median(taken), taken[min(len(taken) - 1, int(0.99 * len(taken)))]
