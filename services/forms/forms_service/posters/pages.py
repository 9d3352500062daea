"""The page that offers the poster of one point, with its preview."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import lang
from chassis.problems import Invalid
from flask import Blueprint, Response, render_template, request

from forms_service.config import FormsSettings
from forms_service.points.handlers import found
from forms_service.posters.handlers.asking import read_wish
from forms_service.posters.handlers.making import make_poster, our_reaches, proposed
from forms_service.posters.rules.drawing import PREVIEW_PIXELS, png
from forms_service.posters.rules.formats import FORMATS
from forms_service.posters.rules.wishes import Wish
from forms_service.shared.definitions.reading import LANGUAGES
from forms_service.shared.events import as_state
from forms_service.shared.presets import load_presets, preset_of
from forms_service.shared.units import tenant_by_id

Reaches = dict[str, float]


def blueprint(database: Database, settings: FormsSettings) -> Blueprint:
    pages = Blueprint("poster_pages", __name__)
    reached = our_reaches(settings)
    _add_one(pages, database, settings, reached)
    return pages


def _add_one(
    pages: Blueprint, database: Database, settings: FormsSettings, reached: Reaches
) -> None:
    @pages.get("/kelola/titik/<code>/poster")
    @requires("points.read")
    def poster(code: str) -> tuple[str, int]:
        with database.scope(principal().scope) as connection:
            point = as_state(found(connection, code))
            unit = tenant_by_id(connection, point["tenant_id"])
        first = proposed(point, reached)
        given = chosen(request.args, first)
        made, fault = None, None
        wish = first if given["format"] not in FORMATS else replace(first, format=given["format"])
        try:
            wish = read_wish(given, reached)
            made = make_poster(database, settings, principal(), code, wish)
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
            formats=FORMATS,
            reach=reached,
            languages=LANGUAGES,
        )
        return page, Invalid.status if fault else 200

    @pages.get("/kelola/titik/<code>/poster.png")
    @requires("points.read")
    def preview(code: str) -> Response:
        wish = read_wish(request.args, reached)
        made = make_poster(database, settings, principal(), code, wish)
        return Response(png(made.page, PREVIEW_PIXELS), mimetype="image/png")


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
