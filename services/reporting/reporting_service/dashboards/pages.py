"""The pages of a head of office and of those above: who is seen follows from the sign-in."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.imports import as_csv
from chassis.pages import lang, t, whole
from chassis.problems import NotFound
from chassis.tenant_tree import is_practice, short_name
from contracts.enough import COARSE_FROM, DETAILED_FROM, PROVEN_FROM
from flask import Blueprint, Response, current_app, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from reporting_service.dashboards.handlers.page import (
    UnitPage,
    own_office,
    unit_page,
    units_found,
)
from reporting_service.dashboards.rules import charts, numbers, trend
from reporting_service.dashboards.rules.parts import Group
from reporting_service.dashboards.rules.region import codes_of, index_of
from reporting_service.dashboards.rules.statements import MOST_NAMED
from reporting_service.dashboards.rules.summary import summary
from reporting_service.dashboards.rules.units import (
    SORTS,
    UNITS_A_PAGE,
    formulas,
    index_codes,
    ordered,
    page_of,
)
from reporting_service.dashboards.rules.voice import Voice, voice
from reporting_service.dashboards.rules.zone import MARKS, needs
from reporting_service.dashboards.rules.zone_file import COLUMNS, zone_cells
from reporting_service.shared.words import choice_words
from reporting_service.sightings.handlers.writing import Notebook
from reporting_service.sightings.rules import Shown, Way


def blueprint(database: Database, notebook: Notebook) -> Blueprint:
    pages = Blueprint("pages", __name__)

    @pages.app_context_processor
    def helpers() -> dict[str, Any]:
        return {
            "whole": whole,
            "decimal": lambda text, places=None: numbers.decimal(text, lang(), places),
            "against": lambda text, limits: numbers.against(
                text, (each["limit"] for each in limits)
            ),
            "period_name": lambda code: numbers.period(code, lang()),
            "short_period": lambda code: numbers.short_period(code, lang()),
            "strip": trend.strip,
            "moment": lambda iso, zone: numbers.moment(iso, zone, lang()),
            "day": lambda iso, zone: numbers.day(iso, zone, lang()),
            "near_day": lambda iso, zone: numbers.day_of_year(iso, zone, lang()),
            "days": lambda first, last: numbers.days(first, last, lang()),
            "choice_words": choice_words,
            "part_words": part_words,
            "name_of": short_name,
            "type_name": type_name,
            "ticks": charts.ticks,
            "quality": quality,
            "detailed_from": DETAILED_FROM,
            "coarse_from": COARSE_FROM,
            "proven_from": PROVEN_FROM,
            "most_named": MOST_NAMED,
            "zone_marks": MARKS,
            "zone_needs": needs,
            "codes_of": codes_of,
            "index_of": index_of,
        }

    @pages.get("/")
    @requires("counts.read")
    def home() -> Redirect:
        own = own_office(database, principal())
        return redirect(f"/u/{own}" if own else "/u", 303)

    @pages.get("/u")
    @requires("counts.read")
    def units() -> str:
        search, after = request.args.get("q", "").strip()[:100], request.args.get("after", "")
        found = units_found(database, principal(), search, after, UNITS_A_PAGE)
        following = found[-1]["code"] if len(found) == UNITS_A_PAGE else None
        return render_template(
            "dashboards/units.html", found=found, search=search, following=following
        )

    @pages.get("/u/<code>")
    @requires("counts.read")
    def unit(code: str) -> str:
        return render_template("dashboards/unit.html", **_noted(database, notebook, code, "page"))

    @pages.get("/u/<code>/hasil/live")
    @requires("counts.read")
    def live(code: str) -> str:
        return render_template("dashboards/live.html", **_noted(database, notebook, code, "live"))

    @pages.get("/u/<code>/zi.csv")
    @requires("results.read")
    def zones(code: str) -> Response:
        page = _load(database, code)
        cut, held = principal().unit_types, page.editions
        notebook.note(principal(), "file", (*held.own_standing(), *held.standings_list(cut)))
        answer = Response(as_csv(zone_lines(page)), mimetype="text/csv")
        mark = "latihan-" if is_practice(page.tenant) else ""
        name = f"{mark}zi-{page.tenant['code']}.csv"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    return pages


def zone_lines(page: UnitPage) -> Iterator[Sequence[str | int]]:
    """The office itself and every unit below it, a line per index and reading. One column more says
    on every line of a practice unit what it is."""
    mark = [t("practice.across")] if is_practice(page.tenant) else []
    yield [*(t(f"zones.column.{name}") for name in COLUMNS), *mark]
    own = page.tenant
    for code, name, unit_type, zone in [
        (own["code"], short_name(own), own["unit_type"], page.zone),
        *((row.code, row.name, row.unit_type, row.zone) for row in page.units),
    ]:
        for cells in zone_cells(zone):
            yield [code, name, type_name(unit_type), page.instrument, *cells, *mark]


def type_name(unit_type: str) -> str:
    """In words where we know them; a new type is shown by its code."""
    known = f"type.{unit_type}"
    return t(known) if known in current_app.config["TEXTS"] else unit_type


def part_words(by: str, group: Group) -> str:
    return t(f"parts.joined.{by}") if group.joined else choice_words(by, group.names[0])


def quality(words: str) -> str:
    """What a statement that denies a fault is about, so that the weakest does not read as good
    news: "Tidak ada pungli" is weak in being free of it."""
    denial = next((start for start in t("denial").split("|") if words.startswith(start)), None)
    return t("quality.free", of=words.removeprefix(denial)) if denial else words


def _load(database: Database, code: str) -> UnitPage:
    arguments = request.args
    person = principal()
    return unit_page(
        database,
        person,
        code,
        arguments.get("instrument"),
        arguments.get("period"),
        lang(),
        arguments.get("span"),
        telling=person.may("results.read"),
    )


def _noted(database: Database, notebook: Notebook, code: str, way: Way) -> dict[str, Any]:
    """What the page shows; who sees figures stands in the record first."""
    page = _load(database, code)
    values = _values(page)
    if values["results"]:
        notebook.note(principal(), way, _shown(page, values))
    return values


def _shown(page: UnitPage, values: dict[str, Any]) -> Iterator[Shown]:
    held, cut = page.editions, [values["kind"]] if values["kind"] else principal().unit_types
    beside = values["historic"].periods if values["historic"] else set()
    if not page.shown:
        yield from held.own(beside)
    elif page.period:
        drawn = {point.period for each in values["trends"] for point in each.points}
        beside_it = {view.period for view in values["running"]}
        yield from held.own({page.period, *drawn, *beside, *beside_it})
        yield from page.together.quarters(period for period, _ in values["quarters"])
        if values["zone_standing"]:
            yield from held.own_standing()
    if values["found"]:
        yield from held.list_below(cut)
    if values["found"] and values["zones_shown"]:
        yield from held.standings_list(cut)
    yield from page.together.small(period for period, _ in values["small"])
    if page.region:
        yield from page.together.region(page.region)
        types = principal().unit_types
        yield from page.together.listed(page.parts, page.region.period, types)


def _values(page: UnitPage) -> dict[str, Any]:
    """`results` is false for a counter clerk: the count alone, never a figure."""
    results = principal().may("results.read")
    arguments = request.args
    still_open = [row.is_open for row in page.units if row.count is not None]
    running = page.running if results and not page.units and page.is_last_final else []
    still_open += [view.is_open for view in (page.shown, *running) if view]
    sort, kind = arguments.get("sort", "need"), arguments.get("type", "")
    if sort not in SORTS:
        raise NotFound
    found = [row for row in page.units if kind in ("", row.unit_type)]
    # An order by need would tell a clerk what the figures are.
    rows, following, previous = page_of(
        ordered(found, sort if results else "name"), arguments.get("after", ""), UNITS_A_PAGE
    )
    return {
        "page": page,
        "shown": page.shown,
        "results": results,
        "begun": page.begun if page.begun != page.period and not running else None,
        "running": running,
        "voice": _voice(page) if results else None,
        "past": bool(still_open) and not any(still_open),
        "summary": summary(page.units),
        "zone_standing": page.zone if results and page.newest else None,
        "zones_shown": results and page.newest and any(row.zone for row in page.units),
        "region": page.region if results else None,
        "quarters": page.quarters if results else (),
        "small": page.small if results else (),
        "historic": page.historic if results else None,
        "trends": trend.trends(page.history) if results else [],
        "found": found,
        "index_codes": index_codes(found) if results else [],
        "formulas": formulas(found) if results else [],
        "group_names": {group.code: group.name for group in page.groups if group.code},
        "rows": rows,
        "following": following,
        "previous": previous,
        "unit_types": sorted({row.unit_type for row in page.units}),
        "kind": kind,
        "sort": sort if results else "name",
        "query": {name: value for name, value in arguments.items() if name != "lang"},
        "link": _link,
    }


def _voice(page: UnitPage) -> Voice | None:
    if page.shown is None:
        return None
    return voice(page.shown, newest=page.is_last_final, running=page.running)


def _link(**changes: str | None) -> str:
    """This page's query with `changes`; None or "" drops a name, any change starts at page one."""
    kept = {name: value for name, value in request.args.items() if name not in ("lang", "after")}
    return "?" + urlencode({name: value for name, value in {**kept, **changes}.items() if value})
