"""Visit tokens: the API for a unit's own system, and the page that prints slips."""

import base64
from datetime import UTC, datetime
from typing import Any

import qrcode
import qrcode.image.svg
from chassis.auth import principal, requires
from chassis.database import Database
from chassis.imports import as_csv
from chassis.pages import t
from chassis.problems import Invalid
from chassis.reading import whole_in
from chassis.requests import json_body
from chassis.web import json_response
from flask import Blueprint, Response, render_template, request

from responses_service.intake.handlers.taking import Intake
from responses_service.shared.hub import PATH as HUB
from responses_service.shared.units import unit_of
from responses_service.tokens import store as tokens
from responses_service.tokens.handlers import MOST, draw

PATH = f"{HUB}/kode"


def blueprint(intake: Intake, database: Database, base_url: str) -> Blueprint:
    routes = Blueprint("tokens", __name__)

    def drawn(wish: dict[str, Any]) -> dict[str, Any]:
        return draw(database, intake.projection, intake.keys.receipt, principal(), wish)

    @routes.post("/api/v1/visit-tokens")
    @requires("visits.write")
    def api() -> Response:
        """JSON, or CSV for those who ask for text/csv."""
        found = drawn(json_body())
        if request.accept_mimetypes.best_match(["application/json", "text/csv"]) == "text/csv":
            return Response(_csv(found), 201, mimetype="text/csv")
        return json_response(found, 201)

    @routes.get(PATH)
    @requires("visits.write")
    def form() -> str:
        return _form(intake, database, [])

    @routes.post(PATH)
    @requires("visits.write")
    def slips() -> str | tuple[str, int]:
        wish = {
            "unit": request.form.get("unit", ""),
            "count": whole_in(request.form, "count", 1, MOST),
            **{name: request.form.get(name, "").strip() for name in ("service", "instrument")},
        }
        try:
            found = drawn(wish)
        except Invalid as fault:
            named = [each.field for each in fault.faults]
            return _form(intake, database, named), Invalid.status
        point = _point(intake, found["unit"])
        file = base64.b64encode(_csv(found)).decode()
        return render_template(
            "tokens/slips.html",
            found=found,
            address=f"{base_url.split('://')[-1]}/s",
            code=point,
            # Behind `#`: a browser keeps that part to itself, so no log has the token.
            slips=[(each, qr_svg(f"{base_url}/s/{point}#k={each}")) for each in found["tokens"]],
            file=f"data:text/csv;charset=utf-8;base64,{file}",
            back=PATH,
        )

    return routes


def _form(intake: Intake, database: Database, faults: list[str]) -> str:
    code = request.values.get("unit", "")
    with database.scope(principal().scope) as connection:
        unit = unit_of(connection, principal(), code)
        sums = tokens.sums(connection, unit["tenant_id"])
    surveys = intake.projection.open_surveys(unit["tenant_id"], datetime.now(UTC))
    fields = {"count", "service", *(["instrument"] if len(surveys) > 1 else [])}
    return render_template(
        "tokens/tokens.html",
        unit=unit,
        sums=sums,
        surveys=surveys,
        most=MOST,
        # Where only one survey is open, what is wrong with it is said at the number.
        faults=[
            (each if each in fields else "count", t(f"tokens.fault.{each}", most=MOST))
            for each in faults
        ],
        given={name: request.form.get(name, "") for name in ("count", "service", "instrument")},
        path=PATH,
        hub=HUB,
    )


def _point(intake: Intake, unit_code: str) -> str:
    """The code of a point of the unit where people are; an active one of a printed code first."""
    projection = intake.projection
    found = [
        point
        for point in list(projection.points.values())
        if (projection.tenant(point["tenant_id"]) or {}).get("code") == unit_code
    ]
    found.sort(key=lambda point: (point["status"] != "active", point["channel"] != "qr"))
    return str(found[0]["code"]) if found else ""


def qr_svg(link: str) -> str:
    image = qrcode.make(link, image_factory=qrcode.image.svg.SvgPathImage, border=4)
    svg: str = image.to_string(encoding="unicode")
    return svg


def _csv(found: dict[str, Any]) -> bytes:
    names = ("unit", "instrument", "period", "valid_until")
    rest = [found[name] for name in names]
    return as_csv([("token", *names), *([each, *rest] for each in found["tokens"])])
