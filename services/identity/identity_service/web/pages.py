"""Sign-in, the choice of a hat, refresh and sign-out, for people with a browser."""

import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from chassis.auth import principal, public, requires
from chassis.database import Database
from chassis.principal import Principal
from chassis.problems import Forbidden, NotFound
from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from identity_service.domain.usernames import normal
from identity_service.handlers import sign_in
from identity_service.handlers.tokens import Issuer
from identity_service.web.cookies import Cookies
from identity_service.web.throttle import Throttle

# Every role of a person holds it.
EVERYONE = "counts.read"
# A redirect that keeps a form post a form post.
POST_AGAIN = 307


@dataclass(frozen=True)
class Desk:
    """What the pages work with."""

    database: Database
    issuer: Issuer
    throttle: Throttle
    cookies: Cookies


def blueprint(desk: Desk) -> Blueprint:
    pages = Blueprint("pages", __name__)
    _add_sign_in(pages, desk)
    _add_session(pages, desk)
    _add_hats(pages, desk)
    return pages


def _add_sign_in(pages: Blueprint, desk: Desk) -> None:
    @pages.get("/sign-in")
    @public
    def form() -> Response:
        return _form(desk.cookies, "", 200)

    @pages.post("/sign-in")
    @public
    def submit() -> Answer:
        if not desk.cookies.form_is_ours(request):
            return _form(desk.cookies, "sign_in.expired", 400)
        username, address = normal(request.form.get("username", "")), request.remote_addr or ""
        if not desk.throttle.admits(username, address):
            return _form(desk.cookies, "sign_in.slow", 429)
        password = request.form.get("password", "")
        signed = sign_in.sign_in(desk.database, desk.issuer, username, password)
        if signed is None:
            return _form(desk.cookies, "sign_in.wrong", 422)
        desk.throttle.forget(username, address)
        target = safe_path(request.form.get("next", ""))
        if signed.hats > 1:
            target = f"/session/hats?{urlencode({'next': target})}"
        return desk.cookies.keep(redirect(target, 303), signed)


def _add_session(pages: Blueprint, desk: Desk) -> None:
    cookies = desk.cookies

    @pages.route("/session/refresh", methods=["GET", "POST"])
    @public
    def renew() -> Answer:
        """A form that was filled in for longer than a token lives comes by here, and goes on."""
        target = safe_path(request.args.get("next", ""))
        token = request.cookies.get(cookies.refresh, "")
        signed = sign_in.refresh(desk.database, desk.issuer, token)
        if signed is None:
            return cookies.drop(redirect(f"/sign-in?{urlencode({'next': target})}", 303))
        go_on = POST_AGAIN if request.method == "POST" else 303
        return cookies.keep(redirect(target, go_on), signed)

    @pages.post("/session/sign-out")
    @public
    def leave() -> Answer:
        # By the refresh token: on a shared computer the access token is often dead by then.
        token, csrf = request.cookies.get(cookies.refresh, ""), request.form.get("csrf_token", "")
        if not sign_in.sign_out(desk.database, token, csrf):
            raise Forbidden("The form has expired; reload the page and try again")
        return cookies.drop(redirect("/sign-in", 303))


def _add_hats(pages: Blueprint, desk: Desk) -> None:
    @pages.get("/session/hats")
    @requires(EVERYONE)
    def hats() -> str:
        own = sign_in.hats_of(desk.database, _person().subject)
        target = safe_path(request.args.get("next", ""))
        return render_template("identity/hats.html", hats=own, target=target)

    @pages.post("/session/hats")
    @requires(EVERYONE)
    def wear() -> Answer:
        person, grant = _person(), request.form.get("grant", "")
        token = sign_in.wear(desk.database, desk.issuer, person.subject, person.session, grant)
        target = safe_path(request.form.get("next", ""))
        return desk.cookies.keep_access(redirect(target, 303), token)


def _person() -> Principal:
    """An API client has no hats."""
    if principal().kind != "person":
        raise NotFound
    return principal()


def safe_path(wanted: str) -> str:
    """A path of ours, never another site: `//host` and a backslash lead away."""
    inside = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
    return wanted if inside and wanted.isprintable() else "/"


def _form(cookies: Cookies, fault: str, status: int) -> Response:
    token = request.cookies.get(cookies.form) or secrets.token_urlsafe(24)
    page = render_template(
        "identity/sign_in.html",
        fault=fault,
        form_token=token,
        username=request.form.get("username", ""),
        target=safe_path(request.values.get("next", "")),
    )
    answer = make_response(page, status)
    cookies.keep_form(answer, token)
    return answer
