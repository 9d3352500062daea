"""Tokens as identity signs them, and every way in which one can be wrong; for tests alone."""

import hmac
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import orjson
from chassis import clock
from chassis.auth import ALGORITHMS, AUDIENCE
from joserfc import jwt
from joserfc.jwk import ECKey
from joserfc.util import urlsafe_b64encode

ALGORITHM = ALGORITHMS[0]
# What a token of ours cannot be without.
CLAIMS = (
    "iss",
    "aud",
    "iat",
    "exp",
    "sub",
    "sid",
    "kind",
    "name",
    "role",
    "tenant",
    "unit_types",
    "permissions",
)
MINUTE = 60


class Signer:
    """A signing key and the address for which it signs; can serve the public half, and counts how
    often it was `asked`."""

    def __init__(self, issuer: str, key: ECKey | None = None) -> None:
        self.issuer = issuer
        self.url, self.asked = "", 0
        self.use(key or ECKey.generate_key("P-256"))

    def use(self, key: ECKey) -> None:
        """From now on, for what it signs and what it serves."""
        self.key = ECKey.import_key(key.as_dict(private=True), {"kid": key.thumbprint()})

    def claims(self, **changed: Any) -> dict[str, Any]:
        """Of somebody without a permission, for five minutes; `changed` says what is different."""
        now = clock.seconds()
        return {
            "iss": self.issuer,
            "aud": AUDIENCE,
            "iat": now,
            "exp": now + 5 * MINUTE,
            "sub": "p",
            "sid": "s",
            "kind": "person",
            "name": "Sri",
            "role": "head_of_unit",
            "tenant": "00000000-0000-4000-8000-000000000000",
            "unit_types": [],
            "permissions": [],
            **changed,
        }

    def sign(self, claims: dict[str, Any], **header: Any) -> str:
        return jwt.encode({"alg": ALGORITHM, "kid": self.key.kid, **header}, claims, self.key)

    @contextmanager
    def serving(self) -> Iterator[Self]:
        """The public half at `url`, as identity serves its own."""
        signer = self

        class Keys(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                signer.asked += 1
                document = orjson.dumps({"keys": [public_half(signer.key)]})
                self.send_response(200)
                self.send_header("Content-Length", str(len(document)))
                self.end_headers()
                self.wfile.write(document)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Keys)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        self.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def public_half(key: ECKey) -> dict[str, Any]:
    return {**key.as_dict(private=False), "kid": key.kid, "use": "sig", "alg": ALGORITHM}


def wrong_tokens(signer: Signer, **mine: Any) -> dict[str, str]:
    """What is wrong with it, and a token that is as good as `mine` but for that."""
    good, now = signer.claims(**mine), clock.seconds()
    changes: dict[str, dict[str, Any]] = {
        "expired": {"iat": now - 6 * MINUTE, "exp": now - 1},
        "expired in this very second": {"iat": now - 6 * MINUTE, "exp": math.ceil(now) - 1},
        "expired long ago": {"iat": now - 1e6, "exp": 1},
        "issued in the future": {"iat": now + 9 * MINUTE},
        "not valid yet": {"nbf": now + 4 * MINUTE},
        "for somebody else": {"aud": "another"},
        "for others": {"aud": ["another", "third"]},
        "of another issuer": {"iss": "https://elsewhere.example"},
        "of an issuer like ours": {"iss": f"{signer.issuer}.elsewhere.example"},
    }
    wrong = {words: signer.sign({**good, **change}) for words, change in changes.items()}
    for name in CLAIMS:
        wrong[f"without {name}"] = signer.sign({k: v for k, v in good.items() if k != name})
    return wrong | _badly_signed(signer, good)


def _badly_signed(signer: Signer, claims: dict[str, Any]) -> dict[str, str]:
    header, payload, signature = signer.sign(claims).split(".")
    more = signer.sign({**claims, "role": "national_administrator"}).split(".")[1]
    unsigned = _encoded({"alg": "none"})
    other = Signer(signer.issuer)
    known = {"alg": ALGORITHM, "kid": signer.key.kid}
    return {
        "of another key": other.sign(claims),
        "of another key under our name": other.sign(claims, kid=signer.key.kid),
        "of another key without a name": jwt.encode({"alg": ALGORITHM}, claims, other.key),
        "of a key that it brings along": jwt.encode(
            {**known, "jwk": public_half(other.key)}, claims, other.key
        ),
        "of our key under an unknown name": signer.sign(claims, kid="unknown"),
        "changed after signing": f"{header}.{more}.{signature}",
        "without its signature": f"{header}.{payload}.",
        "that says it needs no signature": f"{unsigned}.{payload}.",
        "that needs none and has one": f"{unsigned}.{payload}.{signature}",
        **{
            f"signed with our public key as a secret ({form})": _by_secret(claims, known, secret)
            for form, secret in _public_secrets(signer.key).items()
        },
        "cut short": f"{header}.{payload}",
        "no token at all": "none",
    }


def _public_secrets(key: ECKey) -> dict[str, bytes]:
    """The public half as somebody may take it for a secret."""
    return {
        "PEM": key.as_pem(private=False),
        "DER": key.as_der(private=False),
        "JWK": orjson.dumps(public_half(key)),
    }


def _by_secret(claims: dict[str, Any], header: dict[str, Any], secret: bytes) -> str:
    """By hand: the library refuses such a secret."""
    signed = f"{_encoded({**header, 'alg': 'HS256'})}.{_encoded(claims)}"
    mark = hmac.digest(secret, signed.encode(), "sha256")
    return f"{signed}.{urlsafe_b64encode(mark).decode()}"


def _encoded(part: dict[str, Any]) -> str:
    return urlsafe_b64encode(orjson.dumps(part)).decode()
