"""The pages that offer posters: of one point with its preview, and of a whole unit or kanwil."""

from typing import Any
from urllib.parse import urlencode

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import lang
from chassis.problems import Invalid, NotFound
from chassis.requests import as_uuid
from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from forms_service.config import FormsSettings
from forms_service.handlers import posters as handlers
from forms_service.handlers.events import as_state
from forms_service.handlers.points import found
from forms_service.handlers.units import public_units, short_name, unit_of
from forms_service.posters.drawing import LANGUAGES, png
from forms_service.posters.formats import FORMATS, reach
from forms_service.store import posters as store
from forms_service.store import tenants
from forms_service.store.presets import load_presets
from forms_service.web.posters import read_wish, today

PREVIEW = 480


def blueprint(database: Database, settings: FormsSettings) -> Blueprint:
    pages = Blueprint("poster_pages", __name__)
    _add_one(pages, database, settings)
    _add_batches(pages, database)
    return pages


def _add_one(pages: Blueprint, database: Database, settings: FormsSettings) -> None:
    @pages.get("/kelola/titik/<code>/poster")
    @requires("points.read")
    def poster(code: str) -> tuple[str, int]:
        with database.scope(principal().scope) as connection:
            point = as_state(found(connection, code))
            unit = tenants.tenant(connection, point["tenant_id"]) or {}
        language = [*point["languages"], lang()][0]
        made, fault, wish = None, None, handlers.default_wish("a4", language)
        try:
            wish = read_wish(request.args)
            made = handlers.make_poster(database, settings, principal(), code, wish, today())
        except Invalid as problem:
            fault = problem.faults[0]
        advice = {each.key: each.advice for each in load_presets()}
        page = render_template(
            "forms/poster.html",
            point=point,
            unit=unit,
            wish=wish,
            made=made,
            fault=fault,
            query=urlencode({k: v for k, v in request.args.items() if k != "guide"}),
            advice=advice.get(point["preset"] or "", {}).get(lang(), ""),
            **_choices(),
        )
        return page, Invalid.status if fault else 200

    @pages.get("/kelola/titik/<code>/poster.png")
    @requires("points.read")
    def preview(code: str) -> Response:
        wish = read_wish(request.args)
        made = handlers.make_poster(database, settings, principal(), code, wish, today())
        return Response(png(made.page, wish.language, PREVIEW), mimetype="image/png")


def _add_batches(pages: Blueprint, database: Database) -> None:
    @pages.get("/kelola/poster")
    @requires("points.read")
    def batches() -> str:
        return _batches(database, None)

    @pages.post("/kelola/poster")
    @requires("points.read")
    def ask() -> Redirect | tuple[str, int]:
        with database.scope(principal().scope) as connection:
            tenant = _tenant(connection, request.form.get("unit"))
        try:
            wish = read_wish(request.form)
            made = handlers.ask_batch(database, principal(), tenant["tenant_id"], wish)
        except Invalid as problem:
            return _batches(database, problem), Invalid.status
        return redirect(f"/kelola/poster/{made['batch_id']}", 303)

    @pages.get("/kelola/poster/<batch_id>")
    @requires("points.read")
    def batch(batch_id: str) -> Response:
        with database.scope(principal().scope) as connection:
            row = store.batch(connection, as_uuid(batch_id))
            if row is None:
                raise NotFound
            files = store.files(connection, batch_id)
            tenant = tenants.tenant(connection, str(row.tenant_id)) or {}
        page = render_template(
            "forms/poster_batch.html", batch=as_state(row), files=files, unit=tenant
        )
        answer = Response(page, mimetype="text/html")
        if row.state != "done":
            # Without script, too, the page comes again by itself until the work is done.
            answer.headers["Refresh"] = "2"
        return answer


def _batches(database: Database, problem: Invalid | None) -> str:
    with database.scope(principal().scope) as connection:
        tenant = _tenant(connection, request.values.get("unit"))
        last = [as_state(row) for row in store.last_batches(connection, tenant["tenant_id"])]
        below = len(public_units(connection))
    return render_template(
        "forms/poster_batches.html",
        unit=tenant,
        name=short_name(tenant),
        below=below,
        last=last,
        fault=problem.faults[0] if problem else None,
        **_choices(),
    )


def _tenant(connection: Any, code: str | None) -> dict[str, Any]:
    """The unit asked for, else the caller's own tenant: a kanwil prints for all below it."""
    unit = unit_of(connection, principal(), code) if code else None
    own = unit or tenants.tenant(connection, principal().tenant_id)
    if own is None:
        raise NotFound
    return own


def _choices() -> dict[str, Any]:
    dense = handlers.DENSE
    return {
        "formats": FORMATS,
        "reach": {name: reach(each, dense) for name, each in FORMATS.items()},
        "languages": LANGUAGES,
    }
