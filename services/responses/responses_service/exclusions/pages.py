"""Exclusions: ask, look at how the answers came, decide."""

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import t
from chassis.problems import Conflict, Invalid
from chassis.requests import as_uuid
from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from responses_service.exclusions import handlers
from responses_service.exclusions.rules import LONGEST, LONGEST_NOTE, REASONS
from responses_service.shared.addresses import HUB

PATH = f"{HUB}/pengecualian"


def blueprint(database: Database, key: bytes) -> Blueprint:
    routes = Blueprint("exclusions", __name__)

    @routes.get(PATH)
    @requires("exclusions.read")
    def listed() -> str:
        rows = handlers.listed(database, principal())
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
        except Conflict:
            return _one(database, identifier, ["decided"]), Conflict.status
        except Invalid as fault:
            names = [each.field for each in fault.faults]
            return _one(database, identifier, names), Invalid.status
        return redirect(f"{PATH}/{identifier}", 303)

    return routes


def _form(database: Database, faults: list[str]) -> str:
    unit, marked = handlers.marked(database, principal(), request.values.get("unit", ""))
    known = [name for name in dict.fromkeys(faults) if name in ("receipts", "reason")]
    known += ["justification"] if "justification" in faults else []
    return render_template(
        "exclusions/exclusion_form.html",
        unit=unit,
        marked=marked,
        chosen=set(request.form.getlist("response")),
        given=request.form,
        reasons=REASONS,
        longest=LONGEST,
        faults=[(name, t(f"exclusions.fault.{name}")) for name in known or faults and ["receipts"]],
        path=PATH,
    )


def _one(database: Database, request_id: str, faults: list[str]) -> str:
    by = principal()
    found, unit, items = handlers.one(database, by, request_id)
    hindrance = handlers.hindrance(by, found)
    return render_template(
        "exclusions/exclusion.html",
        row=found,
        unit=unit,
        items=items,
        decides=by.may("exclusions.decide") and not hindrance,
        hindered=by.may("exclusions.decide") and found.confirmed is None and hindrance,
        faults=[(name, t(f"exclusions.fault.{name}")) for name in faults],
        note=request.form.get("note", ""),
        longest=LONGEST_NOTE,
        path=PATH,
    )
