"""Who may knock at all: the public routes, every one of them named here, and every other route of
every service shut to a wrong token and to a form of another site."""

import re
from collections.abc import Iterator

import httpx
import pytest
from suara_local import patient
from suara_local.places import SERVICES
from suara_local.routes import Route
from suara_local.running import Running, eventually
from suara_local.signing import Signer, wrong_tokens

Routes = dict[str, list[Route]]
SAFE = ("GET",)
INSIDE = {"GET /healthz", "GET /readyz", "GET /metrics"}
# A route that is not here asks who comes. Whoever adds one says by it that anybody may call.
PUBLIC = {
    "identity": {
        "GET /.well-known/jwks.json",
        "GET /.well-known/openid-configuration",
        "POST /oauth/token",
        "GET /sign-in",
        "POST /sign-in",
        # By the refresh token, which they check themselves.
        "GET /session/refresh",
        "POST /session/refresh",
        "POST /session/sign-out",
    },
    "forms": {"GET /api/v1/instruments/schema", "GET /rekaman/<name>"},
    "responses": {
        "GET /s",
        "GET /s/assets/<name>",
        "GET /s/sw.js",
        "GET /s/<code>",
        "POST /s/<code>",
        "POST /s/<code>/start",
        "GET /s/<code>/next",
        "POST /s/<code>/next",
        "GET /Q/<token>",
        "GET /q/<token>",
        "GET /ly/<code>",
        "GET /layanan/<first>/<second>/<third>/<fourth>",
        "GET /api/v1/forms/<code>",
        "POST /api/v1/responses",
        # By the receipt, which only who answered has.
        "POST /api/v1/receipts",
        "POST /api/v1/receipts/contents",
        "POST /api/v1/receipts/corrections",
        "POST /api/v1/erasures",
        "GET /s/tanda-terima",
        "POST /s/tanda-terima",
        "POST /s/tanda-terima/hapus",
        "POST /s/tanda-terima/tulisan",
        "POST /s/tanda-terima/ubah",
        # By the kiosk's own key.
        "GET /s/anjungan",
        "POST /s/anjungan",
        "POST /s/anjungan/antrean",
        "GET /s/anjungan/isi",
        "POST /s/anjungan/isi",
    },
    "scoring": {"GET /api/v1/sample-size"},
    "reporting": {"GET /static/<path:name>"},
}
STREAM = "/live?unit=W20-01"


@pytest.fixture(scope="module")
def outside(suara: Running) -> Iterator[httpx.Client]:
    """Through the gateway, as nobody."""
    headers = {"Accept": "application/json"}
    with patient.client(base_url=suara.base_url, headers=headers) as client:
        yield client


def shut(routes: Routes) -> list[tuple[str, str]]:
    """Method and some address of every route that is not public."""
    return [
        (each.method, re.sub("<[^>]+>", "1", each.rule))
        for service in SERVICES
        for each in routes[service]
        if each.policy
    ]


def doors(routes: Routes) -> list[str]:
    """A page or list of every service, and the live stream, which is no route of Flask's."""
    first = [
        next(e.rule for e in routes[service] if e.policy and e.method in SAFE and "<" not in e.rule)
        for service in SERVICES
    ]
    return [*first, STREAM]


@pytest.mark.parametrize("service", SERVICES)
def test_what_is_public_is_named_here(routes: Routes, service: str) -> None:
    found = {f"{each.method} {each.rule}" for each in routes[service] if not each.policy}
    assert found == PUBLIC[service] | INSIDE


def test_a_wrong_token_opens_no_service(
    routes: Routes, everything: list[str], signer: Signer, outside: httpx.Client
) -> None:
    for door in doors(routes):
        if door != STREAM:
            good = signer.sign(signer.claims(permissions=everything))
            assert as_bearer(outside, door, good) != 401, door
        for words, token in wrong_tokens(signer, permissions=everything).items():
            assert as_bearer(outside, door, token) == 401, f"{door}: {words}"
            as_cookie = {"Cookie": f"access={token}"}
            assert outside.get(door, headers=as_cookie).status_code == 401, f"{door}: {words}"


def as_bearer(outside: httpx.Client, path: str, token: str) -> int:
    return outside.get(path, headers={"Authorization": f"Bearer {token}"}).status_code


def test_every_route_asks_for_a_token(
    routes: Routes, signer: Signer, outside: httpx.Client
) -> None:
    expired = {"Authorization": f"Bearer {wrong_tokens(signer)['expired']}"}
    for method, path in shut(routes):
        for headers in ({}, expired):
            answer = outside.request(method, path, headers=headers)
            assert answer.status_code == 401, f"{method} {path}: {answer.status_code}"


def test_a_form_of_another_site_changes_nothing(
    suara: Running, routes: Routes, outside: httpx.Client
) -> None:
    """With the cookies of a signed-in browser, which it cannot read, on every changing route."""
    another = (
        suara.browser("admin").get("/u/KEMENKUMHAM").text.split('name="csrf_token" value="')[1]
    )
    mine = {"Cookie": f"access={suara.cookies('auditor')['access']}"}
    for method, path in shut(routes):
        if method in SAFE:
            continue
        for secret in ({}, {"csrf_token": another.split('"')[0]}):
            answer = outside.request(method, path, data=secret, headers=mine)
            assert answer.status_code == 403, f"{method} {path}: {answer.status_code}"
            assert "reload the page" in answer.json()["detail"], f"{method} {path}"


def test_a_revoked_session_dies_everywhere(
    suara: Running, routes: Routes, outside: httpx.Client
) -> None:
    client = suara.sign_in("admin")
    token = client.cookies["access"]
    for door in doors(routes)[:-1]:
        assert as_bearer(outside, door, token) != 401, door
    secret = client.get("/u/KEMENKUMHAM").text.split('name="csrf_token" value="')[1].split('"')[0]
    assert client.post("/session/sign-out", data={"csrf_token": secret}).status_code == 303
    for door in doors(routes):
        eventually(lambda door=door: as_bearer(outside, door, token), 401)
