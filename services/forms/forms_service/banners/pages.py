"""A photo of one hung poster and what was seen on it; and the posters of a unit or a region."""

from chassis import clock
from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import lang
from chassis.problems import Invalid
from chassis.tenant_tree import short_name
from contracts.typed_code import spoken
from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forms_service.banners.handlers import checking
from forms_service.banners.handlers.photo import allow_photos, words_of
from forms_service.banners.rules.faults import FEWEST_PIXELS
from forms_service.banners.rules.limits import FRESH, LARGEST, POINTS_SHOWN, TOLD
from forms_service.banners.rules.standing import STANDINGS, grouped
from forms_service.config import FormsSettings
from forms_service.points.handlers import found
from forms_service.shared.units import tenant_by_id, unit_of
from forms_service.shared.wording import day_name, moment

ALL, ONE = "/kelola/titik/terbaca", "/kelola/titik/<code>/foto"


def blueprint(database: Database, settings: FormsSettings) -> Blueprint:
    pages = Blueprint("banners", __name__)
    _add_one(pages, database, settings)
    _add_all(pages, database)
    return pages


def _add_one(pages: Blueprint, database: Database, settings: FormsSettings) -> None:
    pages.url_value_preprocessor(allow_photos)

    @pages.get(ONE)
    @requires("points.read")
    def photo(code: str) -> str:
        return _one(database, code)

    @pages.post(ONE)
    @requires("banners.write")
    def check(code: str) -> Response | tuple[str, int]:
        sent = request.files.get("photo")
        data = sent.stream.read(LARGEST + 1) if sent else b""
        try:
            checking.check(database, settings, principal(), code, data)
        except Invalid as problem:
            return _one(database, code, problem), Invalid.status
        return redirect(request.path, 303)


def _one(database: Database, code: str, problem: Invalid | None = None) -> str:
    with database.scope(principal().scope) as connection:
        point = found(connection, code)
        unit = tenant_by_id(connection, point.tenant_id)
        checks = checking.checks_of(connection, point)
    faults = problem.faults if problem else ()
    return render_template(
        "banners/check.html",
        unit=unit,
        name=short_name(unit),
        point=point,
        checks=checks,
        may_check=checking.may_check(principal(), point),
        faults=[(each.field if each.field == "photo" else "", words_of(each)) for each in faults],
        when=lambda check: moment(check.at, unit["time_zone"]),
        pixels=pixels,
        needed=pixels(FEWEST_PIXELS),
        spoken=spoken,
        mb=TOLD["mb"],
    )


def _add_all(pages: Blueprint, database: Database) -> None:
    @pages.get(ALL)
    @requires("points.read")
    def all_points() -> str:
        now, code = clock.now(), request.args.get("unit")
        with database.scope(principal().scope) as connection:
            unit = unit_of(connection, principal(), code)
            units, points = checking.last_checks(connection, principal(), unit)
        groups = grouped(points, now)
        return render_template(
            "banners/all.html",
            unit=unit,
            name=short_name(unit) if unit else "",
            units=units,
            groups=[(each, groups[each]) for each in STANDINGS if groups[each]],
            total=len(points),
            shown=POINTS_SHOWN,
            day=lambda point: day_name(point.at, units[str(point.tenant_id)]["time_zone"]),
            unit_name=lambda point: short_name(units[str(point.tenant_id)]),
            days=FRESH.days,
        )


def pixels(number: float) -> str:
    """2,1 in Indonesian."""
    return f"{number:.1f}".replace(".", "," if lang() == "id" else ".")
