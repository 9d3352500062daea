"""Posters of a whole unit or kanwil in the background; each point in its own languages."""

import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from chassis import tenants
from chassis.bell import ring
from chassis.database import Database, Scope
from chassis.principal import Principal
from chassis.problems import NotFound
from sqlalchemy import Connection, Row

from forms_service.config import FormsSettings
from forms_service.points.handlers import points_of
from forms_service.posters.batches import store
from forms_service.posters.batches.rules import (
    BATCHES_SHOWN,
    PAGES_OF_A_FILE,
    PRINTED,
    TOLD_EVERY,
)
from forms_service.posters.handlers.making import RefusedError, checked_sheet, named
from forms_service.posters.rules.drawing import Sheet, guide, page_count, pdf
from forms_service.posters.rules.wishes import Subject, Wish
from forms_service.shared.events import as_state
from forms_service.shared.units import owner

State = dict[str, Any]
BELL = "posters"


def ask_batch(database: Database, by: Principal, tenant_id: str, wish: Wish) -> State:
    """All printed points of a unit, or of everything below a kanwil. Raise Invalid."""
    with database.scope(by.scope) as connection:
        owner(connection, tenant_id)
        ring(connection, BELL)
        row = store.ask_batch(
            connection,
            {
                "batch_id": str(uuid.uuid4()),
                "tenant_id": tenant_id,
                "wish": {**asdict(wish), "logo": None},
                "requested_by": by.subject,
            },
        )
        return as_state(row)


def found(connection: Connection, batch_id: str) -> tuple[Row[Any], list[Row[Any]]]:
    """A batch, and part, pages and size of each of its files. Raise NotFound."""
    batch = store.batch(connection, batch_id)
    if batch is None:
        raise NotFound
    return batch, store.files(connection, batch_id)


def file(connection: Connection, batch_id: str, part: int) -> bytes:
    """Raise NotFound."""
    pdf = store.file(connection, batch_id, part)
    if pdf is None:
        raise NotFound
    return pdf


def last_batches(connection: Connection, tenant_id: str) -> list[Row[Any]]:
    """The newest first."""
    return store.last_batches(connection, tenant_id, BATCHES_SHOWN)


def work_off(web: Database, worker: Database, settings: FormsSettings, day: date) -> bool:
    """Draw the oldest batch that somebody asked for; return whether there was one. The points come
    through the scope of its tenant, so a batch holds what its tenant may see and nothing else."""
    with worker.unbound() as connection:
        store.forget_old(connection)
        row = store.take_batch(connection)
    if row is None:
        return False
    tenant_id, wish = str(row.tenant_id), Wish(**row.wish)
    with web.scope(Scope(tenant_id)) as connection:
        subjects = list(_subjects(connection, settings, tenant_id))
    _Batch(worker, str(row.batch_id), tenant_id, wish, day).draw(subjects)
    return True


@dataclass
class _Batch:
    """One batch while it is drawn: files of PAGES_OF_A_FILE posters, progress every few of them."""

    worker: Database
    batch_id: str
    tenant_id: str
    wish: Wish
    day: date
    done: int = 0

    def draw(self, subjects: list[Subject]) -> None:
        refused: list[dict[str, str]] = []
        self._note_progress(len(subjects), refused)
        for part, start in enumerate(range(0, len(subjects), PAGES_OF_A_FILE), start=1):
            pages: list[Sheet] = []
            drawn: list[Subject] = []
            for subject in subjects[start : start + PAGES_OF_A_FILE]:
                try:
                    pages.append(checked_sheet(subject, self.wish, self.day))
                    drawn.append(subject)
                except RefusedError as fault:
                    told = {"field": fault.field, "why": str(fault)}
                    refused.append({"point": subject.point, "unit": subject.unit, **told})
                self.done += 1
                # The last report ends the batch: it must not come before the file.
                if self.done % TOLD_EVERY == 0 and self.done < len(subjects):
                    self._note_progress(len(subjects), refused)
            self._store(part, pages, drawn)
        if subjects:
            self._note_progress(len(subjects), refused)

    def _store(self, part: int, pages: list[Sheet], drawn: list[Subject]) -> None:
        if not pages:
            return
        if self.wish.guide:
            pages = [*pages, guide(drawn, self.wish, self.day)]
        made = pdf(pages, "Poster Suara")
        file = {
            "batch_id": self.batch_id,
            "tenant_id": self.tenant_id,
            "part": part,
            "pages": page_count(made),
            "pdf": made,
        }
        with self.worker.unbound() as connection:
            store.add_file(connection, file)

    def _note_progress(self, total: int, refused: list[dict[str, str]]) -> None:
        with self.worker.unbound() as connection:
            store.note_progress(connection, self.batch_id, total, self.done, refused)


def _subjects(connection: Connection, settings: FormsSettings, tenant_id: str) -> Iterator[Subject]:
    """Of practice units only when it is their own batch: nobody hangs those by mistake."""
    known = tenants.states(connection)
    found = tenants.counted(known.values(), known.get(tenant_id))
    for tenant in sorted(found, key=lambda each: str(each["code"])):
        for row in points_of(connection, tenant["tenant_id"]):
            if row.status == "active" and row.channel in PRINTED:
                yield named(settings, tenant, as_state(row))
