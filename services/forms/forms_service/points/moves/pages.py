"""The page that hands a point over to the unit an office was merged into."""

from typing import Any
from urllib.parse import urlencode

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import t
from chassis.problems import Invalid
from chassis.tenant_tree import short_name
from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from forms_service.points import handlers
from forms_service.shared.events import as_state
from forms_service.shared.units import tenant_by_id, unit_by_code

PATH = "/kelola/titik"
State = dict[str, Any]


def blueprint(database: Database) -> Blueprint:
    pages = Blueprint("point_moves", __name__)

    @pages.get(f"{PATH}/<code>/pindah")
    @requires("points.write")
    def before_move(code: str) -> str:
        return _page(database, code, [])

    @pages.post(f"{PATH}/<code>/pindah")
    @requires("points.write")
    def move(code: str) -> Response | tuple[str, int]:
        given = request.form.get("tenant", "").strip().upper()
        with database.scope(principal().scope) as connection:
            unit = unit_by_code(connection, given)
        body = {"tenant": unit["tenant_id"] if unit else "", "reason": request.form.get("reason")}
        try:
            handlers.move_point(database, principal(), code, body)
        except Invalid as problem:
            faults = [fault.field for fault in problem.faults]
            return _page(database, code, faults), Invalid.status
        return redirect(f"{PATH}?{urlencode({'unit': given, 'done': 'move'})}", 303)

    return pages


def _page(database: Database, code: str, faults: list[str]) -> str:
    with database.scope(principal().scope) as connection:
        point = as_state(handlers.found(connection, code))
        unit = tenant_by_id(connection, point["tenant_id"])
    return render_template(
        "points/moves/move.html",
        point=point,
        unit=unit,
        name=short_name(unit),
        given=request.form,
        faults=[(field, t(f"points.move.fault.{field}")) for field in faults],
    )
