"""Tenants, people, grants and the audit trail over HTTP: own scope alone, faults by field."""

import http.client
import select
import socket
import uuid
from datetime import timedelta
from typing import Any, BinaryIO

import httpx
import pytest
from chassis import clock
from identity_service.domain.organisation import tenant_id
from identity_testing import SEEDED
from suara_local.processes import wait_until

W11, W20, LAPAS, KANIM = (tenant_id(code) for code in ("W11", "W20", "W11-01", "W11-02"))
PASSWORD = "another long password"


def person(client: httpx.Client, tenant: str = LAPAS) -> dict[str, Any]:
    """A new person without any grant."""
    username = f"baru.{uuid.uuid4().hex[:8]}"
    body = {"tenant": tenant, "username": username, "name": "Orang Baru", "password": PASSWORD}
    answer = client.post("/people", json=body)
    assert answer.status_code == 201
    return answer.json()


def faults(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    return {fault["field"]: fault["message"] for fault in answer.json()["errors"]}


def every(client: httpx.Client, path: str, **more: Any) -> list[dict[str, Any]]:
    """All pages of a list."""
    found: list[dict[str, Any]] = []
    following = None
    while True:
        after = {"after": following} if following else {}
        page = client.get(path, params={**more, **after}).json()
        found += page["items"]
        following = page["next"]
        if following is None:
            return found


def test_tenants_are_those_of_the_scope_page_by_page(api) -> None:
    national = [row["code"] for row in every(api("admin"), "/tenants")]
    assert 860 <= len(SEEDED) <= 880
    assert len(set(national)) == len(national)
    assert set(national) >= SEEDED
    kanwil = [row["code"] for row in every(api("pemantau.w11"), "/tenants", limit=7)]
    assert kanwil == sorted(set(kanwil))
    assert {*kanwil} & SEEDED == {each for each in SEEDED if each.split("-")[0] == "W11"}
    assert [row["code"] for row in every(api("kepala.w11-01"), "/tenants")] == ["W11-01"]


def test_a_line_cut_by_unit_type_reaches_all_kanwil_and_no_other_type(api) -> None:
    line = every(api("ditjen.pas"), "/tenants")
    assert {row["line"] for row in line} == {"pemasyarakatan"}
    codes = {row["code"] for row in line} & SEEDED
    assert len({each.split("-")[0] for each in codes}) == 33


@pytest.mark.parametrize("wanted", [W20, str(uuid.uuid4()), "no-id"])
def test_a_foreign_tenant_looks_like_none(api, wanted) -> None:
    monitor = api("pemantau.w11")
    assert monitor.get(f"/tenants/{wanted}").status_code == 404
    assert monitor.get(f"/tenants/{LAPAS}").json()["code"] == "W11-01"


@pytest.mark.parametrize(
    ("path", "value"),
    [("/tenants?limit=0", "limit"), ("/tenants?after=%00", "after"), ("/audit?after=x", "after")],
)
def test_a_bad_page_is_named(api, path, value) -> None:
    assert value in faults(api("admin").get(path))


@pytest.mark.parametrize(
    ("username", "path"),
    [
        ("loket.w11-01", "/tenants"),
        ("kepala.w11-01", "/people"),
        ("operator.w11-01", "/audit"),
        ("pemantau.w11", "/clients"),
        ("auditor", "/people"),
    ],
)
def test_what_a_role_may_not_do_is_forbidden(api, username, path) -> None:
    assert api(username).get(path).status_code == 403


def test_a_new_person_signs_in_once_there_is_a_grant(identity, api) -> None:
    monitor = api("pemantau.w11")
    made = person(monitor)
    assert made["username"] in {row["username"] for row in every(monitor, "/people")}
    with identity.browser() as browser:
        assert identity.sign_in(browser, made["username"], PASSWORD).status_code == 422
        body = {"tenant": LAPAS, "role": "head_of_unit"}
        assert monitor.post(f"/people/{made['person_id']}/grants", json=body).status_code == 201
        assert identity.sign_in(browser, made["username"], PASSWORD).status_code == 303
        assert identity.claims(browser.cookies["access"])["tenant"] == LAPAS
    (grant,) = monitor.get(f"/people/{made['person_id']}/grants").json()["items"]
    assert (grant["role"], grant["tenant_id"], grant["valid_to"]) == ("head_of_unit", LAPAS, None)


def test_an_acting_head_acts_between_the_dates_alone(identity, api) -> None:
    monitor = api("pemantau.w11")
    made, today = person(monitor), clock.today()
    grants = f"/people/{made['person_id']}/grants"

    def grant(tenant: str, begins: int, ends: int) -> None:
        days = {"valid_from": begins, "valid_to": ends}
        dates = {name: str(today + timedelta(days=number)) for name, number in days.items()}
        body = {"tenant": tenant, "role": "head_of_unit", **dates}
        assert monitor.post(grants, json=body).status_code == 201

    with identity.browser() as browser:
        grant(LAPAS, -30, -2)
        grant(LAPAS, 3, 30)
        assert identity.sign_in(browser, made["username"], PASSWORD).status_code == 422
        grant(KANIM, -1, 5)
        answer = identity.sign_in(browser, made["username"], PASSWORD)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert identity.claims(browser.cookies["access"])["tenant"] == KANIM


def test_nobody_grants_above_or_beside_the_own_scope_or_more_than_the_own_role(api) -> None:
    monitor = api("pemantau.w11")
    grants = f"/people/{person(monitor)['person_id']}/grants"
    for tenant in (tenant_id("KEMENKUMHAM"), W20, str(uuid.uuid4())):
        answer = monitor.post(grants, json={"tenant": tenant, "role": "head_of_unit"})
        assert faults(answer) == {"tenant": "is not in your scope"}
    for role in ("operator", "national_administrator", "statistician"):
        assert "role" in faults(monitor.post(grants, json={"tenant": LAPAS, "role": role}))
    assert monitor.get(grants).json()["items"] == []


def test_foreign_people_look_like_none(api) -> None:
    made = person(api("pemantau.w11"))
    foreign, own = api("pemantau.w20"), api("pemantau.w11")
    for wanted in (made["person_id"], str(uuid.uuid4()), "no-id"):
        path = f"/people/{wanted}"
        assert foreign.get(f"{path}/grants").status_code == 404
        body = {"tenant": W20, "role": "head_of_unit"}
        assert foreign.post(f"{path}/grants", json=body).status_code == 404
        assert foreign.post(f"{path}/revoke").status_code == 404
    assert made["username"] not in {row["username"] for row in every(foreign, "/people")}
    assert own.get(f"/people/{made['person_id']}/grants").status_code == 200


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_body_that_is_refused_before_it_came_leaves_the_connection_usable(
    identity: Any, method: str
) -> None:
    """Else the gateway's next request over it is lost, and somebody sees 502."""
    address = httpx.URL(identity.url)
    body, host = b'{"tenant": 1}', f"Host: {address.netloc.decode()}\r\n"
    head = f"{method} /api/v1/people HTTP/1.1\r\n{host}Content-Length: {len(body)}\r\n\r\n"
    with socket.create_connection((address.host, address.port or 80)) as wire:
        wire.sendall(head.encode())
        # A server that does not wait for the body has answered by then.
        select.select([wire], [], [], 1)
        wire.sendall(body)
        answers = wire.makefile("rb")
        assert status_of(answers) == 401
        wire.sendall(f"GET /healthz HTTP/1.1\r\n{host}\r\n".encode())
        assert status_of(answers) == 200


def status_of(answers: BinaryIO) -> int:
    """Of the next answer on a kept connection, which is read to its end."""
    status = int(answers.readline().split()[1])
    headers = http.client.parse_headers(answers)
    answers.read(int(headers["Content-Length"]))
    return status


def test_every_faulty_field_of_a_person_is_named(api) -> None:
    monitor = api("pemantau.w11")
    bad = {"tenant": 7, "username": "has blanks", "name": "a\x00b", "password": "short"}
    assert set(faults(monitor.post("/people", json=bad))) == set(bad)
    assert set(faults(monitor.post("/people", json={}))) == set(bad)
    good = {"tenant": LAPAS, "username": "ADMIN", "name": "N", "password": PASSWORD}
    assert faults(monitor.post("/people", json=good)) == {"username": "is taken; choose another"}
    assert "tenant" in faults(monitor.post("/people", json={**good, "tenant": W20}))
    assert set(faults(monitor.post("/people", json={**good, "division": "x" * 121}))) == {
        "division"
    }
    assert monitor.post("/people", content=b"[1]").status_code == 400


def test_every_faulty_field_of_a_grant_is_named(api) -> None:
    monitor = api("pemantau.w11")
    grants = f"/people/{person(monitor)['person_id']}/grants"
    bad = {"tenant": "x", "role": "king", "unit_types": "lapas", "valid_from": "soon"}
    assert set(faults(monitor.post(grants, json=bad))) == set(bad)
    body = {"tenant": LAPAS, "role": "head_of_unit", "valid_from": "2026-02-01"}
    assert "valid_to" in faults(monitor.post(grants, json={**body, "valid_to": "2026-02-01"}))


def test_a_revoked_person_is_out_within_two_seconds_and_the_trail_says_who_did_it(
    identity, api
) -> None:
    monitor, foreign, auditor = api("pemantau.w11"), api("pemantau.w20"), api("auditor")
    made = person(monitor)
    path = f"/people/{made['person_id']}"
    monitor.post(f"{path}/grants", json={"tenant": LAPAS, "role": "head_of_unit"})
    with identity.browser() as browser:
        identity.sign_in(browser, made["username"], PASSWORD)
        with identity.api(browser.cookies["access"]) as theirs:
            assert theirs.get("/tenants").status_code == 200
            assert monitor.post(f"{path}/revoke").json() == {"status": "revoked"}
            wait_until(lambda: theirs.get("/tenants").status_code == 401, 60, "the revocation")
        assert browser.get("/session/refresh").headers["location"].startswith("/sign-in")
        assert identity.sign_in(browser, made["username"], PASSWORD).status_code == 422
    refused = monitor.post(f"{path}/grants", json={"tenant": LAPAS, "role": "head_of_unit"})
    assert "person" in faults(refused)

    def trail(client: httpx.Client) -> list[str]:
        entries = [row for row in every(client, "/audit") if row["subject"] == made["person_id"]]
        return [row["action"] for row in reversed(entries)]

    wait_until(lambda: "identity.person.revoke" in trail(monitor), 60, "the audit entry")
    kept = trail(monitor)
    assert [action for action in kept if not action.startswith("identity.session")] == [
        "identity.person.add",
        "identity.grant.add",
        "identity.person.revoke",
    ]
    assert "identity.session.begin" in kept
    assert trail(auditor) == kept
    assert trail(foreign) == []


def test_a_client_gets_no_more_than_its_maker_may_hand_on(identity, api) -> None:
    admin = api("admin")
    body = {"tenant": W11, "name": "Kanwil system", "scope": "results.read counts.read"}
    made = admin.post("/clients", json=body).json()
    assert made["client_secret"]
    (row,) = [row for row in every(admin, "/clients") if row["client_id"] == made["client_id"]]
    assert row["scope"] == "counts.read results.read"
    assert "client_secret" not in row
    for scope in ("records.read", "microdata.read", "people.write", "results.read nonsense"):
        assert "scope" in faults(admin.post("/clients", json={**body, "scope": scope}))
    assert set(faults(admin.post("/clients", json={}))) == {"tenant", "name", "scope"}
    assert admin.post("/clients/nobody/revoke").status_code == 404
    assert admin.post("/clients/%00/revoke").status_code == 404
