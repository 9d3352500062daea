"""The page that draws visit tokens and prints them as slips."""

import base64

from chassis import clock
from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import t
from chassis.problems import Invalid
from chassis.reading import whole_in
from contracts.typed_code import spoken
from flask import Blueprint, render_template, request

from responses_service.shared.addresses import HUB
from responses_service.shared.context import Context
from responses_service.shared.qr import qr_svg
from responses_service.shared.submission_rules import LABEL_LIMIT
from responses_service.tokens import handlers
from responses_service.tokens.handlers import draw
from responses_service.tokens.rules import MOST

PATH = f"{HUB}/kode"


def blueprint(context: Context, database: Database, base_url: str) -> Blueprint:
    routes = Blueprint("tokens", __name__)

    @routes.get(PATH)
    @requires("visits.write")
    def form() -> str:
        return _form(context, database, [])

    @routes.post(PATH)
    @requires("visits.write")
    def slips() -> str | tuple[str, int]:
        wish = {
            "unit": request.form.get("unit", ""),
            "count": whole_in(request.form, "count", 1, MOST),
            **{name: request.form.get(name, "").strip() for name in ("service", "instrument")},
        }
        try:
            found = draw(database, context, principal(), wish)
        except Invalid as fault:
            named = [each.field for each in fault.faults]
            return _form(context, database, named), Invalid.status
        point = _point(context, found["unit"])
        file = base64.b64encode(handlers.as_table(found)).decode()
        return render_template(
            "tokens/slips.html",
            found=found,
            address=f"{base_url.split('://')[-1]}/s",
            code=spoken(point),
            # Behind `#`: a browser keeps that part to itself, so no log has the token.
            slips=[(each, qr_svg(f"{base_url}/s/{point}#k={each}")) for each in found["tokens"]],
            file=f"data:text/csv;charset=utf-8;base64,{file}",
            back=PATH,
        )

    return routes


def _form(context: Context, database: Database, faults: list[str]) -> str:
    unit, sums = handlers.sums(database, principal(), request.values.get("unit", ""))
    surveys = context.projection.open_surveys(unit["tenant_id"], clock.now())
    fields = {"count", "service", *(["instrument"] if len(surveys) > 1 else [])}
    return render_template(
        "tokens/tokens.html",
        unit=unit,
        sums=sums,
        surveys=surveys,
        most=MOST,
        longest=LABEL_LIMIT,
        # Where only one survey is open, what is wrong with it is said at the number.
        faults=[
            (each if each in fields else "count", t(f"tokens.fault.{each}", most=MOST))
            for each in faults
        ],
        given={name: request.form.get(name, "") for name in ("count", "service", "instrument")},
        path=PATH,
        hub=HUB,
    )


def _point(context: Context, unit_code: str) -> str:
    """The code of a point of the unit where people are; an active one of a printed code first."""
    projection = context.projection
    found = [
        point
        for point in list(projection.points.values())
        if (projection.tenant(point["tenant_id"]) or {}).get("code") == unit_code
    ]
    found.sort(key=lambda point: (point["status"] != "active", point["channel"] != "qr"))
    return str(found[0]["code"]) if found else ""
