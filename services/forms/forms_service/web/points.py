"""Collection points and their QR codes."""

import io

import qrcode
import qrcode.image.svg
from chassis.auth import principal, requires
from chassis.database import Database
from chassis.problems import NotFound
from chassis.requests import json_body
from chassis.web import json_response
from contracts.typed_code import is_code, normalise
from flask import Blueprint, Response
from qrcode.constants import ERROR_CORRECT_Q

from forms_service.handlers import collection as handlers
from forms_service.store import collection as store
from forms_service.web.lists import after_code, id_argument, listed

QUIET_ZONE = 4
PIXELS = 12


def blueprint(database: Database, base_url: str) -> Blueprint:
    points = Blueprint("points", __name__, url_prefix="/api/v1/collection-points")

    @points.get("")
    @requires("points.read")
    def list_points() -> Response:
        after, tenant = after_code(), id_argument("tenant")
        return listed(
            database,
            lambda connection, limit: store.points(connection, after, limit, tenant),
            "code",
        )

    @points.post("")
    @requires("points.write")
    def add_point() -> Response:
        return json_response(handlers.add_point(database, principal(), json_body()), 201)

    @points.get("/<code>/qr.svg")
    @requires("points.read")
    def qr_svg(code: str) -> Response:
        image = _qr(database, base_url, code).make_image(
            image_factory=qrcode.image.svg.SvgPathFillImage
        )
        return Response(image.to_string(), mimetype="image/svg+xml")

    @points.get("/<code>/qr.png")
    @requires("points.read")
    def qr_png(code: str) -> Response:
        file = io.BytesIO()
        _qr(database, base_url, code).make_image().save(file)
        return Response(file.getvalue(), mimetype="image/png")

    return points


def _qr(database: Database, base_url: str, code: str) -> qrcode.QRCode:
    """Dark on a white ground of its own, with the quiet zone of ISO/IEC 18004; Q for posters that
    get worn. A longer address only makes more modules. Raise NotFound outside the scope."""
    written = normalise(code)
    if not is_code(written):
        raise NotFound
    with database.scope(principal().scope) as connection:
        row = store.point(connection, written)
    if row is None:
        raise NotFound
    drawn = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, box_size=PIXELS, border=QUIET_ZONE)
    drawn.add_data(f"{base_url}/s/{row.code}")
    drawn.make(fit=True)
    return drawn
