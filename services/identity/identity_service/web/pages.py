"""Sign-in, the choice of a hat, refresh and sign-out, for people with a browser."""

import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from chassis.auth import access_cookie, principal, public, requires
from chassis.database import Database
from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from identity_service.config import IdentitySettings
from identity_service.handlers import sign_in
from identity_service.handlers.tokens import LIFETIME, Issuer
from identity_service.web.throttle import Throttle

FORM_COOKIE = "sign_in_form"
EVERYONE = ("counts.read",)


@dataclass(frozen=True)
class Cookies:
    """Both tokens of a browser; `__Host-` where the address has TLS."""

    access: str
    refresh: str
    secure: bool

    def keep(self, answer: Redirect, signed: sign_in.Signed) -> Redirect:
        self._set(answer, self.access, signed.access, LIFETIME)
        self._set(answer, self.refresh, signed.refresh, sign_in.SESSION_DAYS * 86400)
        return answer

    def keep_access(self, answer: Redirect, token: str) -> Redirect:
        self._set(answer, self.access, token, LIFETIME)
        return answer

    def drop(self, answer: Redirect) -> Redirect:
        for name in (self.access, self.refresh):
            answer.delete_cookie(name, path="/", secure=self.secure, httponly=True, samesite="Lax")
        return answer

    def _set(self, answer: Redirect, name: str, value: str, seconds: int) -> None:
        answer.set_cookie(
            name, value, seconds, path="/", secure=self.secure, httponly=True, samesite="Lax"
        )


def blueprint(
    database: Database, issuer: Issuer, throttle: Throttle, settings: IdentitySettings
) -> Blueprint:
    pages = Blueprint("pages", __name__)
    access = access_cookie(settings.suara_base_url)
    secure = settings.suara_base_url.startswith("https:")
    cookies = Cookies(access, access.replace("access", "refresh"), secure)
    _add_sign_in(pages, database, issuer, throttle, cookies)
    _add_session(pages, database, issuer, cookies)
    return pages


def _add_sign_in(
    pages: Blueprint, database: Database, issuer: Issuer, throttle: Throttle, cookies: Cookies
) -> None:
    @pages.get("/sign-in")
    @public
    def form() -> Response:
        return _form("", 200, cookies.secure)

    @pages.post("/sign-in")
    @public
    def submit() -> Redirect:
        token = request.cookies.get(FORM_COOKIE, "")
        if not token or not secrets.compare_digest(token, request.form.get("form_token", "")):
            return _form("sign_in.expired", 400, cookies.secure)
        username = request.form.get("username", "")
        address = request.remote_addr or ""
        if throttle.refuses(username, address):
            return _form("sign_in.slow", 429, cookies.secure)
        signed = sign_in.sign_in(database, issuer, username, request.form.get("password", ""))
        if signed is None:
            throttle.failed(username, address)
            return _form("sign_in.wrong", 422, cookies.secure)
        target = safe_path(request.form.get("next", ""))
        if signed.hats > 1:
            target = f"/session/hats?{urlencode({'next': target})}"
        return cookies.keep(redirect(target, 303), signed)


def _add_session(pages: Blueprint, database: Database, issuer: Issuer, cookies: Cookies) -> None:
    @pages.get("/session/refresh")
    @public
    def renew() -> Redirect:
        target = safe_path(request.args.get("next", ""))
        signed = sign_in.refresh(database, issuer, request.cookies.get(cookies.refresh, ""))
        if signed is None:
            return redirect(f"/sign-in?{urlencode({'next': target})}", 303)
        return cookies.keep(redirect(target, 303), signed)

    @pages.get("/session/hats")
    @requires(*EVERYONE)
    def hats() -> str:
        own = sign_in.hats_of(database, principal().subject)
        return render_template(
            "identity/hats.html", hats=own, target=safe_path(request.args.get("next", ""))
        )

    @pages.post("/session/hats")
    @requires(*EVERYONE)
    def wear() -> Redirect:
        person = principal()
        token = sign_in.wear(
            database, issuer, person.subject, person.session, request.form.get("grant", "")
        )
        target = safe_path(request.form.get("next", ""))
        return cookies.keep_access(redirect(target, 303), token)

    @pages.post("/session/sign-out")
    @requires(*EVERYONE)
    def leave() -> Redirect:
        sign_in.sign_out(database, principal().session, principal().tenant_id)
        return cookies.drop(redirect("/sign-in", 303))


def safe_path(wanted: str) -> str:
    """A path of ours, never another site: `//host` and `\\host` lead away."""
    inside = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
    return wanted if inside and wanted.isprintable() else "/"


def _form(fault: str, status: int, secure: bool) -> Response:
    token = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)
    page = render_template(
        "identity/sign_in.html",
        fault=fault,
        form_token=token,
        username=request.form.get("username", ""),
        target=safe_path(request.values.get("next", "")),
    )
    answer = make_response(page, status)
    answer.set_cookie(
        FORM_COOKIE, token, max_age=3600, httponly=True, secure=secure, samesite="Lax"
    )
    return answer
