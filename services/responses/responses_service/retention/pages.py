"""The retention schedule: how long text, contacts and devices are kept, and what was erased."""

from typing import Any

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import t
from chassis.problems import Invalid
from chassis.reading import read_whole
from chassis.requests import json_body
from chassis.web import json_response
from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from responses_service.intake.handlers.taking import Intake
from responses_service.retention import handlers, store
from responses_service.retention.rules import FEWEST, KINDS, MOST, Key, shown
from responses_service.shared.hub import PATH as HUB

PATH, API = f"{HUB}/retensi", "/api/v1/retention"
NEWEST = 50


def blueprint(intake: Intake, database: Database) -> Blueprint:
    routes = Blueprint("retention", __name__)

    @routes.get(API)
    @requires("retention.read")
    def api_schedule() -> Response:
        rules, runs, last = _read(database, instruments(intake))
        return json_response(
            {
                "rules": [
                    {"instrument": name, "kind": kind, "months": months}
                    for (name, kind), months in rules.items()
                ],
                "last_run": last,
                "runs": [{**run._mapping} for run in runs],
            }
        )

    @routes.put(API)
    @requires("retention.write")
    def api_change() -> Response:
        body = json_body()
        given = body["rules"] if isinstance(body.get("rules"), list) else []
        wish: dict[Key, Any] = {
            (str(each.get("instrument", "")), str(each.get("kind", ""))): each.get("months")
            for each in given
            if isinstance(each, dict)
        }
        changed = handlers.change(database, principal(), instruments(intake), wish)
        return json_response({"changed": changed})

    @routes.get(PATH)
    @requires("retention.read")
    def page() -> str:
        return _page(intake, database)

    @routes.post(PATH)
    @requires("retention.write")
    def change() -> Redirect | tuple[str, int]:
        wish = {
            _key(name): read_whole(value.strip(), FEWEST, MOST)
            for name, value in request.form.items()
            if "." in name
        }
        try:
            changed = handlers.change(database, principal(), instruments(intake), wish)
        except Invalid as problem:
            return _page(intake, database, problem), problem.status
        return redirect(f"{PATH}?changed={changed}", 303)

    return routes


def instruments(intake: Intake) -> list[str]:
    return sorted({each.instrument for each in intake.projection.forms.values()})


def _key(name: str) -> Key:
    instrument, _, kind = name.rpartition(".")
    return instrument, kind


def _read(database: Database, names: list[str]) -> tuple[dict[Key, int], Any, Any]:
    with database.scope(principal().scope) as connection:
        return (
            shown(store.changed(connection), names),
            store.runs(connection, NEWEST),
            store.last_run(connection),
        )


def _page(intake: Intake, database: Database, problem: Invalid | None = None) -> str:
    rules, runs, last = _read(database, instruments(intake))
    changed = request.args.get("changed", "")
    return render_template(
        "retention/retention.html",
        rules=rules,
        given={f"{name}.{kind}": n for (name, kind), n in rules.items()}
        | (dict(request.form) if problem else {}),
        runs=runs,
        last=last,
        faults=[each.field for each in problem.faults] if problem else [],
        told=t("retention.saved" if changed != "0" else "retention.same") if changed else "",
        may_change=principal().may("retention.write"),
        kinds=KINDS,
        fewest=FEWEST,
        most=MOST,
        path=PATH,
        hub=HUB,
    )
