"""Writes one file of answers and keeps it: the command that `exports.background` starts."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chassis.database import Database, Scope
from sqlalchemy import Row

from responses_service.config import ResponsesSettings
from responses_service.exports.formats.writers import WRITERS
from responses_service.exports.handlers.contents import bind, rows
from responses_service.exports.rules.plan import FilePlan, file_plan_of
from responses_service.exports.store import extracts, files

PART = 4 * 1024 * 1024
WITHDRAWN = "The file was withdrawn while it was written"
TOLD_EVERY = 1.0


def write_export(settings: ResponsesSettings, export_id: str) -> None:
    """The command: write the file of a taken export and keep it. What may be read is decided by
    the scope of the one who asked, as for a page."""
    web = Database(settings.database_web_url, pool_size=1)
    worker = Database(settings.database_worker_url, pool_size=1)
    with worker.unbound() as connection:
        found = files.taken(connection, export_id)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        done = _Writing(web, worker, settings, found).write(path)
        with worker.unbound() as connection:
            if files.tell(connection, export_id, "done", done, done):
                files.keep_file(connection, export_id, str(found.tenant_id), _parts(path))


class _Writing:
    """One file while it is written; tells how far it is once a second."""

    def __init__(
        self, web: Database, worker: Database, settings: ResponsesSettings, found: Row[Any]
    ) -> None:
        self._web, self._worker, self._settings, self._found = web, worker, settings, found
        self._done = self._total = 0
        self._told = time.monotonic()

    def write(self, path: Path) -> int:
        plan, scope = file_plan_of(self._found.plan), _scope(self._found)
        with self._web.scope(scope) as connection:
            bind(connection, scope)
            self._total = extracts.how_many(connection, plan.chosen)
            receipt, text = (
                self._settings.key(name) for name in ("receipt_key", "text_master_key")
            )
            counted = self._counted(plan, rows(connection, plan, receipt, text))
            WRITERS[self._found.format](path, plan.variables, counted)
        return self._done

    def _counted(self, plan: FilePlan, found: Iterator[list[Any]]) -> Iterator[list[Any]]:
        for row in found:
            self._done += 1
            if time.monotonic() - self._told > TOLD_EVERY:
                self._tell()
            yield row
        self._tell()

    def _tell(self) -> None:
        self._told = time.monotonic()
        with self._worker.unbound() as connection:
            export_id = str(self._found.export_id)
            if not files.tell(connection, export_id, "running", self._done, self._total):
                raise SystemExit(WITHDRAWN)


def _scope(found: Row[Any]) -> Scope:
    return Scope(str(found.tenant_id), tuple(found.unit_types))


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while data := file.read(PART):
            yield data
