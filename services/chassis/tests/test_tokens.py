"""Who is let in: a token of ours, whole, current and unrevoked; and forms of our own pages."""

from collections.abc import Iterator
from typing import Any

import pytest
from chassis import auth
from chassis.auth import ALGORITHMS, TokenVerifier, public, requires
from chassis.config import Settings
from chassis.events import new_event
from chassis.problems import Unauthenticated, Unavailable
from chassis.revocations import Revocations
from chassis.web import create_app
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from joserfc.jwk import ECKey
from suara_local.signing import CLAIMS, Signer, wrong_tokens

ISSUER = "http://suara.example"
WRONG = sorted(wrong_tokens(Signer(ISSUER)))
MAY = {"permissions": ["things.write"], "csrf": "the secret of the session"}
CHANGING = ("POST", "PUT", "PATCH", "DELETE")


@pytest.fixture(scope="module")
def signer() -> Iterator[Signer]:
    with Signer(ISSUER).serving() as serving:
        yield serving


@pytest.fixture(scope="module")
def wrong(signer: Signer) -> dict[str, str]:
    return wrong_tokens(signer, **MAY)


@pytest.fixture
def revocations() -> Revocations:
    return Revocations()


@pytest.fixture
def verifier(signer: Signer, revocations: Revocations) -> TokenVerifier:
    return TokenVerifier(signer.url, ISSUER, revocations)


@pytest.fixture
def browser(signer: Signer, revocations: Revocations) -> FlaskClient:
    """Of an application with one thing, which may be seen and changed with `things.write`."""
    things = Blueprint("things", __name__)
    app = made(signer, things, revocations)
    browser = app.test_client()
    browser.set_cookie("access", signer.sign(signer.claims(**MAY)))
    return browser


def made(signer: Signer, things: Blueprint, revocations: Revocations) -> Flask:
    @things.route("/thing", methods=["GET", *CHANGING])
    @requires("things.write")
    def thing() -> str:
        return "done"

    settings = Settings(
        suara_base_url=ISSUER,
        identity_url=signer.url,
        kafka_bootstrap="",
        database_web_url="",
        database_worker_url="",
    )
    return create_app("things", settings, [things], revocations=revocations)


def test_a_token_of_ours_says_who_asks(signer: Signer, verifier: TokenVerifier) -> None:
    person = verifier.verify(signer.sign(signer.claims(**MAY)))
    assert (person.subject, person.session, person.csrf) == ("p", "s", MAY["csrf"])
    assert person.may("things.write")
    assert not person.may("things.read")


@pytest.mark.parametrize("words", WRONG)
def test_a_wrong_token_is_nobodys(
    verifier: TokenVerifier, wrong: dict[str, str], words: str
) -> None:
    with pytest.raises(Unauthenticated):
        verifier.verify(wrong[words])


def test_junk_does_not_hammer_identity(
    verifier: TokenVerifier, wrong: dict[str, str], signer: Signer
) -> None:
    before = signer.asked
    for _ in range(3):
        with pytest.raises(Unauthenticated):
            verifier.verify(wrong["of our key under an unknown name"])
    assert signer.asked == before + 1


def test_a_new_key_of_identity_is_known_at_the_next_look(monkeypatch: pytest.MonkeyPatch) -> None:
    with Signer(ISSUER).serving() as signer:
        verifier = TokenVerifier(signer.url, ISSUER, Revocations())
        verifier.verify(signer.sign(signer.claims()))
        signer.use(ECKey.generate_key("P-256"))
        renewed = signer.sign(signer.claims())
        with pytest.raises(Unauthenticated):
            verifier.verify(renewed)
        monkeypatch.setattr(auth, "KEYS_EVERY", 0)
        assert verifier.verify(renewed).subject == "p"
        assert signer.asked == 2


def test_nobody_is_let_in_while_the_keys_are_not_to_be_had(signer: Signer) -> None:
    token = signer.sign(signer.claims())
    with pytest.raises(Unavailable):
        TokenVerifier("http://127.0.0.1:9", ISSUER, Revocations()).verify(token)


def test_every_claim_that_is_read_is_missed() -> None:
    assert {f"without {name}" for name in CLAIMS} <= set(WRONG)


@pytest.mark.parametrize(("kind", "what"), [("session", "s"), ("subject", "p")])
def test_a_revoked_token_is_nobodys(
    signer: Signer, verifier: TokenVerifier, revocations: Revocations, kind: str, what: str
) -> None:
    token = signer.sign(signer.claims())
    verifier.verify(token)
    revocations.apply(revoked(kind, "another"))
    verifier.verify(token)
    revocations.apply(revoked(kind, what))
    with pytest.raises(Unauthenticated):
        verifier.verify(token)


def revoked(kind: str, what: str) -> Any:
    at = "2999-01-01T00:00:00+00:00"
    payload = {"kind": kind, "id": what, "revoked_at": at}
    return new_event("identity.revocations.v1", "0" * 36, payload)


@pytest.mark.parametrize("method", CHANGING)
def test_a_form_of_another_site_changes_nothing(browser: FlaskClient, method: str) -> None:
    foreign = "the secret of another session"
    for sent in (
        {},
        {"data": {"csrf_token": foreign}},
        {"data": {"csrf_token": ""}},
        {"headers": {"X-CSRF-Token": foreign}},
        # What a page of another site can add to the address of its form.
        {"query_string": {"csrf_token": MAY["csrf"]}},
    ):
        answer = browser.open("/thing", method=method, **sent)
        assert answer.status_code == 403, sent
        assert "form" in answer.get_json()["detail"]
    for sent in ({"data": {"csrf_token": MAY["csrf"]}}, {"headers": {"X-CSRF-Token": MAY["csrf"]}}):
        assert browser.open("/thing", method=method, **sent).status_code == 200


def test_what_only_shows_needs_no_form(browser: FlaskClient) -> None:
    for method in ("GET", "HEAD", "OPTIONS"):
        assert browser.open("/thing", method=method).status_code == 200


@pytest.mark.parametrize("method", CHANGING)
def test_a_token_without_a_secret_changes_nothing_by_cookie(
    signer: Signer, browser: FlaskClient, method: str
) -> None:
    browser.set_cookie("access", signer.sign(signer.claims(**{**MAY, "csrf": ""})))
    for sent in ({}, {"data": {"csrf_token": ""}}):
        assert browser.open("/thing", method=method, **sent).status_code == 403


def test_a_route_without_a_policy_stops_the_start(signer: Signer, revocations: Revocations) -> None:
    things = Blueprint("things", __name__)
    things.add_url_rule("/open", view_func=lambda: "", endpoint="open")
    with pytest.raises(RuntimeError, match="/open"):
        made(signer, things, revocations)


def test_a_policy_names_a_permission_and_only_public_is_public() -> None:
    with pytest.raises(TypeError):
        requires()
    assert public(lambda: "").policy == ()


def test_a_good_token_of_somebody_without_the_permission_is_refused(
    signer: Signer, browser: FlaskClient
) -> None:
    browser.set_cookie("access", signer.sign(signer.claims(permissions=["things.read"])))
    answer = browser.get("/thing")
    assert answer.status_code == 403


def test_one_way_of_signing_is_taken() -> None:
    """The library refuses a public key as a secret today; nobody has to rely on that."""
    assert ALGORITHMS == ["ES256"]
