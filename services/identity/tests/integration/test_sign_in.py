"""Sign-in, hats, refresh and sign-out, as a browser sees them."""

import uuid

import httpx
import pytest
from identity_service.domain.passwords import TRIES
from identity_service.web.throttle import Throttle
from identity_testing import PASSWORD as MADE_PASSWORD
from sqlalchemy import text
from suara_local import patient
from suara_local.processes import wait_until


@pytest.fixture
def browser(identity):
    with identity.browser() as browser:
        yield browser


def test_a_head_gets_both_cookies_and_a_token_of_the_own_unit(identity, browser) -> None:
    answer = identity.sign_in(browser, " Kepala.W11-01 ", next="/u/W11-01?period=2026-11")
    assert (answer.status_code, answer.headers["location"]) == (303, "/u/W11-01?period=2026-11")
    for cookie in answer.headers.get_list("set-cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
    claims = identity.claims(browser.cookies["access"])
    assert claims["aud"] == "suara"
    assert claims["exp"] - claims["iat"] == 300
    assert (claims["kind"], claims["role"]) == ("person", "head_of_unit")
    assert claims["tenant"] == identity.tenant("kepala.w11-01")
    assert "results.read" in claims["permissions"]
    assert "people.write" not in claims["permissions"]
    assert browser.cookies["refresh"] not in claims.values()


@pytest.mark.parametrize("username", ["kepala.w11-01", "nobody.here", "a\x00b", "", "é" * 300])
def test_wrong_password_and_unknown_name_read_the_same(identity, browser, username) -> None:
    answer = identity.sign_in(browser, username, "not the password")
    assert answer.status_code == 422
    assert "Nama pengguna atau kata sandi tidak cocok" in answer.text
    assert "access" not in browser.cookies


def test_the_page_speaks_english_too(browser) -> None:
    assert "<h1" in browser.get("/sign-in").text
    assert 'lang="en"' in browser.get("/sign-in", params={"lang": "en"}).text
    assert "Password" in browser.get("/sign-in").text


@pytest.mark.parametrize("token", ["", "forged", "é"])
def test_a_form_of_another_site_signs_nobody_in(browser, token) -> None:
    browser.get("/sign-in")
    fields = {"form_token": token, "username": "admin", "password": "a long enough password"}
    assert browser.post("/sign-in", data=fields).status_code == 400
    assert "access" not in browser.cookies


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "", "/\n/evil.example"]
)
def test_next_never_leads_away(identity, browser, target) -> None:
    assert identity.sign_in(browser, "admin", next=target).headers["location"] == "/"
    refreshed = browser.get("/session/refresh", params={"next": target})
    assert refreshed.headers["location"] == "/"


def test_refresh_rotates_and_two_tabs_at_once_do_no_harm(identity, browser) -> None:
    identity.sign_in(browser, "auditor")
    first, session = browser.cookies["refresh"], identity.claims(browser.cookies["access"])["sid"]
    answer = browser.get("/session/refresh", params={"next": "/u?q=a"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/u?q=a")
    second = browser.cookies["refresh"]
    assert second != first
    # The other tab still sent the first token: it gets access and must not undo the second.
    late = patient.get(f"{identity.url}/session/refresh", headers={"Cookie": f"refresh={first}"})
    assert late.headers["location"] == "/"
    assert identity.claims(late.cookies["access"])["sid"] == session
    assert "refresh" not in late.cookies
    assert browser.get("/session/refresh").headers["location"] == "/"


def test_a_form_that_outlived_its_token_is_posted_again(identity, browser) -> None:
    identity.sign_in(browser, "auditor")
    answer = browser.post("/session/refresh", params={"next": "/jawaban/bantu/isi"})
    assert (answer.status_code, answer.headers["location"]) == (307, "/jawaban/bantu/isi")
    browser.cookies.clear()
    lost = browser.post("/session/refresh", params={"next": "/u"})
    assert (lost.status_code, lost.headers["location"]) == (303, "/sign-in?next=%2Fu")


def test_a_stolen_refresh_token_ends_the_session_for_both(identity, browser) -> None:
    identity.sign_in(browser, "penilai")
    first = browser.cookies["refresh"]
    browser.get("/session/refresh")
    session = identity.claims(browser.cookies["access"])["sid"]
    with identity.database("SIGNIN") as signin, signin.unbound() as connection:
        connection.execute(
            text(
                "UPDATE sessions SET rotated_at = clock_now() - interval '1 minute'"
                " WHERE session_id = :id"
            ),
            {"id": session},
        )
    thief = patient.get(f"{identity.url}/session/refresh", headers={"Cookie": f"refresh={first}"})
    assert thief.headers["location"].startswith("/sign-in?")
    assert browser.get("/session/refresh").headers["location"].startswith("/sign-in?")


def test_without_a_session_refresh_leads_to_sign_in_and_back(browser) -> None:
    answer = browser.get("/session/refresh", params={"next": "/u/W11-01"})
    assert answer.headers["location"] == "/sign-in?next=%2Fu%2FW11-01"
    assert 'name="next" value="/u/W11-01"' in browser.get(answer.headers["location"]).text


def test_sign_out_ends_the_session_and_its_tokens_within_two_seconds(identity, browser) -> None:
    identity.sign_in(browser, "pemantau.w20")
    token, refresh = browser.cookies["access"], browser.cookies["refresh"]
    assert browser.post("/session/sign-out").status_code == 403
    csrf = identity.claims(token)["csrf"]
    with identity.api(token) as api:
        assert api.get("/tenants").status_code == 200
        # Also when the access token has died: only the refresh cookie speaks.
        browser.cookies.delete("access")
        left = browser.post("/session/sign-out", data={"csrf_token": csrf})
        assert left.headers["location"] == "/sign-in"
        wait_until(lambda: api.get("/tenants").status_code == 401, 60, "the revocation")
    again = patient.get(f"{identity.url}/session/refresh", headers={"Cookie": f"refresh={refresh}"})
    assert again.headers["location"].startswith("/sign-in?")


def test_who_has_two_hats_chooses_and_wears_one_at_a_time(identity, browser) -> None:
    answer = identity.sign_in(browser, "plt.w11", next="/u")
    assert answer.headers["location"] == "/session/hats?next=%2Fu"
    page = browser.get(answer.headers["location"]).text
    assert page.count('name="grant"') == 2
    claims = identity.claims(browser.cookies["access"])
    other = next(
        tenant
        for tenant in (identity.tenant("kepala.w11-01"), identity.tenant("kepala.w11-02"))
        if tenant != claims["tenant"]
    )
    tokens = [_wear(identity, browser, value) for value in _values(page)]
    assert {identity.claims(token)["tenant"] for token in tokens} == {claims["tenant"], other}
    assert {identity.claims(token)["sid"] for token in tokens} == {claims["sid"]}


def _values(page: str) -> list[str]:
    return [part.split('value="')[1].split('"')[0] for part in page.split('name="grant"')[1:]]


def _wear(identity, browser: httpx.Client, grant: str) -> str:
    csrf = identity.claims(browser.cookies["access"])["csrf"]
    answer = browser.post("/session/hats", data={"csrf_token": csrf, "grant": grant})
    assert answer.status_code == 303
    return browser.cookies["access"]


def test_the_hat_of_somebody_else_looks_like_none(identity, browser) -> None:
    identity.sign_in(browser, "statistisi")
    csrf = identity.claims(browser.cookies["access"])["csrf"]
    with identity.database("SIGNIN") as signin, signin.unbound() as connection:
        foreign = connection.scalar(text("SELECT grant_id FROM grants WHERE role = 'auditor'"))
    for grant in (str(foreign), str(uuid.uuid4()), ""):
        answer = browser.post("/session/hats", data={"csrf_token": csrf, "grant": grant})
        assert answer.status_code == 404


def test_guessing_is_slowed_down_for_one_name_from_one_address(identity, browser) -> None:
    guessed, other = (
        identity.made("W11-01", ("counter_clerk", "W11-01"))["username"] for _ in range(2)
    )
    for _ in range(TRIES):
        assert identity.sign_in(browser, guessed, "guess").status_code == 422
    assert identity.sign_in(browser, guessed, MADE_PASSWORD).status_code == 429
    assert identity.sign_in(browser, other, MADE_PASSWORD).status_code == 303


def test_the_throttle_forgets_after_a_success(valkey_url: str) -> None:
    throttle, name = Throttle(valkey_url), uuid.uuid4().hex
    for _ in range(3):
        assert all(throttle.admits(name, name) for _ in range(TRIES))
        throttle.forget(name, name)
    assert all(throttle.admits(name, name) for _ in range(TRIES))
    assert not throttle.admits(name, name)
    throttle._valkey.close()


def test_the_throttle_fails_open_without_valkey() -> None:
    throttle = Throttle("valkey://127.0.0.1:1/0")
    assert all(throttle.admits("anybody", "192.0.2.1") for _ in range(TRIES + 1))
    throttle.forget("anybody", "192.0.2.1")
