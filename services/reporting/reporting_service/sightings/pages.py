"""The page of auditors: who was shown a result, and the same as a file."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.imports import as_csv
from chassis.pages import t
from chassis.tenant_tree import is_practice
from flask import Blueprint, Response, render_template, request

from reporting_service.sightings.handlers.telling import Report, report
from reporting_service.sightings.rules import COLUMNS, LINES, asked_of, cells, seen

# `until` itself is outside: the end of a day is told by its last minute.
INSTANT = timedelta.resolution


def blueprint(database: Database) -> Blueprint:
    pages = Blueprint("sightings", __name__)

    @pages.get("/u/<code>/dilihat")
    @requires("audit.read")
    def sightings(code: str) -> str:
        told = report(database, principal(), code, asked_of(request.args))
        return render_template(
            "sightings/sightings.html",
            told=told,
            seen=seen(told.sightings),
            lines=told.sightings[:LINES],
            last=told.until and told.until - INSTANT,
            until=request.args.get("until", ""),
            asked={name: value for name, value in request.args.items() if name != "lang"},
        )

    @pages.get("/u/<code>/dilihat.csv")
    @requires("audit.read")
    def file(code: str) -> Response:
        told = report(database, principal(), code, asked_of(request.args))
        answer = Response(as_csv(_lines(told)), mimetype="text/csv")
        mark = "latihan-" if is_practice(told.tenant) else ""
        of = "-wilayah" if told.of == "region" else ""
        period = f"-{told.figure.period}" if told.figure else ""
        name = f"{mark}dilihat-{told.tenant['code']}{of}{period}.csv"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    return pages


def _lines(told: Report) -> Iterator[Sequence[str | int]]:
    """All of them; one column more says on every line of a practice unit what it is."""
    figure = told.figure
    about = [told.tenant["code"], *((figure.instrument, figure.period) if figure else ("", ""))]
    mark = [t("practice.across")] if is_practice(told.tenant) else []
    names = ("code", "instrument", "period", *COLUMNS)
    yield [*(t(f"sightings.column.{name}") for name in names), *mark]
    for each in told.sightings:
        filled = ("" if cell is None else cell for cell in cells(each).values())
        yield [*about, *filled, *mark]
