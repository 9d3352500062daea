"""What a service reads in a token, when it asks identity for keys, and what a route allows."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from chassis import auth
from chassis.auth import TokenVerifier, access_cookie, principal, public, requires
from chassis.config import Settings
from chassis.events import new_event
from chassis.principal import Principal
from chassis.problems import Unauthenticated, Unavailable
from chassis.revocations import Revocations
from chassis.web import create_app
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from joserfc.jwk import ECKey
from suara_local.signing import Signer

ISSUER = "http://suara.example"
EVERY_SECONDS = 10


@pytest.fixture(scope="module")
def signer() -> Iterator[Signer]:
    with Signer(ISSUER).serving() as serving:
        yield serving


def test_a_principal_is_what_the_token_says(signer: Signer) -> None:
    more = {
        "unit_types": ["lapas", "rutan"],
        "permissions": ["a.read", "b.read"],
        "unit": "Rutan",
        "unit_code": "RTN-01",
        "hats": 3,
        "csrf": "secret",
        "division": "Loket",
        "made_by": ["x", "y"],
    }
    claims = signer.claims(**more)
    found = TokenVerifier(signer.url, ISSUER, Revocations()).verify(signer.sign(claims))
    assert found == Principal(
        subject="p",
        session="s",
        kind="person",
        name="Sri",
        role="head_of_unit",
        tenant_id="00000000-0000-4000-8000-000000000000",
        unit_types=("lapas", "rutan"),
        permissions=frozenset({"a.read", "b.read"}),
        unit="Rutan",
        unit_code="RTN-01",
        hats=3,
        csrf="secret",
        division="Loket",
        made_by=("x", "y"),
        issued_at=claims["iat"],
        expires_at=claims["exp"],
    )


def test_a_token_of_an_api_client_says_less(signer: Signer) -> None:
    claims = signer.claims()
    found = TokenVerifier(signer.url, ISSUER, Revocations()).verify(signer.sign(claims))
    fields = ("unit", "unit_code", "hats", "csrf", "division", "made_by")
    assert [getattr(found, name) for name in fields] == ["", "", 1, "", "", ()]


def test_why_a_token_is_refused(signer: Signer) -> None:
    revocations = Revocations()
    verifier = TokenVerifier(signer.url, ISSUER, revocations)
    with pytest.raises(Unauthenticated, match=r"^The token is not valid$"):
        verifier.verify("none")
    payload = {"kind": "session", "id": "s", "revoked_at": "2026-11-29T00:00:00+00:00"}
    revocations.apply(new_event("identity.revocations.v1", "0" * 36, payload))
    with pytest.raises(Unauthenticated, match=r"^The token was revoked$"):
        verifier.verify(signer.sign(signer.claims()))


def test_until_revocations_are_known_no_token_is_trusted(signer: Signer) -> None:
    revocations = Revocations()
    revocations._caught_up = lambda: False
    with pytest.raises(Unavailable, match=r"^Sign-in checks are starting$"):
        TokenVerifier(signer.url, ISSUER, revocations).verify(signer.sign(signer.claims()))


def test_without_keys_nobody_is_known_and_nobody_is_refused(signer: Signer) -> None:
    verifier = TokenVerifier("http://127.0.0.1:1", ISSUER, Revocations())
    with pytest.raises(Unavailable, match=r"^Sign-in keys are not available$"):
        verifier.verify(signer.sign(signer.claims()))


@dataclasses.dataclass
class Clock:
    """In place of the modules `clock` and `time` of what is tested."""

    now: float
    passed: float = 0.0

    def seconds(self) -> float:
        return self.now

    def monotonic(self) -> float:
        return self.passed


def test_a_new_key_is_asked_for_at_most_every_ten_seconds(
    signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    claims = signer.claims()
    clock = Clock(claims["iat"])
    monkeypatch.setattr(auth, "clock", clock)
    monkeypatch.setattr(auth, "time", clock)
    verifier = TokenVerifier(signer.url, ISSUER, Revocations())
    verifier.verify(signer.sign(claims))
    with Signer(ISSUER, ECKey.generate_key("P-256")).serving() as later:
        verifier._url = f"{later.url}/.well-known/jwks.json"
        clock.passed = EVERY_SECONDS - 0.1
        with pytest.raises(Unauthenticated):
            verifier.verify(later.sign(claims))
        # Known keys are not asked for again.
        verifier.verify(signer.sign(claims))
        clock.passed = EVERY_SECONDS
        assert verifier.verify(later.sign(claims)).subject == "p"
    # From memory: nobody serves it any more.
    assert verifier.verify(later.sign(claims)).subject == "p"


@pytest.mark.parametrize(
    ("issued", "expires", "good"),
    [
        (0.0, 300.0, True),
        # Of this very second, though the library counts whole ones.
        (0.9, 300.0, True),
        (2.0, 300.0, False),
        (-300.0, 1.0, False),
        (-300.0, 2.0, True),
    ],
)
def test_a_token_lives_from_its_second_to_its_end(
    signer: Signer, monkeypatch: pytest.MonkeyPatch, issued: float, expires: float, *, good: bool
) -> None:
    monkeypatch.setattr(auth, "clock", Clock(1_800_000_000.5))
    token = signer.sign(signer.claims(iat=1_800_000_000 + issued, exp=1_800_000_000 + expires))
    verifier = TokenVerifier(signer.url, ISSUER, Revocations())
    if good:
        verifier.verify(token)
    else:
        with pytest.raises(Unauthenticated):
            verifier.verify(token)


def made(signer: Signer, things: Blueprint) -> Flask:
    settings = Settings(
        suara_base_url=ISSUER,
        identity_url=signer.url,
        kafka_bootstrap="",
        database_web_url="",
        database_worker_url="",
    )
    return create_app("things", settings, [things], revocations=Revocations())


@pytest.fixture
def client(signer: Signer) -> FlaskClient:
    """Of an application with a thing for two kinds of people and one for everybody."""
    things = Blueprint("things", __name__)

    @things.route("/thing", methods=["GET", "POST"])
    @requires("things.read", "things.write")
    def thing() -> str:
        return principal().name

    @things.route("/open", methods=["GET", "POST"])
    @public
    def opened() -> str:
        return "open"

    return made(signer, things).test_client()


def bearer(signer: Signer, *permissions: str) -> Any:
    token = signer.sign(signer.claims(permissions=list(permissions)))
    return {"Authorization": f"Bearer {token}"}


def test_anyone_of_the_permissions_is_enough(signer: Signer, client: FlaskClient) -> None:
    for permission in ("things.read", "things.write"):
        answer = client.get("/thing", headers=bearer(signer, "others.read", permission))
        assert (answer.status_code, answer.text) == (200, "Sri")
    assert client.get("/thing", headers=bearer(signer, "others.read")).status_code == 403
    assert client.get("/thing", headers=bearer(signer)).status_code == 403


def test_a_token_in_the_header_needs_no_form(signer: Signer, client: FlaskClient) -> None:
    """No browser adds it to the form of another site."""
    assert client.post("/thing", headers=bearer(signer, "things.read")).status_code == 200


def test_without_a_token_only_what_is_public_is_there(client: FlaskClient) -> None:
    assert client.get("/thing").status_code == 401
    assert client.get("/thing", headers={"Authorization": "Basic x"}).status_code == 401
    assert client.get("/open").status_code == client.post("/open").status_code == 200
    assert client.get("/nowhere").status_code == 404


def test_another_header_hides_no_cookie(signer: Signer, client: FlaskClient) -> None:
    client.set_cookie("access", signer.sign(signer.claims(permissions=["things.read"])))
    assert client.get("/thing", headers={"Authorization": "Basic x"}).status_code == 200


def test_who_is_refused_for_a_form_is_told_what_to_do(signer: Signer, client: FlaskClient) -> None:
    claims = signer.claims(permissions=["things.read"], csrf="secret")
    client.set_cookie("access", signer.sign(claims))
    for sent in ("", "secre", "secret2", "\ud800", "rahasía"):
        answer = client.post("/thing", data={"csrf_token": sent.encode("utf-8", "surrogatepass")})
        assert answer.status_code == 403
        words = "The form has expired; reload the page and try again"
        assert answer.get_json()["detail"] == words
    assert client.post("/thing", data={"csrf_token": "secret"}).status_code == 200


def test_half_a_character_is_no_secret() -> None:
    assert not auth.repeats("\ud800", "secret")
    assert not auth.repeats("", "")
    assert auth.repeats("secret", "secret")


def test_the_cookie_is_bound_to_the_host_where_tls_is() -> None:
    assert access_cookie("https://suara.example") == "__Host-access"
    assert access_cookie("http://localhost:8080") == "access"


def test_routes_without_a_policy_are_named_in_order(signer: Signer) -> None:
    things = Blueprint("things", __name__)
    for name in ("b", "a"):
        things.add_url_rule(f"/{name}", view_func=lambda: "", endpoint=name)
    with pytest.raises(RuntimeError, match=r"^routes without a declared policy: /a, /b$"):
        made(signer, things)


@pytest.mark.parametrize(
    ("issued", "covered"), [(99.9, True), (100.0, True), (100.1, False), (101.0, False)]
)
def test_a_revoked_subject_may_sign_in_anew(issued: float, *, covered: bool) -> None:
    revocations = Revocations()
    payload = {"kind": "subject", "id": "p", "revoked_at": "1970-01-01T00:01:40+00:00"}
    revocations.apply(new_event("identity.revocations.v1", "0" * 36, payload))
    assert revocations.covers("s", "p", issued) is covered
    assert not revocations.covers("p", "another", issued)
    assert not revocations.covers("s", "another", 0.1)
