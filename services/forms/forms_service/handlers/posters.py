"""Posters of one point at once, of a whole unit or kanwil in the background; each is looked at by
the camera before anybody may print it."""

import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from chassis.auth import Principal
from chassis.database import Database, Scope
from contracts.qr_link import qr_link
from sqlalchemy import Connection

from forms_service.config import FormsSettings
from forms_service.handlers.events import as_state
from forms_service.handlers.fields import invalid
from forms_service.handlers.points import found
from forms_service.handlers.surveys import owner
from forms_service.posters import camera
from forms_service.posters.code import UnreadableError
from forms_service.posters.drawing import Sheet, Subject, Wish, guide, pdf, sheet
from forms_service.posters.formats import FORMATS, TooFarError, formats_for, side
from forms_service.store import collection, tenants
from forms_service.store import posters as store

State = dict[str, Any]
# Pages of one file: well below 10 MB, and a print shop's usual job.
PART = 200
# Posters between two reports of progress.
TOLD = 5
# A density that every address of ours stays under, to say which formats reach a distance.
DENSE = 33
PRINTED = frozenset({"qr", "card", "nfc", "kiosk", "paper"})


@dataclass(frozen=True, slots=True)
class Poster:
    """A poster that passed: its PDF, its page for a preview, and what the camera saw."""

    pdf: bytes
    page: Sheet
    seen: camera.Seen


def make_poster(
    database: Database, settings: FormsSettings, by: Principal, code: str, wish: Wish, day: date
) -> Poster:
    """Raise NotFound outside the scope, Invalid (distance, logo, ink) with the reason."""
    with database.scope(by.scope) as connection:
        subject = _subject(connection, settings, as_state(found(connection, code)))
    return _checked(subject, wish, day)


def ask_batch(database: Database, by: Principal, tenant_id: str, wish: Wish) -> State:
    """All printed points of a unit, or of everything below a kanwil. Raise Invalid."""
    with database.scope(by.scope) as connection:
        owner(connection, tenant_id)
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


def work_off(web: Database, worker: Database, settings: FormsSettings, day: date) -> None:
    """Draw the oldest batch that somebody asked for. The points come through the scope of its
    tenant, so a batch holds what its tenant may see and nothing else."""
    with worker.unbound() as connection:
        store.forget_old(connection)
        row = store.take_batch(connection)
    if row is None:
        return
    tenant_id, wish = str(row.tenant_id), Wish(**row.wish)
    with web.scope(Scope(tenant_id)) as connection:
        subjects = list(_subjects(connection, settings))
    _Batch(worker, str(row.batch_id), tenant_id, wish, day).draw(subjects)


@dataclass
class _Batch:
    """One batch while it is drawn: files of PART pages, progress every few posters."""

    worker: Database
    batch_id: str
    tenant_id: str
    wish: Wish
    day: date
    done: int = 0

    def draw(self, subjects: list[Subject]) -> None:
        refused: list[dict[str, str]] = []
        self._tell(len(subjects), refused)
        for part, start in enumerate(range(0, len(subjects), PART), start=1):
            pages: list[Sheet] = []
            for subject in subjects[start : start + PART]:
                try:
                    pages.append(_sheet_that_is_seen(subject, self.wish, self.day))
                except _RefusedError as fault:
                    told = {"point": subject.point, "unit": subject.unit, "why": str(fault)}
                    refused.append(told)
                self.done += 1
                # The last report ends the batch: it must not come before the file.
                if self.done % TOLD == 0 and self.done < len(subjects):
                    self._tell(len(subjects), refused)
            self._store(part, pages, subjects[start])
        if subjects:
            self._tell(len(subjects), refused)

    def _store(self, part: int, pages: list[Sheet], first: Subject) -> None:
        if not pages:
            return
        if self.wish.guide:
            pages = [*pages, guide(self.wish, first, self.day)]
        file = {
            **{"batch_id": self.batch_id, "tenant_id": self.tenant_id, "part": part},
            **{"pages": len(pages), "pdf": pdf(pages, self.wish.language, "Poster Suara")},
        }
        with self.worker.unbound() as connection:
            store.add_file(connection, file)

    def _tell(self, total: int, refused: list[dict[str, str]]) -> None:
        with self.worker.unbound() as connection:
            store.note_progress(connection, self.batch_id, total, self.done, refused)


class _RefusedError(Exception):
    """Why a poster cannot be offered; `field` is what to change."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def _checked(subject: Subject, wish: Wish, day: date) -> Poster:
    try:
        page = _sheet(subject, wish, day)
        pages = [page, guide(wish, subject, day)] if wish.guide else [page]
        made = pdf(pages, wish.language, f"{subject.unit}: {subject.point}")
        seen = _see(made, page)
    except _RefusedError as fault:
        raise invalid(fault.field, str(fault)) from fault
    return Poster(made, page, seen)


def _sheet_that_is_seen(subject: Subject, wish: Wish, day: date) -> Sheet:
    page = _sheet(subject, wish, day)
    _see(pdf([page], wish.language, ""), page)
    return page


def _sheet(subject: Subject, wish: Wish, day: date) -> Sheet:
    try:
        return sheet(subject, wish, day)
    except TooFarError as fault:
        reach = float(str(fault))
        others = ", ".join(formats_for(wish.distance, DENSE)) or "none"
        raise _RefusedError(
            "distance",
            f"needs a code of {side(wish.distance, DENSE):.0f} mm, too large for {wish.format}:"
            f" it reaches {reach:g} m; formats that reach {wish.distance:g} m: {others}",
        ) from fault
    except UnreadableError as fault:
        told = {
            "logo": "covers {found:.0%} of the code; at most {limit:.0%} leaves it readable",
            "contrast": "has a contrast of {found:.1f}:1; at least {limit:.0f}:1, dark on light",
        }
        field = "logo" if fault.reason == "logo" else "ink"
        said = told[fault.reason].format(found=fault.found, limit=fault.limit)
        raise _RefusedError(field, said) from fault


def _see(made: bytes, page: Sheet) -> camera.Seen:
    seen = camera.look(made, page.link, page.distance)
    if not seen.ok:
        failed = ", ".join(name for name, passed in seen.steps if not passed)
        raise _RefusedError(
            "distance",
            f"was not readable at {page.distance:g} m ({failed}): take a shorter distance, a"
            " larger format, or no logo",
        )
    return seen


def _subjects(connection: Connection, settings: FormsSettings) -> Iterator[Subject]:
    known = tenants.states(connection)
    for tenant in sorted(known.values(), key=lambda each: str(each["code"])):
        for row in collection.points_of(connection, tenant["tenant_id"]):
            if row.status == "active" and row.channel in PRINTED:
                yield _named(settings, tenant, as_state(row))


def _subject(connection: Connection, settings: FormsSettings, point: State) -> Subject:
    tenant = tenants.tenant(connection, point["tenant_id"])
    return _named(settings, tenant or {"names": [{"short_name": ""}]}, point)


def _named(settings: FormsSettings, tenant: State, point: State) -> Subject:
    base = settings.suara_base_url
    return Subject(
        link=qr_link(base, point["point_id"], point["code"], settings.point_key),
        typed_code=point["code"],
        host=urlsplit(base).netloc,
        unit=tenant["names"][-1]["short_name"],
        point=point["place"] or point["name"],
    )


def default_wish(format_name: str, language: str) -> Wish:
    """The middle distance of a format."""
    return Wish(format_name, FORMATS[format_name].distances[1], language)


def with_logo(wish: Wish, logo: bytes, share: float) -> Wish:
    return replace(wish, logo=logo, logo_share=share)
