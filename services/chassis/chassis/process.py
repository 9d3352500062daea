"""How a background process runs: loops as threads with one health file.

With METRICS_PORT it shows its metrics there; inside alone, as all of them."""

import signal
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from prometheus_client import start_http_server

from chassis import clock
from chassis.config import Settings
from chassis.health import STALE_AFTER, tell
from chassis.holdups import Holdups
from chassis.logging import get_logger

# Seconds in which a timer notices that the clock was moved, where it can be.
MOVED_AFTER = 0.5
# Times as long as its work took a timer waits at least: many at once must not keep all others out.
REST = 4


class Loop(Protocol):
    """Runs until `stop` is set and calls `beat` at least every few seconds."""

    name: str
    holdups: Holdups

    def run(self, stop: threading.Event, beat: Callable[[], None]) -> None: ...


class Every:
    """A timer: calls `work` every `seconds`, less often where it takes a fifth of the time, and
    when the clock was moved; what fails is tried again at the next turn."""

    def __init__(self, name: str, seconds: float, work: Callable[[], None]) -> None:
        self.name, self._seconds, self._work = name, seconds, work
        self.holdups = Holdups(name)

    def run(self, stop: threading.Event, beat: Callable[[], None]) -> None:
        look = MOVED_AFTER if clock.moves() else STALE_AFTER / 4
        due, ahead = time.monotonic() + self._seconds, clock.ahead()
        while not stop.wait(min(self._seconds, look)):
            beat()
            if time.monotonic() < due and clock.ahead() == ahead:
                continue
            began, ahead = time.monotonic(), clock.ahead()
            with self.holdups.attempt():
                self._work()
            due = next_turn(self._seconds, began, time.monotonic())


def next_turn(seconds: float, began: float, ended: float) -> float:
    """When a timer works again after a turn from `began` to `ended`."""
    return max(began + seconds, ended + REST * (ended - began))


def run_background(loops: Sequence[Loop], settings: Settings) -> None:
    """Run every loop in a thread; stop all when one dies, so that the supervisor sees it."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    beats = {loop.name: time.monotonic() for loop in loops}
    threads = [
        threading.Thread(target=_guarded, args=(loop, stop, beats), name=loop.name)
        for loop in loops
    ]
    for thread in threads:
        thread.start()
    if settings.metrics_port:
        start_http_server(settings.metrics_port, settings.http_host)
    while not stop.wait(1):
        now = time.monotonic()
        troubles = [f"{name}: silent" for name, at in beats.items() if now - at > STALE_AFTER]
        troubles += [line for loop in loops for line in loop.holdups.told()]
        if troubles:
            get_logger().error("not_well", troubles=troubles)
        if settings.health_file:
            tell(Path(settings.health_file), troubles)
    for thread in threads:
        thread.join(timeout=15)


def _guarded(loop: Loop, stop: threading.Event, beats: dict[str, float]) -> None:
    def beat() -> None:
        beats[loop.name] = time.monotonic()

    try:
        loop.run(stop, beat)
    except Exception:
        get_logger().exception("loop_died", loop=loop.name)
        raise
    finally:
        stop.set()
