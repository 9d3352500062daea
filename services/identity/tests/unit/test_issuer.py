"""What identity signs: everything that the services read in a token, for five minutes."""

from typing import Any

import pytest
from chassis import clock
from identity_service.handlers.tokens import Issuer, Subject
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

KEY = ECKey.generate_key("P-256")
SRI = Subject(
    subject="p",
    session="s",
    kind="person",
    name="Sri",
    role="head_of_unit",
    tenant_id="t",
    permissions={"surveys.read", "answers.read", "exports.read"},
    unit_types=("lapas", "rutan"),
    unit="Rutan Salemba",
    unit_code="RTN-01",
    hats=2,
    csrf="secret",
    division="Loket",
    made_by=("a", "b"),
    practice=True,
)


@pytest.fixture
def issuer() -> Issuer:
    return Issuer(KEY.as_pem(private=True).decode(), "https://suara.example")


def read(issuer: Issuer, token: str) -> Any:
    """By the keys that identity serves, as every service does it."""
    return jwt.decode(token, KeySet.import_key_set(issuer.jwks()), algorithms=["ES256"])


def test_a_token_says_all_that_services_read(issuer: Issuer) -> None:
    before = clock.seconds()
    claims = read(issuer, issuer.token(SRI)).claims
    issued = claims.pop("iat")
    # To the fraction: a token of the second of a revocation, but later, lives.
    assert before <= issued <= clock.seconds()
    assert claims.pop("exp") == issued + 300
    assert claims == {
        "iss": "https://suara.example",
        "aud": "suara",
        "sub": "p",
        "sid": "s",
        "kind": "person",
        "name": "Sri",
        "role": "head_of_unit",
        "tenant": "t",
        "permissions": ["answers.read", "exports.read", "surveys.read"],
        "unit_types": ["lapas", "rutan"],
        "unit": "Rutan Salemba",
        "unit_code": "RTN-01",
        "hats": 2,
        "csrf": "secret",
        "division": "Loket",
        "made_by": ["a", "b"],
        "practice": True,
    }


def test_a_token_names_its_key_which_is_served_without_its_secret(issuer: Issuer) -> None:
    (served,) = issuer.jwks()["keys"]
    header = read(issuer, issuer.token(SRI)).header
    assert header == {"typ": "JWT", "alg": "ES256", "kid": served["kid"]}
    public = KEY.as_dict(private=False)
    assert served == {**public, "kid": KEY.thumbprint(), "use": "sig", "alg": "ES256"}
    assert "d" not in served
