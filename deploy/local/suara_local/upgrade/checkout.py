"""The code of an earlier commit in a folder of its own, and its stack, as an operator runs it."""

import os
import re
import signal
import subprocess
from pathlib import Path

import psutil

from suara_local.places import ROOT
from suara_local.processes import wait_until
from suara_local.upgrade.folders import forget

BASE = Path(__file__).with_name("base.txt")
PLACE = ROOT / "var" / "upgrade"
# Seconds for a first start on a busy machine; the end of the terminal's text says it is over.
PATIENCE, TRIES = 1800, 4
UP = re.compile(r"^Suara is up", re.MULTILINE)


def base_commit(asked: str) -> str:
    """The full name of the commit `asked`, else of the one that the tree names.

    Raise SystemExit where the repository does not hold it.
    """
    wanted = asked or BASE.read_text(encoding="utf-8").strip()
    done = subprocess.run(
        ["git", "rev-parse", "--verify", "--quiet", f"{wanted}^{{commit}}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(
            f"This clone does not hold the commit {wanted}: git fetch --unshallow,"
            " or name another one: make prove-upgrade UPGRADE_FROM=<commit>"
        )
    return done.stdout.strip()


def check_out(commit: str) -> Path:
    """A clone at `commit` with its own virtual environment; kept, since making it takes minutes."""
    folder = PLACE / commit[:12]
    if not (folder / ".git").exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        git = ["git", "clone", "--quiet", "--shared", "--no-checkout"]
        subprocess.run([*git, str(ROOT), str(folder)], check=True)
    subprocess.run(["git", "checkout", "--quiet", "--detach", commit], cwd=folder, check=True)
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    subprocess.run(["make", "--silent", "setup"], cwd=folder, env=environment, check=True)
    return folder


class EarlierStack:
    """`python -m suara_local up` of a checkout, in its own `var/run`; it may be killed."""

    def __init__(self, checkout: Path, port: int) -> None:
        self.home, self._checkout, self._port = checkout / "var" / "run", checkout, port
        self.demo = checkout / "var" / "demo.json"
        self._log = checkout / "var" / "up.log"
        self._running: subprocess.Popen[bytes] | None = None

    def forget(self) -> None:
        """What an earlier proof left."""
        forget(self.home)

    def start(self) -> None:
        """Return once it says that it is up. It is safe to repeat, so a machine that is too busy
        for its patience gets more; raise SystemExit with its last lines after `TRIES`."""
        for _ in range(TRIES):
            self._spawn()
            wait_until(self._has_said, PATIENCE, "the earlier code's stack")
            if UP.search(self._said()):
                return
        raise SystemExit(f"The earlier code's stack ended:\n{self._said()[-2000:]}")

    def stop(self) -> None:
        """As Ctrl-C does."""
        if self._running is not None and self._running.poll() is None:
            self._running.send_signal(signal.SIGINT)
            self._running.wait(PATIENCE)

    def kill(self) -> None:
        """All at once, as when the power fails: the supervisor cannot stop anything politely."""
        if self._running is None:
            return
        supervisor = psutil.Process(self._running.pid)
        supervisor.suspend()
        for child in supervisor.children(recursive=True):
            child.kill()
        supervisor.kill()
        self._running.wait(PATIENCE)

    def _spawn(self) -> None:
        python = self._checkout / ".venv" / "bin" / "python"
        with self._log.open("wb") as log:
            self._running = subprocess.Popen(
                [str(python), "-m", "suara_local", "up", "--port", str(self._port)],
                cwd=self._checkout,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )

    def _said(self) -> str:
        return self._log.read_text(errors="replace")

    def _has_said(self) -> bool:
        """That it is up, or by its end that it will not be."""
        ended = self._running is None or self._running.poll() is not None
        return ended or UP.search(self._said()) is not None
