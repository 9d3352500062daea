"""Statements read aloud: the page that takes them, and the public file under its content's name."""

import io
from typing import Any

from chassis.auth import principal, public, requires
from chassis.database import Database
from chassis.pages import t
from chassis.problems import Invalid, NotFound
from chassis.requests import as_uuid
from chassis.web import FOREVER
from flask import Blueprint, Response, redirect, render_template, request, send_file
from werkzeug.wrappers import Response as Redirect

from forms_service.recordings import handlers
from forms_service.recordings.rules import LARGEST
from forms_service.shared.definitions.reading import LANGUAGES
from forms_service.shared.wording import kilobytes

PATH = "/kelola/kuesioner/rekaman"
TYPES = {"ogg": "audio/ogg", "mp3": "audio/mpeg", "wav": "audio/wav"}


def blueprint(database: Database) -> Blueprint:
    pages = Blueprint("recordings", __name__)

    @pages.url_value_preprocessor
    def allow_files(endpoint: str | None, values: dict[str, Any] | None) -> None:
        """Before the check of the form's token, which reads the whole form."""
        request.max_content_length = 2 * LARGEST

    @pages.get("/rekaman/<name>")
    @public
    def sound(name: str) -> Response:
        digest, _, kind = name.partition(".")
        if kind not in TYPES:
            raise NotFound
        data = handlers.file(database, digest, kind)
        answer = send_file(io.BytesIO(data), TYPES[kind], conditional=True, etag=digest)
        answer.headers["Cache-Control"] = FOREVER
        return answer

    @pages.get(PATH)
    @requires("instruments.write")
    def overview() -> str:
        return _page(database, ())

    @pages.post(PATH)
    @requires("instruments.write")
    def add() -> Redirect | tuple[str, int]:
        instrument, _, item = request.form.get("item", "").partition(":")
        file = request.files.get("file")
        wish = {
            "instrument": instrument,
            "item": item,
            "language": request.form.get("language", ""),
        }
        try:
            handlers.add(database, principal(), wish, file.read(LARGEST + 1) if file else b"")
        except Invalid as fault:
            return _page(database, [each.field for each in fault.faults]), Invalid.status
        return redirect(PATH, 303)

    @pages.post(f"{PATH}/<recording_id>/tarik")
    @requires("instruments.write")
    def withdraw(recording_id: str) -> Redirect:
        handlers.withdraw(database, principal(), as_uuid(recording_id))
        return redirect(PATH, 303)

    return pages


def _page(database: Database, faults: Any) -> str:
    by = principal()
    with database.scope(by.scope) as connection:
        items, held = handlers.recordable(connection, by), handlers.listed(connection, by)
    return render_template(
        "recordings/recordings.html",
        instruments=items,
        held=held,
        languages=LANGUAGES,
        largest=kilobytes(LARGEST),
        faults=[(name, t(f"recordings.fault.{name}")) for name in faults],
        given={name: request.form.get(name, "") for name in ("item", "language")},
    )
