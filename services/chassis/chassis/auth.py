"""Who asks and what a route allows. A route without a declared policy stops the start."""

import hmac
import math
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

import httpx
from flask import Flask, Request, current_app, g, request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from chassis import clock
from chassis.principal import Principal
from chassis.problems import Forbidden, Unauthenticated, Unavailable
from chassis.revocations import Revocations

AUDIENCE = "suara"
ALGORITHMS = ["ES256"]
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# What a token must say of whom it speaks for, beside issuer, audience and times.
CLAIMS = ("sub", "sid", "kind", "name", "role", "tenant")
LISTS = ("unit_types", "permissions")
# Seconds: how long identity may take to say its keys, and how often an unknown key is asked for, so
# that junk cannot hammer it.
KEYS_WITHIN, KEYS_EVERY = 2, 10
View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Anybody may call; no token is read."""
    view.policy = ()  # type: ignore[attr-defined]
    return view


def requires(permission: str, *others: str) -> Callable[[View], View]:
    """Any one of them is enough; the data layer decides which rows."""

    def mark(view: View) -> View:
        view.policy = (permission, *others)  # type: ignore[attr-defined]
        return view

    return mark


def principal() -> Principal:
    found: Principal = g.principal
    return found


def access_cookie(base_url: str) -> str:
    """`__Host-` needs TLS; a local http address cannot set it."""
    return "__Host-access" if base_url.startswith("https:") else "access"


class TokenVerifier:
    """Checks tokens without a call; asks identity for keys only at first and for unknown ones."""

    def __init__(self, identity_url: str, issuer: str, revocations: Revocations) -> None:
        """`issuer` is the address of the platform, for which identity signs."""
        self._url = f"{identity_url}/.well-known/jwks.json"
        self._issuer = issuer
        self._revocations = revocations
        self._keys: KeySet | None = None
        self._fetched = 0.0
        self._lock = threading.Lock()

    def verify(self, token: str) -> Principal:
        """Raise Unauthenticated for anything but a valid, current, unrevoked token of ours."""
        if not self._revocations.ready:
            raise Unavailable("Sign-in checks are starting")
        try:
            claims = self._decode(token)
        except (JoseError, ValueError, KeyError) as fault:
            raise Unauthenticated("The token is not valid") from fault
        if self._revocations.covers(claims["sid"], claims["sub"], claims["iat"]):
            raise Unauthenticated("The token was revoked")
        return Principal(
            subject=claims["sub"],
            session=claims["sid"],
            kind=claims["kind"],
            name=claims["name"],
            role=claims["role"],
            tenant_id=claims["tenant"],
            unit_types=tuple(claims["unit_types"]),
            permissions=frozenset(claims["permissions"]),
            unit=claims.get("unit", ""),
            unit_code=claims.get("unit_code", ""),
            hats=claims.get("hats", 1),
            csrf=claims.get("csrf", ""),
            division=claims.get("division", ""),
            made_by=tuple(claims.get("made_by", ())),
            issued_at=claims["iat"],
            expires_at=claims["exp"],
            practice=bool(claims.get("practice")),
        )

    def _decode(self, token: str) -> dict[str, Any]:
        keys = self._keys or self._fetch(None)
        try:
            decoded = jwt.decode(token, keys, algorithms=ALGORITHMS)
        except (JoseError, ValueError):
            # Perhaps a rotated key: one more look.
            renewed = self._fetch(keys)
            if renewed is keys:
                raise
            decoded = jwt.decode(token, renewed, algorithms=ALGORITHMS)
        registry = jwt.JWTClaimsRegistry(
            # The library counts whole seconds; a token of this very second is not of the future.
            now=math.ceil(clock.seconds()),
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": AUDIENCE},
            exp={"essential": True},
            iat={"essential": True},
            **{name: jwt.ClaimsOption(essential=True) for name in CLAIMS},
            **{name: jwt.ClaimsOption(essential=True, allow_blank=True) for name in LISTS},
            leeway=0,
        )
        registry.validate(decoded.claims)
        return dict(decoded.claims)

    def _fetch(self, known: KeySet | None) -> KeySet:
        with self._lock:
            if self._keys is not None and (
                self._keys is not known or time.monotonic() - self._fetched < KEYS_EVERY
            ):
                return self._keys
            try:
                answer = httpx.get(self._url, timeout=KEYS_WITHIN).raise_for_status()
            except httpx.HTTPError as fault:
                raise Unavailable("Sign-in keys are not available") from fault
            self._keys, self._fetched = KeySet.import_key_set(answer.json()), time.monotonic()
            return self._keys


def install(app: Flask, verifier: TokenVerifier, base_url: str) -> None:
    """Check every request against its route's policy before the view runs."""
    cookie = access_cookie(base_url)
    app.before_request(lambda: _check_policy(verifier, cookie))


def _check_policy(verifier: TokenVerifier, cookie: str) -> None:
    if request.endpoint is None:
        return
    view: Any = current_app.view_functions[request.endpoint]
    policy: tuple[str, ...] = view.policy
    if not policy:
        return
    token, from_cookie = _token(request, cookie)
    g.principal = verifier.verify(token)
    if from_cookie and request.method not in SAFE_METHODS:
        check_csrf(request, g.principal.csrf)
    if not any(g.principal.may(permission) for permission in policy):
        raise Forbidden


def _token(incoming: Request, cookie: str) -> tuple[str, bool]:
    header = incoming.headers.get("Authorization", "")
    if header.startswith("Bearer "):
        return header[7:], False
    if token := incoming.cookies.get(cookie):
        return token, True
    raise Unauthenticated


def check_csrf(incoming: Request, expected: str) -> None:
    """The form or the header must repeat the secret of the session's own token."""
    given = incoming.headers.get("X-CSRF-Token") or incoming.form.get("csrf_token", "")
    if not repeats(given, expected):
        raise Forbidden("The form has expired; reload the page and try again")


def repeats(given: str, secret: str) -> bool:
    """Whether a form says the secret of its session; no clock tells how much of it was right."""
    return bool(secret) and hmac.compare_digest(given.encode(errors="replace"), secret.encode())


def undeclared_routes(app: Flask) -> list[str]:
    """Routes without a policy; `create_app` refuses to start while there is one."""
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if not hasattr(app.view_functions[rule.endpoint], "policy")
    )
