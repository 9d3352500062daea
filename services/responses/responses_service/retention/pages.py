"""The retention schedule: how long text, contacts and devices are kept, and what was erased."""

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import t
from chassis.problems import Invalid
from chassis.reading import read_whole
from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from responses_service.retention import handlers
from responses_service.retention.rules import FEWEST, KINDS, MOST, Key
from responses_service.shared.addresses import HUB
from responses_service.shared.context import Context

PATH = f"{HUB}/retensi"


def blueprint(context: Context, database: Database) -> Blueprint:
    routes = Blueprint("retention", __name__)

    @routes.get(PATH)
    @requires("retention.read")
    def page() -> str:
        return _page(context, database)

    @routes.post(PATH)
    @requires("retention.write")
    def change() -> Redirect | tuple[str, int]:
        wish = {
            _key(name): read_whole(value.strip(), FEWEST, MOST)
            for name, value in request.form.items()
            if "." in name
        }
        try:
            instruments = context.projection.instruments()
            changed = handlers.change(database, principal(), instruments, wish)
        except Invalid as problem:
            return _page(context, database, problem), problem.status
        return redirect(f"{PATH}?changed={changed}", 303)

    return routes


def _key(name: str) -> Key:
    instrument, _, kind = name.rpartition(".")
    return instrument, kind


def _page(context: Context, database: Database, problem: Invalid | None = None) -> str:
    rules, runs, last = handlers.schedule(database, principal(), context.projection.instruments())
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
