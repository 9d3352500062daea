"""The pages that offer the posters of a whole unit or kanwil."""

from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.problems import Invalid, NotFound
from chassis.requests import as_uuid
from chassis.tenant_tree import short_name
from flask import Blueprint, Response, redirect, render_template, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response as Redirect

from forms_service.config import FormsSettings
from forms_service.posters.batches import handlers
from forms_service.posters.handlers.asking import read_wish
from forms_service.posters.handlers.making import our_reaches
from forms_service.posters.rules.formats import FORMATS
from forms_service.shared.definitions.reading import LANGUAGES
from forms_service.shared.events import as_state
from forms_service.shared.units import own_tenant, public_units, tenant_by_id, unit_of

Reaches = dict[str, float]


def blueprint(database: Database, settings: FormsSettings) -> Blueprint:
    pages = Blueprint("poster_batches", __name__)
    reached = our_reaches(settings)

    @pages.get("/kelola/poster")
    @requires("points.read")
    def batches() -> str:
        return _page(database, reached)

    @pages.post("/kelola/poster")
    @requires("points.read")
    def ask() -> Redirect | tuple[str, int]:
        with database.scope(principal().scope) as connection:
            tenant = _tenant(connection, request.form.get("unit"))
        try:
            wish = read_wish(request.form, reached)
            made = handlers.ask_batch(database, principal(), tenant["tenant_id"], wish)
        except Invalid as problem:
            return _page(database, reached, problem), Invalid.status
        return redirect(f"/kelola/poster/{made['batch_id']}", 303)

    @pages.get("/kelola/poster/<batch_id>")
    @requires("points.read")
    def batch(batch_id: str) -> Response:
        with database.scope(principal().scope) as connection:
            row, files = handlers.found(connection, as_uuid(batch_id))
            tenant = tenant_by_id(connection, row.tenant_id)
        page = render_template(
            "posters/batches/batch.html",
            batch=as_state(row),
            files=files,
            unit=tenant,
            reach=reached,
        )
        answer = Response(page, mimetype="text/html")
        if row.state != "done":
            # Without script, too, the page comes again by itself until the work is done.
            answer.headers["Refresh"] = "2"
        return answer

    return pages


def _page(database: Database, reached: Reaches, problem: Invalid | None = None) -> str:
    with database.scope(principal().scope) as connection:
        tenant = _tenant(connection, request.values.get("unit"))
        last = [as_state(row) for row in handlers.last_batches(connection, tenant["tenant_id"])]
        below = len(public_units(connection, tenant))
    return render_template(
        "posters/batches/batches.html",
        unit=tenant,
        name=short_name(tenant),
        below=below,
        last=last,
        fault=problem.faults[0] if problem else None,
        asked=request.values.get("format", ""),
        formats=FORMATS,
        reach=reached,
        languages=LANGUAGES,
    )


def _tenant(connection: Connection, code: str | None) -> dict[str, Any]:
    """The unit asked for, else the caller's own tenant: a kanwil prints for all below it."""
    unit = unit_of(connection, principal(), code) if code else None
    own = unit or own_tenant(connection, principal())
    if own is None:
        raise NotFound
    return own
