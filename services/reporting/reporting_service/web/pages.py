"""The pages of a head of office and of those above: who is seen follows from the sign-in."""

from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import lang
from chassis.problems import NotFound
from chassis.tenant_tree import name_on
from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from reporting_service.domain import charts, numbers
from reporting_service.store import reading
from reporting_service.web.loading import UnitPage, unit_page
from reporting_service.web.sorting import SORTS, sorted_units, today

PAGE = 100


def blueprint(database: Database) -> Blueprint:
    pages = Blueprint("pages", __name__)

    @pages.app_context_processor
    def helpers() -> dict[str, Any]:
        return {
            "whole": lambda number: numbers.whole(number, lang()),
            "decimal": lambda text, places=None: numbers.decimal(text, lang(), places),
            "period_name": lambda code: numbers.period(code, lang()),
            "moment": lambda iso, zone: numbers.moment(iso, zone, lang()),
            "name_of": lambda tenant: name_on(tenant, today())["short_name"],
            "ticks": charts.ticks,
        }

    @pages.get("/")
    @requires("counts.read")
    def home() -> Redirect:
        person = principal()
        with database.scope(person.scope) as connection:
            own = reading.tenant(connection, person.tenant_id)
        # A scope cut by unit type does not hold the ministry itself.
        return redirect(f"/u/{own['code']}" if own else "/u", 303)

    @pages.get("/u")
    @requires("units.read")
    def units() -> str:
        search, after = request.args.get("q", "").strip()[:100], request.args.get("after", "")
        with database.scope(principal().scope) as connection:
            found = reading.tenants(connection, search, after, PAGE)
        following = found[-1]["code"] if len(found) == PAGE else None
        return render_template(
            "reporting/units.html", found=found, search=search, following=following
        )

    @pages.get("/u/<code>")
    @requires("counts.read")
    def unit(code: str) -> str:
        return render_template("reporting/unit.html", **_values(_load(database, code)))

    @pages.get("/u/<code>/hasil/live")
    @requires("counts.read")
    def live(code: str) -> str:
        return render_template("reporting/live.html", **_values(_load(database, code)))

    return pages


def _load(database: Database, code: str) -> UnitPage:
    arguments = request.args
    return unit_page(
        database, principal(), code, arguments.get("instrument"), arguments.get("period"), lang()
    )


def _values(page: UnitPage) -> dict[str, Any]:
    """`results` is false for a counter clerk: the count alone, never a figure."""
    results = principal().may("results.read")
    sort = request.args.get("sort", "need")
    if sort not in SORTS:
        raise NotFound
    kind = request.args.get("type", "")
    units = [(tenant, view) for tenant, view in page.units if kind in ("", tenant["unit_type"])]
    return {
        "page": page,
        "shown": page.shown,
        "results": results,
        "units": sorted_units(units, sort if results else "name"),
        "unit_types": sorted({tenant["unit_type"] for tenant, _ in page.units}),
        "kind": kind,
        "sort": sort,
        "query": {name: value for name, value in request.args.items() if name != "lang"},
    }
