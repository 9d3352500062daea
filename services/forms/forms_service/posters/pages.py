"""The pages that offer posters: of one point with its preview, and of a whole unit or kanwil."""

from collections.abc import Mapping
from dataclasses import replace
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
from forms_service.points.handlers import found
from forms_service.posters import handlers
from forms_service.posters.api import read_wish
from forms_service.posters.batches import store
from forms_service.posters.batches.handlers import ask_batch
from forms_service.posters.rules.drawing import png
from forms_service.posters.rules.formats import FORMATS
from forms_service.posters.rules.wishes import LANGUAGES, Wish
from forms_service.shared.events import as_state
from forms_service.shared.preset_files import load_presets
from forms_service.shared.presets import preset_of
from forms_service.shared.store import tenants
from forms_service.shared.units import public_units, short_name, unit_of

PREVIEW = 480
Reaches = dict[str, float]


def blueprint(database: Database, settings: FormsSettings) -> Blueprint:
    pages = Blueprint("poster_pages", __name__)
    reached = handlers.our_reaches(settings)
    _add_one(pages, database, settings, reached)
    _add_batches(pages, database, reached)
    return pages


def _add_one(
    pages: Blueprint, database: Database, settings: FormsSettings, reached: Reaches
) -> None:
    @pages.get("/kelola/titik/<code>/poster")
    @requires("points.read")
    def poster(code: str) -> tuple[str, int]:
        with database.scope(principal().scope) as connection:
            point = as_state(found(connection, code))
            unit = tenants.tenant(connection, point["tenant_id"]) or {}
        first = handlers.proposed(point, reached)
        given = chosen(request.args, first)
        made, fault = None, None
        wish = first if given["format"] not in FORMATS else replace(first, format=given["format"])
        try:
            wish = read_wish(given, reached)
            made = handlers.make_poster(database, settings, principal(), code, wish)
        except Invalid as problem:
            fault = problem.faults[0]
        preset = preset_of(load_presets(), point["preset"] or "")
        page = render_template(
            "posters/poster.html",
            point=point,
            unit=unit,
            wish=wish,
            first=first,
            made=made,
            fault=fault,
            query=_query(wish),
            advice=preset.advice[lang()] if preset else "",
            advised=bool(preset and preset.poster),
            **_choices(reached),
        )
        return page, Invalid.status if fault else 200

    @pages.get("/kelola/titik/<code>/poster.png")
    @requires("points.read")
    def preview(code: str) -> Response:
        wish = read_wish(request.args, reached)
        made = handlers.make_poster(database, settings, principal(), code, wish)
        return Response(png(made.page, PREVIEW), mimetype="image/png")


def chosen(given: Mapping[str, str], first: Wish) -> dict[str, str]:
    """What the form says, over what suits the point. A distance that stood there for another size
    and was left alone gives way to the usual one of the size chosen."""
    known = {name: value for name, value in given.items() if value}
    size = known.get("format", first.format)
    alone = known.get("distance") == known.get("shown_distance")
    if alone and size != known.get("shown_format", size):
        known.pop("distance", None)
    usual = {"distance": f"{first.distance:g}"} if size == first.format else {}
    return {"format": size, **usual, **known}


def _query(wish: Wish) -> str:
    """The same poster again, for its picture and its PDF."""
    known = {"format": wish.format, "distance": f"{wish.distance:g}"}
    return urlencode(known | ({"language": wish.language} if wish.language else {}))


def _add_batches(pages: Blueprint, database: Database, reached: Reaches) -> None:
    @pages.get("/kelola/poster")
    @requires("points.read")
    def batches() -> str:
        return _batches(database, reached)

    @pages.post("/kelola/poster")
    @requires("points.read")
    def ask() -> Redirect | tuple[str, int]:
        with database.scope(principal().scope) as connection:
            tenant = _tenant(connection, request.form.get("unit"))
        try:
            wish = read_wish(request.form, reached)
            made = ask_batch(database, principal(), tenant["tenant_id"], wish)
        except Invalid as problem:
            return _batches(database, reached, problem), Invalid.status
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


def _batches(database: Database, reached: Reaches, problem: Invalid | None = None) -> str:
    with database.scope(principal().scope) as connection:
        tenant = _tenant(connection, request.values.get("unit"))
        last = [as_state(row) for row in store.last_batches(connection, tenant["tenant_id"])]
        below = len(public_units(connection))
    return render_template(
        "posters/batches/batches.html",
        unit=tenant,
        name=short_name(tenant),
        below=below,
        last=last,
        fault=problem.faults[0] if problem else None,
        asked=request.values.get("format", ""),
        **_choices(reached),
    )


def _tenant(connection: Any, code: str | None) -> dict[str, Any]:
    """The unit asked for, else the caller's own tenant: a kanwil prints for all below it."""
    unit = unit_of(connection, principal(), code) if code else None
    own = unit or tenants.tenant(connection, principal().tenant_id)
    if own is None:
        raise NotFound
    return own


def _choices(reached: Reaches) -> dict[str, Any]:
    return {"formats": FORMATS, "reach": reached, "languages": LANGUAGES}
