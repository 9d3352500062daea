"""Files of results, one table each: parts, who answered, and months, quarters and semesters."""

from collections.abc import Iterable
from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.imports import as_csv
from chassis.pages import lang
from chassis.tenant_tree import is_practice
from flask import Blueprint, Response, request

from reporting_service.dashboards.handlers.page import UnitPage, unit_page
from reporting_service.dashboards.handlers.together import summed
from reporting_service.dashboards.rules.periods import FIRST
from reporting_service.files.pages.lines import Line, part_lines, respondent_lines, together_lines
from reporting_service.sightings.handlers.writing import Notebook


def blueprint(database: Database, notebook: Notebook) -> Blueprint:
    files = Blueprint("files", __name__)

    @files.get("/u/<code>/rincian.csv")
    @requires("results.read")
    def parts(code: str) -> Response:
        page = _seen(database, notebook, code)
        return _file("rincian", page.tenant, page.period, part_lines(page.tenant, page.shown))

    @files.get("/u/<code>/responden.csv")
    @requires("results.read")
    def respondents(code: str) -> Response:
        page = _seen(database, notebook, code)
        lines = respondent_lines(page.tenant, page.shown)
        return _file("responden", page.tenant, page.period, lines)

    @files.get("/u/<code>/periode.csv")
    @requires("results.read")
    def together(code: str) -> Response:
        instrument = request.args.get("instrument", FIRST)
        tenant, told = summed(database, principal(), code, instrument)
        notebook.note(principal(), "file", told.everything(told.summaries))
        return _file("periode", tenant, None, together_lines(tenant, instrument, told.summaries))

    return files


def _seen(database: Database, notebook: Notebook, code: str) -> UnitPage:
    asked = request.args
    page = unit_page(
        database, principal(), code, asked.get("instrument"), asked.get("period"), lang()
    )
    notebook.note(principal(), "file", page.editions.own([page.period] if page.period else []))
    return page


def _file(word: str, tenant: dict[str, Any], period: str | None, lines: Iterable[Line]) -> Response:
    answer = Response(as_csv(lines), mimetype="text/csv")
    mark = "latihan-" if is_practice(tenant) else ""
    name = "-".join(each for each in (word, tenant["code"], period) if each)
    answer.headers["Content-Disposition"] = f'attachment; filename="{mark}{name}.csv"'
    return answer
