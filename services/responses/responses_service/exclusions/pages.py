"""Pages and API of exclusions: ask, look at how the answers came, decide."""

from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import t
from chassis.problems import Invalid, NotFound
from chassis.requests import as_uuid, json_body
from chassis.web import json_response
from flask import Blueprint, Response, redirect, render_template, request
from sqlalchemy import Row
from werkzeug.wrappers import Response as Redirect

from responses_service.exclusions import handlers
from responses_service.exclusions.rules import MOST, REASONS
from responses_service.exclusions.store import requests as store
from responses_service.shared.hub import PATH as HUB
from responses_service.shared.units import unit_of

PATH, API = f"{HUB}/pengecualian", "/api/v1/exclusions"
AT_ONCE = 100
SHOWN = ("request_id", "unit", "excludes", "reason", "justification", "requester", "answers")
DECIDED = ("confirmed", "note", "decider")


def blueprint(database: Database, key: bytes) -> Blueprint:
    routes = Blueprint("exclusions", __name__)
    _add_api(routes, database, key)

    @routes.get(PATH)
    @requires("exclusions.read")
    def listed() -> str:
        with database.scope(principal().scope) as connection:
            rows = store.requests(connection, AT_ONCE)
        return render_template("exclusions/exclusions.html", rows=rows, path=PATH, hub=HUB)

    @routes.get(f"{PATH}/baru")
    @requires("exclusions.request")
    def form() -> str:
        return _form(database, [])

    @routes.post(f"{PATH}/baru")
    @requires("exclusions.request")
    def ask() -> Redirect | tuple[str, int]:
        wish = {
            "receipts": request.form.get("receipts", "").split(),
            "responses": request.form.getlist("response"),
            "reason": request.form.get("reason"),
            "justification": request.form.get("justification", ""),
            "excludes": request.form.get("action") != "restore",
        }
        try:
            made = handlers.ask(database, key, principal(), wish)
        except Invalid as fault:
            return _form(database, [each.field for each in fault.faults]), Invalid.status
        return redirect(f"{PATH}/{made}", 303)

    @routes.get(f"{PATH}/<request_id>")
    @requires("exclusions.read")
    def one(request_id: str) -> str:
        return _one(database, as_uuid(request_id), [])

    @routes.post(f"{PATH}/<request_id>")
    @requires("exclusions.decide")
    def decide(request_id: str) -> Redirect | tuple[str, int]:
        identifier, confirmed = as_uuid(request_id), request.form.get("action") == "confirm"
        note = request.form.get("note", "")
        try:
            handlers.decide(database, principal(), identifier, confirmed=confirmed, note=note)
        except Invalid as fault:
            names = [each.field for each in fault.faults]
            return _one(database, identifier, names), Invalid.status
        return redirect(f"{PATH}/{identifier}", 303)

    return routes


def _add_api(routes: Blueprint, database: Database, key: bytes) -> None:
    @routes.get(API)
    @requires("exclusions.read")
    def api_list() -> Response:
        with database.scope(principal().scope) as connection:
            rows = store.requests(connection, AT_ONCE)
        return json_response({"items": [_state(row) for row in rows]})

    @routes.post(API)
    @requires("exclusions.request")
    def api_ask() -> Response:
        made = handlers.ask(database, key, principal(), json_body())
        return json_response({"request_id": made}, 201)

    @routes.post(f"{API}/<request_id>/decide")
    @requires("exclusions.decide")
    def api_decide(request_id: str) -> Response:
        identifier, body = as_uuid(request_id), json_body()
        confirmed, note = body.get("confirm") is True, str(body.get("note") or "")
        handlers.decide(database, principal(), identifier, confirmed=confirmed, note=note)
        with database.scope(principal().scope) as connection:
            found = store.request(connection, identifier)
        return json_response(_state(found) if found else {})


def _state(row: Row[Any]) -> dict[str, Any]:
    known = row._mapping
    return {
        **{name: known[name] for name in (*SHOWN, *DECIDED)},
        "request_id": str(row.request_id),
        "requested_at": row.requested_at.isoformat(),
        "decided_at": row.decided_at.isoformat() if row.decided_at else None,
    }


def _form(database: Database, faults: list[str]) -> str:
    code = request.values.get("unit", "")
    with database.scope(principal().scope) as connection:
        unit = unit_of(connection, principal(), code)
        marked = store.marked(connection, unit["tenant_id"], MOST)
        out = store.excluded_now(connection, [str(row.response_id) for row in marked])
    known = [name for name in dict.fromkeys(faults) if name in ("receipts", "reason")]
    known += ["justification"] if "justification" in faults else []
    return render_template(
        "exclusions/exclusion_form.html",
        unit=unit,
        marked=[(row, str(row.response_id) in out) for row in marked],
        chosen=set(request.form.getlist("response")),
        given=request.form,
        reasons=REASONS,
        faults=[(name, t(f"exclusions.fault.{name}")) for name in known or faults and ["receipts"]],
        path=PATH,
    )


def _one(database: Database, request_id: str, faults: list[str]) -> str:
    by = principal()
    with database.scope(by.scope) as connection:
        found = store.request(connection, request_id)
        if found is None:
            raise NotFound
        items = store.items(connection, request_id)
    hindrance = handlers.hindrance(by, found)
    return render_template(
        "exclusions/exclusion.html",
        row=found,
        items=items,
        decides=by.may("exclusions.decide") and not hindrance,
        hindered=by.may("exclusions.decide") and found.confirmed is None and hindrance,
        faults=[(name, t(f"exclusions.fault.{name}")) for name in faults],
        note=request.form.get("note", ""),
        path=PATH,
    )
