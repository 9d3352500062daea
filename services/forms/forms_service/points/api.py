"""Collection points and their QR codes."""

import io

import qrcode
import qrcode.image.svg
from chassis.auth import principal, requires
from chassis.database import Database
from chassis.fields import Fields
from chassis.problems import invalid
from chassis.requests import json_body
from chassis.web import json_response
from contracts.qr_link import QUIET_ZONE, qr_link
from flask import Blueprint, Response, request

from forms_service.config import FormsSettings
from forms_service.points import handlers
from forms_service.points.rules import LEVELS, PIXELS_PER_MODULE
from forms_service.shared.lists import after_code, id_argument, listed


def blueprint(database: Database, settings: FormsSettings) -> Blueprint:
    points = Blueprint("points", __name__, url_prefix="/api/v1/collection-points")
    _add_points(points, database)
    _add_changes(points, database)
    _add_pictures(points, database, settings)
    return points


def _add_points(points: Blueprint, database: Database) -> None:
    @points.get("")
    @requires("points.read")
    def list_points() -> Response:
        after, tenant = after_code(), id_argument("tenant")
        return listed(
            database,
            lambda connection, limit: handlers.listed(connection, after, limit, tenant),
            "code",
        )

    @points.post("")
    @requires("points.write")
    def add_point() -> Response:
        return json_response(handlers.add_point(database, principal(), json_body()), 201)

    @points.post("/usual")
    @requires("points.write")
    def add_usual() -> Response:
        fields = Fields(json_body(), ("tenant",))
        tenant_id = fields.id("tenant")
        fields.done()
        made = handlers.add_usual(database, principal(), tenant_id, "id")
        return json_response({"items": made}, 201)


def _add_changes(points: Blueprint, database: Database) -> None:
    @points.post("/<code>")
    @requires("points.write")
    def change_point(code: str) -> Response:
        return json_response(handlers.change_point(database, principal(), code, json_body()))

    @points.post("/<code>/retire")
    @requires("points.write")
    def retire_point(code: str) -> Response:
        return json_response(handlers.set_status(database, principal(), code, "retired"))

    @points.post("/<code>/restore")
    @requires("points.write")
    def restore_point(code: str) -> Response:
        return json_response(handlers.set_status(database, principal(), code, "active"))

    @points.post("/<code>/move")
    @requires("points.write")
    def move_point(code: str) -> Response:
        return json_response(handlers.move_point(database, principal(), code, json_body()))


def _add_pictures(points: Blueprint, database: Database, settings: FormsSettings) -> None:
    @points.get("/<code>/qr.svg")
    @requires("points.read")
    def qr_svg(code: str) -> Response:
        image = _qr(database, settings, code).make_image(
            image_factory=qrcode.image.svg.SvgPathFillImage
        )
        return Response(image.to_string(), mimetype="image/svg+xml")

    @points.get("/<code>/qr.png")
    @requires("points.read")
    def qr_png(code: str) -> Response:
        file = io.BytesIO()
        _qr(database, settings, code).make_image().save(file)
        return Response(file.getvalue(), mimetype="image/png")


def _qr(database: Database, settings: FormsSettings, code: str) -> qrcode.QRCode:
    """Dark on a white ground of its own, with the quiet zone of ISO/IEC 18004; error correction by
    `use`. A longer address only makes more modules. Raise NotFound outside the scope, Invalid."""
    use = request.args.get("use", "card")
    if use not in LEVELS:
        raise invalid("use", f"must be one of {', '.join(LEVELS)}")
    with database.scope(principal().scope) as connection:
        row = handlers.found(connection, code)
    drawn = qrcode.QRCode(
        error_correction=getattr(qrcode.constants, f"ERROR_CORRECT_{LEVELS[use]}"),
        box_size=PIXELS_PER_MODULE,
        border=QUIET_ZONE,
    )
    drawn.add_data(
        qr_link(settings.suara_base_url, str(row.point_id), row.code, settings.point_key)
    )
    drawn.make(fit=True)
    return drawn
