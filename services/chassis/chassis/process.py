"""How processes run: web on Granian, background loops as threads with one health file."""

import signal
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from granian import Granian
from granian.constants import Interfaces
from sqlalchemy.exc import DBAPIError

from chassis.config import Settings
from chassis.logging import get_logger

STALE_AFTER = 60.0


class Loop(Protocol):
    """Runs until `stop` is set and calls `beat` at least every few seconds."""

    name: str

    def run(self, stop: threading.Event, beat: Callable[[], None]) -> None: ...


class Every:
    """A timer: calls `work` every `seconds`; a lost database is tried again at the next turn."""

    def __init__(self, name: str, seconds: float, work: Callable[[], None]) -> None:
        self.name, self._seconds, self._work = name, seconds, work

    def run(self, stop: threading.Event, beat: Callable[[], None]) -> None:
        due = time.monotonic() + self._seconds
        while not stop.wait(min(self._seconds, STALE_AFTER / 4)):
            beat()
            if time.monotonic() < due:
                continue
            due = time.monotonic() + self._seconds
            try:
                self._work()
            except (DBAPIError, OSError) as fault:
                get_logger().warning("timer_backs_off", timer=self.name, fault=repr(fault))


def serve_web(target: str, settings: Settings) -> None:
    """Serve the WSGI factory `target` ("forms_service.web:create") until told to stop."""
    Granian(
        target,
        factory=True,
        address=settings.http_host,
        port=settings.http_port,
        interface=Interfaces.WSGI,
        workers=settings.http_workers,
        blocking_threads=settings.http_threads,
        log_access=False,
        websockets=False,
        respawn_failed_workers=True,
    ).serve()


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
    while not stop.wait(1):
        stale = [name for name, at in beats.items() if time.monotonic() - at > STALE_AFTER]
        if stale:
            get_logger().error("loops_stale", loops=stale)
        elif settings.health_file:
            Path(settings.health_file).touch()
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
