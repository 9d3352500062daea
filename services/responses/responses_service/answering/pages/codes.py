"""The other ways to a point: a printed QR code, a link of the earlier 3AS, a former host name."""

from urllib.parse import urlencode, urlsplit

from chassis.auth import public
from chassis.problems import NotFound, Unavailable
from contracts.qr_link import code_in, is_signed
from flask import Blueprint, Response, g, redirect, request
from werkzeug.wrappers import Response as Redirect

from responses_service.answering.handlers.serving import opened
from responses_service.config import ResponsesSettings
from responses_service.shared.context import Context
from responses_service.visits.handlers.telling import way_to

# Keeps a form post a form post: answers sent to an old address are not lost.
POST_AGAIN = 308


def blueprint(context: Context, settings: ResponsesSettings) -> Blueprint:
    codes = Blueprint("codes", __name__)
    former = {name.strip().lower() for name in settings.host_aliases.split(",") if name.strip()}

    @codes.before_app_request
    def leave_former_host() -> Redirect | None:
        """To the present address; the next request says where it came from, for the report."""
        host = urlsplit(f"//{request.host}").hostname or ""
        if host in former:
            query = urlencode([*request.args.items(multi=True), ("from", host)])
            found = 302 if request.method in ("GET", "HEAD") else POST_AGAIN
            return redirect(f"{settings.suara_base_url}{request.path}?{query}", found)
        came_from = request.args.get("from", "")
        g.former_host = came_from if came_from in former else ""
        return None

    @codes.get("/Q/<token>")
    @public
    def scanned(token: str) -> Response:
        code = code_in(token)
        point = context.projection.point(code) if context.ready() else None
        signed = bool(point) and is_signed(
            token, point["point_id"] if point else "", code, settings.point_key
        )
        g.entry = {"how": "scanned", "signed": signed}
        return opened(context, code)

    @codes.get("/q/<token>")
    @public
    def copied(token: str) -> Redirect:
        """Some apps write the address of a code in small letters before they open it."""
        query = f"?{request.query_string.decode()}" if request.query_string else ""
        return redirect(f"/Q/{token.upper()}{query}", 302)

    @codes.get("/ly/<code>")
    @public
    def short_link(code: str) -> Redirect:
        return _to_point(context, f"ly/{code}")

    @codes.get("/layanan/<first>/<second>/<third>/<fourth>")
    @public
    def long_link(first: str, second: str, third: str, fourth: str) -> Redirect:
        return _to_point(context, f"layanan/{first}/{second}/{third}/{fourth}")

    return codes


def _to_point(context: Context, alias: str) -> Redirect:
    """Raise NotFound for a link nobody imported: its page asks for a typed code."""
    if not context.ready():
        raise Unavailable("Surveys are still loading")
    point = context.projection.point_behind(alias)
    if point is None:
        raise NotFound("Unknown link; type the code on the poster")
    return redirect(way_to(point["code"], "legacy"), 302)
