"""Posters: the PDF of one point, batches for a unit or a kanwil, over the API."""

from collections.abc import Mapping

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.problems import NotFound
from chassis.reading import bounded, read_decimal, whole_in
from chassis.requests import as_uuid, json_body
from chassis.web import json_response
from flask import Blueprint, Response, request

from forms_service.config import FormsSettings
from forms_service.posters import handlers
from forms_service.posters.batches import handlers as batches
from forms_service.posters.batches import store
from forms_service.posters.rules.formats import FORMATS
from forms_service.posters.rules.wishes import GROUND, INK, LANGUAGES, Wish
from forms_service.shared.events import as_state
from forms_service.shared.fields import Fields, invalid

LARGEST_LOGO = 200_000
NEAREST, FARTHEST = 0.1, 10.0


def blueprint(database: Database, settings: FormsSettings) -> Blueprint:
    posters = Blueprint("posters", __name__, url_prefix="/api/v1")
    reached = handlers.our_reaches(settings)

    @posters.get("/collection-points/<code>/poster.pdf")
    @requires("points.read")
    def poster(code: str) -> Response:
        wish = read_wish(request.args, reached)
        made = handlers.make_poster(database, settings, principal(), code, wish)
        return pdf_response(made.pdf, f"poster-{code.upper()}-{wish.format}.pdf")

    @posters.post("/collection-points/<code>/poster.pdf")
    @requires("points.read")
    def poster_with_logo(code: str) -> Response:
        wish = read_wish(request.form, reached)
        if file := request.files.get("logo"):
            logo = file.read(LARGEST_LOGO + 1)
            wish = handlers.with_logo(wish, picture(logo), share(request.form))
        made = handlers.make_poster(database, settings, principal(), code, wish)
        return pdf_response(made.pdf, f"poster-{code.upper()}-{wish.format}.pdf")

    @posters.post("/posters")
    @requires("points.read")
    def ask() -> Response:
        body = json_body()
        fields = Fields(body, ("tenant", "format", "distance", "language", "guide"))
        tenant_id = fields.id("tenant")
        fields.done()
        wish = read_wish({name: str(value) for name, value in body.items()}, reached)
        return json_response(batches.ask_batch(database, principal(), tenant_id, wish), 202)

    @posters.get("/posters/<batch_id>")
    @requires("points.read")
    def batch(batch_id: str) -> Response:
        with database.scope(principal().scope) as connection:
            row = store.batch(connection, as_uuid(batch_id))
            if row is None:
                raise NotFound
            files = [dict(each._mapping) for each in store.files(connection, batch_id)]
        return json_response({**as_state(row), "files": files})

    @posters.get("/posters/<batch_id>/<int:part>.pdf")
    @requires("points.read")
    def file(batch_id: str, part: int) -> Response:
        with database.scope(principal().scope) as connection:
            found = store.file(connection, as_uuid(batch_id), part)
        if found is None:
            raise NotFound
        return pdf_response(found, f"poster-{part}.pdf")

    return posters


def read_wish(given: Mapping[str, str], reached: Mapping[str, float]) -> Wish:
    """Without a distance the largest code the format has room for; without a language those of the
    point. Raise Invalid naming the faulty field."""
    format_name, language = given.get("format", "a4"), given.get("language", "")
    if format_name not in FORMATS:
        raise invalid("format", f"must be one of {', '.join(FORMATS)}")
    if language and language not in LANGUAGES:
        raise invalid("language", f"must be one of {', '.join(LANGUAGES)}")
    typed = given.get("distance", "").strip()
    return Wish(
        format_name,
        _metres(typed) if typed else reached[format_name],
        language,
        ink=_colour(given, "ink", INK),
        ground=_colour(given, "ground", GROUND),
        guide=given.get("guide", "") in ("1", "on", "true", "True"),
    )


def share(given: Mapping[str, str]) -> float:
    """The logo's part of the code's side in percent, as a fraction."""
    percent = whole_in({"logo_share": "20", **given}, "logo_share", 5, 100)
    return bounded("logo_share", percent, 5, 100) / 100


def picture(logo: bytes) -> bytes:
    if len(logo) > LARGEST_LOGO or not logo.startswith((b"\x89PNG", b"\xff\xd8\xff")):
        raise invalid("logo", f"must be a PNG or JPEG of at most {LARGEST_LOGO // 1000} kB")
    return logo


def pdf_response(pdf: bytes, name: str) -> Response:
    shown = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(pdf, mimetype="application/pdf", headers=shown)


def _metres(typed: str) -> float:
    metres = read_decimal(typed, NEAREST, FARTHEST)
    if metres is None:
        raise invalid("distance", f"must be metres from {NEAREST:g} to {FARTHEST:g}")
    return metres


def _colour(given: Mapping[str, str], name: str, default: str) -> str:
    colour = given.get(name, default).lower()
    if len(colour) != 7 or colour[0] != "#" or set(colour[1:]) - set("0123456789abcdef"):
        raise invalid(name, "must be a colour like #000000")
    return colour
