"""Files are written by a process of their own: it may take minutes and much memory, and the
recorder beside it must feel neither."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable

from chassis.database import Database

from responses_service.exports.handlers import queueing

# Sorting a million rows and closing a large workbook take longer than a process may be silent.
TOUCHED_EVERY = 10.0
COMMAND = [sys.executable, "-m", "responses_service", "export"]


class Exporter:
    """Starts a writer when something waits, and watches over it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def write_next(self, stop: threading.Event, beat: Callable[[], None]) -> bool:
        """Work of the background process; return whether something waited."""
        if export_id := queueing.take_next(self._database):
            self._write(export_id, stop, beat)
        return export_id is not None

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
