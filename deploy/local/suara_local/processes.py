"""Child processes that die with their supervisor, log to a file and can be killed by tests."""

import ctypes
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
# A start is slow beside other work; only what never comes is a failure.
START_SECONDS = 180.0


def wait_until(ready: Callable[[], bool], seconds: float, what: str) -> None:
    """Poll `ready` until it holds; raise TimeoutError naming `what`."""
    begun = time.monotonic()
    while not ready():
        if time.monotonic() > begun + seconds:
            raise TimeoutError(f"{what} was not ready within {seconds:.0f} s")
        pause(time.monotonic() - begun)


def pause(waited: float) -> None:
    """Between two looks: a fifth of what was `waited`, so that asking does not slow down what is
    waited for."""
    time.sleep(min(max(waited / 5, 0.04), 0.5))


@dataclass
class Process:
    """One child: how to start it, and the running thing if there is one."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    uid: int | None = None
    gid: int | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    wanted: bool = False
    _running: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)
    # The watchdog and a person may both want to start it: once is enough.
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def start(self) -> None:
        with self._lock:
            self.wanted = True
            self._spawn()

    def revive(self) -> bool:
        """Start it again if it should run and does not; whether that was so."""
        with self._lock:
            if not self.wanted or self.alive():
                return False
            self._spawn()
            return True

    def _spawn(self) -> None:
        if self.alive():
            return
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                list(self.command),
                env=dict(self.environment),
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                user=self.uid,
                group=self.gid,
                extra_groups=[] if self.uid is not None else None,
                preexec_fn=_die_with_parent,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        if self._running is None:
            raise RuntimeError(f"{self.name} was never started")
        return self._running.pid

    def alive(self) -> bool:
        return self._running is not None and self._running.poll() is None

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Kill the whole process group (Granian has workers) and do not restart it."""
        with self._lock:
            self.wanted = False
            self._signal(number)
            if self._running is not None and number == signal.SIGKILL:
                self._running.wait(10)

    def stop(self, seconds: float = 15) -> None:
        self.wanted = False
        if self._running is None or not self.alive():
            return
        self._running.send_signal(self.stop_signal)
        try:
            self._running.wait(seconds)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self._running.wait(5)

    def tail(self, lines: int = 15) -> str:
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])

    def _signal(self, number: signal.Signals) -> None:
        if self._running is not None and self.alive():
            os.killpg(self._running.pid, number)


def _die_with_parent() -> None:
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def adopt_orphans() -> None:
    """What loses its parent becomes a child of this process: none is left, and each is counted."""
    LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1)


class Watchdog:
    """Restarts wanted processes that died, with a line each time."""

    def __init__(self, processes: Sequence[Process], say: Callable[[str], None]) -> None:
        self._processes, self._say = processes, say
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(0.5):
            for process in self._processes:
                if process.revive():
                    self._say(f"{process.name} died and was started again (see {process.log})")
