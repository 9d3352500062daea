"""Seconds from a receipt to the changed count on an open dashboard, while others answer too."""

import contextlib
import re
import statistics
import threading
import time

import httpx
from suara_local.running import Running

from bench.load import open_loop

COUNT = re.compile(r'data-count="(\d+)"')


def receipt_to_count(
    suara: Running, template: bytes, rate: float, probes: int
) -> tuple[float, float]:
    """(median, p99) over `probes` answers to a quiet unit under `rate` answers a second elsewhere.

    The dashboard does what its page does: waits for the stream, then fetches the fragment.
    """
    survey = suara.survey("W11-01")
    head = suara.sign_in("kepala.w11-01")
    bearer = {"Authorization": f"Bearer {head.cookies['access']}"}
    moved = threading.Event()
    stop = threading.Event()
    port = suara.stack.ports["gateway"]

    def listen() -> None:
        url, unit = f"{suara.base_url}/live", {"unit": "W11-01"}
        with (
            contextlib.suppress(httpx.TransportError),  # the stack stops before the viewer does
            httpx.stream("GET", url, params=unit, headers=bearer, timeout=30) as answer,
        ):
            for line in answer.iter_lines():
                if line.startswith("data:"):
                    moved.set()
                if stop.is_set():
                    return

    def count() -> int:
        found = COUNT.search(head.get("/u/W11-01/hasil/live").text)
        return int(found[1]) if found else 0

    seconds = probes * 1.2 + 5
    threads = [
        threading.Thread(target=listen, daemon=True),
        threading.Thread(target=open_loop, args=(port, template, rate, seconds), daemon=True),
    ]
    for thread in threads:
        thread.start()
    time.sleep(3)
    taken = []
    for _ in range(probes):
        before = count()
        moved.clear()
        answer = httpx.post(f"{suara.base_url}/api/v1/responses", json=suara.submission(survey))
        answer.raise_for_status()
        since = time.monotonic()
        while count() <= before:
            moved.wait(2)
            moved.clear()
        taken.append(time.monotonic() - since)
        time.sleep(0.3)
    stop.set()
    threads[1].join()
    taken.sort()
    return statistics.median(taken), taken[min(len(taken) - 1, int(0.99 * len(taken)))]
