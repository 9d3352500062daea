"""Writes one file of answers and keeps it: the work of a job."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chassis.database import Database, Scope
from chassis.jobs.lease import Lease
from sqlalchemy import Row

from responses_service.config import ResponsesSettings
from responses_service.exports.formats.writers import WRITERS
from responses_service.exports.handlers.contents import bind, rows
from responses_service.exports.rules.plan import file_plan_of
from responses_service.exports.store import extracts, files

PART = 4 * 1024 * 1024


def write_export(web: Database, settings: ResponsesSettings, lease: Lease) -> None:
    """Write the file of the job and keep it. What may be read is decided by the scope of the one
    who asked, as for a page: `web` is the role of pages."""
    with lease.database.unbound() as connection:
        found = files.wanted(connection, lease.job_id)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        done = _Writing(web, settings, found, lease).write(path)
        with lease.database.unbound() as connection:
            lease.finish(connection, done)
            files.keep_file(connection, lease.job_id, str(found.tenant_id), _parts(path))


class _Writing:
    """One file while it is written; the lease is told how far it is."""

    def __init__(
        self, web: Database, settings: ResponsesSettings, found: Row[Any], lease: Lease
    ) -> None:
        self._web, self._settings, self._found, self._lease = web, settings, found, lease
        self._done = 0

    def write(self, path: Path) -> int:
        plan, scope = file_plan_of(self._found.plan), _scope(self._found)
        with self._web.scope(scope) as connection:
            bind(connection, scope)
            total = extracts.how_many(connection, plan.chosen)
            receipt, text = (
                self._settings.key(name) for name in ("receipt_key", "text_master_key")
            )
            counted = self._counted(total, rows(connection, plan, receipt, text))
            WRITERS[self._found.format](path, plan.variables, counted)
        return self._done

    def _counted(self, total: int, found: Iterator[list[Any]]) -> Iterator[list[Any]]:
        for self._done, row in enumerate(found, 1):
            self._lease.tell(self._done, max(self._done, total))
            yield row


def _scope(found: Row[Any]) -> Scope:
    return Scope(str(found.tenant_id), tuple(found.unit_types))


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while data := file.read(PART):
            yield data
