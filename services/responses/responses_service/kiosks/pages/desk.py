"""Where the operator locks devices to a point, sees when they were last there, and revokes them."""

from typing import Any
from zoneinfo import ZoneInfo

from chassis.auth import principal, requires
from chassis.database import Database
from chassis.pages import t
from chassis.problems import Invalid
from chassis.requests import as_uuid
from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from responses_service.kiosks import handlers
from responses_service.shared.addresses import HUB
from responses_service.shared.context import Context
from responses_service.shared.qr import qr_svg
from responses_service.shared.submission_rules import LABEL_LIMIT

PATH = f"{HUB}/anjungan"


def blueprint(context: Context, database: Database, base_url: str) -> Blueprint:
    routes = Blueprint("kiosk_desk", __name__)

    @routes.get(PATH)
    @requires("kiosks.write")
    def listed() -> str:
        return _page(context, database, [])

    @routes.post(PATH)
    @requires("kiosks.write")
    def register() -> str | tuple[str, int]:
        try:
            made = handlers.register(database, context, principal(), request.form)
        except Invalid as fault:
            return _page(context, database, [each.field for each in fault.faults]), fault.status
        point, link = made["point"], handlers.link_of(base_url, made["key"])
        return render_template(
            "kiosks/kiosk_key.html",
            unit=context.projection.tenant(point["tenant_id"]),
            point=point,
            link=link,
            svg=qr_svg(link),
            back=PATH,
        )

    @routes.post(f"{PATH}/<device_id>/cabut")
    @requires("kiosks.write")
    def revoke(device_id: str) -> Redirect:
        handlers.revoke(database, principal(), as_uuid(device_id))
        return redirect(PATH, 303)

    return routes


def _page(context: Context, database: Database, faults: list[str]) -> str:
    unit, rows = handlers.of_unit(database, principal(), request.values.get("unit", ""))
    places = context.projection.states["forms.collection-points.v1"]
    zone = ZoneInfo(unit["time_zone"])
    shown: list[dict[str, Any]] = [
        {
            **row._mapping,
            "point": (places.get(str(row.point_id)) or {"name": "–"})["name"],
            "seen": f"{row.seen_at.astimezone(zone):%d/%m/%Y %H.%M}" if row.seen_at else "",
        }
        for row in rows
    ]
    return render_template(
        "kiosks/kiosks.html",
        unit=unit,
        rows=shown,
        points=context.projection.active_points(unit["tenant_id"]),
        given=request.form,
        longest=LABEL_LIMIT,
        faults=[(each, t(f"kiosks.fault.{each}")) for each in faults],
        path=PATH,
        hub=HUB,
    )
