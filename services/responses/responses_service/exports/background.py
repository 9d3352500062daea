"""Files are written by a process of their own: it may take minutes and much memory, and the
recorder beside it must feel neither."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable

from chassis.bell import LOOK_EVERY, listening
from chassis.database import Database
from chassis.holdups import Holdups

from responses_service.exports.handlers import queueing

# Sorting a million rows and closing a large workbook take longer than a process may be silent.
TOUCHED_EVERY = 10.0
COMMAND = [sys.executable, "-m", "responses_service", "export"]


class Exporter:
    """The loop of the background process: starts a writer when something waits, watches over it."""

    name = "exporter"

    def __init__(self, database: Database) -> None:
        self._database = database
        self.holdups = Holdups(self.name)

    def run(self, stop: threading.Event, beat: Callable[[], None]) -> None:
        while not stop.is_set():
            beat()
            with self.holdups.attempt():
                self._turns(stop, beat)
            stop.wait(1)

    def _turns(self, stop: threading.Event, beat: Callable[[], None]) -> None:
        with listening(self._database, queueing.BELL, stop) as wait:
            while not stop.is_set():
                beat()
                export_id = queueing.take_next(self._database)
                self.holdups.free("")
                if export_id:
                    self._write(export_id, stop, beat)
                else:
                    wait(LOOK_EVERY)

    def _write(self, export_id: str, stop: threading.Event, beat: Callable[[], None]) -> None:
        writer = subprocess.Popen([*COMMAND, export_id])  # noqa: S603
        touched = time.monotonic()
        while writer.poll() is None and not stop.wait(0.2):
            beat()
            if time.monotonic() - touched > TOUCHED_EVERY:
                touched = time.monotonic()
                queueing.touch(self._database, export_id)
        if writer.poll() is None:
            writer.terminate()
            writer.wait()
            queueing.give_back(self._database, export_id)
        elif writer.returncode:
            queueing.fail(self._database, export_id)
