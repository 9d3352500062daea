"""JSON of what the pages show."""

from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.problems import invalid
from chassis.reading import read_uuid
from chassis.requests import page_limit
from chassis.tenant_tree import is_practice, short_name
from chassis.web import json_response
from flask import Blueprint, Response, request

from reporting_service.dashboards.handlers.page import UnitPage, code_of, unit_page
from reporting_service.dashboards.handlers.together import summed
from reporting_service.dashboards.rules.periods import FIRST
from reporting_service.dashboards.rules.reports import (
    standing_report,
    summary_report,
    survey_report,
    unit_report,
)
from reporting_service.dashboards.rules.units import ordered, page_of
from reporting_service.sightings.handlers.writing import Notebook


def blueprint(database: Database, notebook: Notebook) -> Blueprint:
    api = Blueprint("api", __name__, url_prefix="/api/v1/reports")

    @api.get("/units/<identifier>")
    @requires("results.read")
    def one(identifier: str) -> Response:
        page = _load(database, identifier)
        held, periods = page.editions, [page.shown.period] if page.shown else []
        notebook.note(principal(), "api", (*held.own(periods), *held.own_standing()))
        tenant = {name: page.tenant[name] for name in ("tenant_id", "code", "unit_type")}
        shown = page.shown and survey_report(page.shown)
        told: dict[str, Any] = {
            "name": short_name(page.tenant),
            "practice": is_practice(page.tenant),
        }
        told["standing"] = standing_report(page.zone)
        return json_response({**tenant, **told, "survey": shown})

    @api.get("/units")
    @requires("results.read")
    def below() -> Response:
        parent = request.args.get("parent")
        if not parent:
            raise invalid("parent", "is required: code or id of a tenant")
        page = _load(database, parent)
        held, cut = page.editions, principal().unit_types
        notebook.note(principal(), "api", (*held.list_below(cut), *held.standings_list(cut)))
        after = request.args.get("after", "")
        rows, following, _ = page_of(ordered(page.units, "code"), after, page_limit())
        about = {
            "instrument": page.instrument,
            "period": page.period,
            "practice": is_practice(page.tenant),
        }
        return json_response(
            {**about, "items": [unit_report(row) for row in rows], "next": following}
        )

    @api.get("/units/<identifier>/summaries")
    @requires("results.read")
    def together(identifier: str) -> Response:
        instrument = request.args.get("instrument", FIRST)
        tenant, told = summed(database, principal(), _code(database, identifier), instrument)
        after, most = request.args.get("after", ""), page_limit()
        later = [period for period in sorted(told.summaries) if period > after]
        shown = later[:most]
        notebook.note(principal(), "api", told.everything(shown))
        return json_response(
            {
                "code": tenant["code"],
                "instrument": instrument,
                "practice": is_practice(tenant),
                "items": [summary_report(period, told.summaries[period]) for period in shown],
                "next": shown[-1] if len(later) > most else None,
            }
        )

    return api


def _load(database: Database, identifier: str) -> UnitPage:
    arguments, code = request.args, _code(database, identifier)
    return unit_page(
        database, principal(), code, arguments.get("instrument"), arguments.get("period"), "en"
    )


def _code(database: Database, identifier: str) -> str:
    """Of a tenant by code or by id."""
    if tenant_id := read_uuid(identifier):
        return code_of(database, principal(), tenant_id)
    return identifier
