"""Access tokens: ES256, five minutes, checked everywhere without a call."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from chassis import clock
from chassis.auth import ALGORITHMS, AUDIENCE
from joserfc import jwt
from joserfc.jwk import ECKey

from identity_service.domain.sign_in_times import ACCESS_SECONDS


@dataclass(frozen=True)
class Subject:
    """Whom a token speaks for: one person under one of `hats` hats, or one API client."""

    subject: str
    session: str
    kind: str
    name: str
    role: str
    tenant_id: str
    permissions: Iterable[str]
    unit_types: Iterable[str] = ()
    unit: str = ""
    unit_code: str = ""
    hats: int = 1
    csrf: str = ""
    division: str = ""
    made_by: Iterable[str] = ()
    practice: bool = False


class Issuer:
    """Signs tokens; its public half is served as JWKS."""

    def __init__(self, signing_key: str, base_url: str) -> None:
        key = ECKey.import_key(signing_key)
        self._key = ECKey.import_key(signing_key, {"kid": key.thumbprint(), "use": "sig"})
        self._issuer = base_url

    def token(self, who: Subject) -> str:
        # To the fraction: a token of the same second as a revocation, but later, lives.
        now = clock.seconds()
        claims: dict[str, Any] = {
            "iss": self._issuer,
            "aud": AUDIENCE,
            "iat": now,
            "exp": now + ACCESS_SECONDS,
            "sub": who.subject,
            "sid": who.session,
            "kind": who.kind,
            "name": who.name,
            "role": who.role,
            "tenant": who.tenant_id,
            "unit_types": list(who.unit_types),
            "permissions": sorted(who.permissions),
            "unit": who.unit,
            "unit_code": who.unit_code,
            "hats": who.hats,
            "csrf": who.csrf,
            "division": who.division,
            "made_by": list(who.made_by),
            "practice": who.practice,
        }
        header = {"alg": ALGORITHMS[0], "kid": self._key.kid}
        return jwt.encode(header, claims, self._key)

    def jwks(self) -> dict[str, Any]:
        return {"keys": [{**self._key.as_dict(private=False), "alg": ALGORITHMS[0]}]}
