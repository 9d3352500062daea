"""Pages of one unit, opened by somebody above the units: the unit is chosen first."""

from chassis.auth import principal
from chassis.database import Database
from chassis.problems import NotFound
from flask import render_template, request

from forms_service.shared.tables import tenants

AT_ONCE = 50


def unit_argument() -> str | None:
    """Raise NotFound for what PostgreSQL could not even compare."""
    code = request.args.get("unit")
    if code is not None and not code.isprintable():
        raise NotFound
    return code


def choose_unit(database: Database, path: str) -> str:
    """For those above the units: find one first."""
    words = request.args.get("q", "").strip()[:60]
    wanted = words if words.isprintable() else ""
    with database.scope(principal().scope) as connection:
        found = tenants.search(connection, wanted, AT_ONCE)
    return render_template("shared/units.html", found=found, search=wanted, path=path)
