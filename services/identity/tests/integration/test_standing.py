"""Accounts of others: what was tried on the running platform, and the ways back."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
from chassis import clock
from chassis.database import Scope
from identity_service.domain.organisation import tenant_id
from identity_testing import MINISTRY, PASSWORD
from sqlalchemy import text
from suara_local.importing import sent, table
from suara_local.processes import wait_until

W11, LAPAS, KANIM = (tenant_id(code) for code in ("W11", "W11-01", "W11-02"))
HEADING = "username;name;role;tenant_code;unit_types;division"
TODAY = clock.today()


def fields(answer: httpx.Response) -> set[str]:
    assert answer.status_code == 422, answer.text
    return {fault["field"] for fault in answer.json()["errors"]}


def give(client: httpx.Client, one: dict[str, Any], role: str, tenant: str, **more: str) -> Any:
    body = {"role": role, "tenant": tenant, **more}
    return client.post(f"/people/{one['person_id']}/grants", json=body)


def end(client: httpx.Client, one: dict[str, Any], place: int = 0) -> int:
    grant = one["grants"][place]["grant_id"]
    return client.post(f"/people/{one['person_id']}/grants/{grant}/end").status_code


def trail(client: httpx.Client, one: dict[str, Any], action: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []

    def told() -> bool:
        entries = client.get("/audit").json()["items"]
        found[:] = [
            each["detail"]
            for each in entries
            if (each["subject"], each["action"]) == (one["person_id"], f"identity.{action}")
        ]
        return bool(found)

    wait_until(told, 60, action)
    return found


def test_a_kanwil_monitor_does_not_make_itself_head_of_a_unit(identity: Any) -> None:
    monitor = identity.made("W11", ("kanwil_monitor", "W11"))
    with identity.api(identity.token_of(monitor)) as client:
        assert fields(give(client, monitor, "head_of_unit", LAPAS)) == {"person"}
        # Nor the role that it has, without an end or for more types of unit.
        assert fields(give(client, monitor, "kanwil_monitor", W11)) == {"person"}
        name = monitor["username"]
        for line in (
            f"{name};Orang Uji;head_of_unit;W11;;",
            f"{name};Orang Uji;kanwil_monitor;W11;;TU",
        ):
            found = sent(client, "/people/import", table(HEADING, line), dry=True).json()
            assert [each["problem"] for each in found["faults"]] == ["own_account"]
            assert sent(client, "/people/import", table(HEADING, line)).status_code == 422
    (grant,) = identity.held(monitor)
    assert grant.role == "kanwil_monitor"


def test_a_statistician_does_not_revoke_the_ministrys_administrator(
    identity: Any, api: Any
) -> None:
    admin = identity.made("KEMENKUMHAM", ("national_administrator", "KEMENKUMHAM"))
    client = api("statistisi")
    assert client.post(f"/people/{admin['person_id']}/revoke").status_code == 403
    assert end(client, admin) == 403
    assert identity.token_of(admin)


@contextmanager
def only(identity: Any, *kept: dict[str, Any]) -> Iterator[None]:
    """For a while nobody else is national administrator; who is signed in stays so."""
    rule = (
        "UPDATE grants SET ended_at = {} WHERE role = 'national_administrator'"
        " AND ended_at IS {} NULL AND person_id <> ALL (CAST(:kept AS uuid[])) RETURNING grant_id"
    )
    known = {"kept": [each["person_id"] for each in kept]}
    with identity.database("WEB") as web:
        with web.scope(Scope(MINISTRY)) as connection:
            ended = connection.execute(text(rule.format("clock_now()", "")), known).scalars().all()
        try:
            yield
        finally:
            with web.scope(Scope(MINISTRY)) as connection:
                back = "UPDATE grants SET ended_at = NULL WHERE grant_id = ANY (:ids)"
                connection.execute(text(back), {"ids": ended})


def test_the_last_national_administrator_stays(identity: Any) -> None:
    role = ("national_administrator", "KEMENKUMHAM")
    last = identity.made("KEMENKUMHAM", role)
    acting = identity.made("KEMENKUMHAM", role, valid_to=TODAY + timedelta(days=30))
    with identity.api(identity.token_of(acting)) as client, only(identity, last, acting):
        assert fields(client.post(f"/people/{last['person_id']}/revoke")) == {"person"}
        assert end(client, last) == 422
        second = identity.made("KEMENKUMHAM", role)
        assert client.post(f"/people/{last['person_id']}/revoke").status_code == 200
        assert fields(client.post(f"/people/{second['person_id']}/revoke")) == {"person"}
        assert client.post(f"/people/{last['person_id']}/restore").status_code == 200
    assert identity.token_of(last)


def test_of_two_who_revoke_each_other_at_once_one_stays(identity: Any) -> None:
    role = ("national_administrator", "KEMENKUMHAM")
    two = [identity.made("KEMENKUMHAM", role) for _ in range(2)]
    tokens = [identity.token_of(each) for each in two]

    def revoke(token: str, other: dict[str, Any]) -> int:
        with identity.api(token) as client:
            return client.post(f"/people/{other['person_id']}/revoke").status_code

    with only(identity, *two), ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(revoke, tokens, reversed(two)))
    # Who comes second is the last one's end, or is revoked before being heard.
    assert found in ([200, 422], [200, 401])


def test_a_grant_ends_with_its_tokens_and_the_other_hat_stays(identity: Any, api: Any) -> None:
    monitor, person = (
        api("pemantau.w11"),
        identity.made("W11-01", ("head_of_unit", "W11-01"), ("head_of_unit", "W11-02")),
    )
    hats = {each["grant_id"]: each["tenant_id"] for each in person["grants"]}
    with identity.browser() as browser:
        identity.sign_in(browser, person["username"], PASSWORD)
        worn = identity.claims(browser.cookies["access"])["tenant"]
        other = next(place for place, each in enumerate(hats.values()) if each != worn)
        with identity.api(browser.cookies["access"]) as theirs:
            assert theirs.get("/tenants").status_code == 200
            assert end(monitor, person, other) == 200
            wait_until(lambda: theirs.get("/tenants").status_code == 401, 60, "the end")
        # Under the hat that is left they go on at once, without signing in again.
        assert browser.get("/session/refresh").headers["location"] == "/"
        with identity.api(browser.cookies["access"]) as theirs:
            assert theirs.get("/tenants").status_code == 200
        assert end(monitor, person, 1 - other) == 200
        assert browser.get("/session/refresh").headers["location"].startswith("/sign-in")
        assert identity.sign_in(browser, person["username"], PASSWORD).status_code == 422
    assert end(monitor, person, other) == 404
    listed = monitor.get(f"/people/{person['person_id']}/grants").json()["items"]
    assert all(each["ended_at"] for each in listed)
    assert [each["role"] for each in trail(monitor, person, "grant.end")] == ["head_of_unit"] * 2


def test_a_person_comes_back_without_what_was_ended_or_lapsed(identity: Any, api: Any) -> None:
    monitor, yesterday = api("pemantau.w11"), TODAY - timedelta(days=1)
    person = identity.made("W11-01", ("head_of_unit", "W11-01"), ("counter_clerk", "W11-02"))
    lapsed = identity.made("W11-01", ("operator", "W11-01"), valid_to=yesterday)
    for each in (person, lapsed):
        path = f"/people/{each['person_id']}"
        assert monitor.post(f"{path}/revoke").status_code == 200
        if each is person:
            assert end(monitor, each, 1) == 200
        assert monitor.post(f"{path}/restore").status_code == 200
        assert trail(monitor, each, "person.restore")
    assert identity.claims(identity.token_of(person))["hats"] == 1
    with identity.browser() as browser:
        assert identity.sign_in(browser, lapsed["username"], PASSWORD).status_code == 422


def test_of_a_person_with_a_hat_elsewhere_only_the_own_grant_ends(identity: Any, api: Any) -> None:
    monitor = api("pemantau.w11")
    person = identity.made("W11-01", ("head_of_unit", "W11-01"), ("external_reviewer", "W20"))
    guest = identity.made("W20-01", ("head_of_unit", "W11-02"))
    assert monitor.post(f"/people/{person['person_id']}/revoke").status_code == 403
    assert end(monitor, person, 1) == 403
    assert end(monitor, person, 0) == 200
    listed = monitor.get(f"/people/{guest['person_id']}/grants").json()["items"]
    assert [each["grant_id"] for each in listed] == [guest["grants"][0]["grant_id"]]
    assert end(monitor, guest) == 200


@pytest.mark.parametrize(
    ("held", "given"),
    [
        (("external_reviewer", "W11"), ("head_of_unit", "W11-01")),
        (("head_of_unit", "W11-01"), ("external_reviewer", "W11")),
        (("kanwil_monitor", "W11"), ("head_of_unit", "W11-01")),
    ],
)
def test_results_of_a_region_and_rows_of_a_unit_meet_by_the_ministry_alone(
    identity: Any, api: Any, held: tuple[str, str], given: tuple[str, str]
) -> None:
    monitor, admin = api("pemantau.w11"), api("admin")
    person = identity.made("W11-01", held)
    role, tenant = given[0], tenant_id(given[1])
    assert fields(give(monitor, person, role, tenant)) == {"person"}
    if given[1] == "W11-01":
        line = f"{person['username']};Orang Uji;{role};W11-01;;"
        found = sent(monitor, "/people/import", table(HEADING, line), dry=True).json()
        assert [each["problem"] for each in found["faults"]] == ["joins"]
    assert give(admin, person, role, tenant).status_code == 201
    assert trail(admin, person, "grant.add")[0] == {"role": role, "joins": True}


def test_one_after_the_other_they_do_not_meet(identity: Any, api: Any) -> None:
    monitor, first = api("pemantau.w11"), TODAY + timedelta(days=30)
    person = identity.made("W11-01", ("external_reviewer", "W11"), valid_to=first)
    later = {"valid_from": str(first)}
    assert give(monitor, person, "head_of_unit", LAPAS, **later).status_code == 201
    two = identity.made("W11-01", ("head_of_unit", "W11-01"))
    assert give(monitor, two, "head_of_unit", KANIM).status_code == 201


@pytest.mark.parametrize(
    ("held", "line"),
    [
        (("operator", "W11-01"), "counter_clerk;W11-01;;Loket"),
        (("operator", "W11-01"), "counter_clerk;W11-01;;"),
        # Of a tenant that the monitor cannot see.
        (("auditor", "KEMENKUMHAM"), "head_of_unit;W11-01;;"),
    ],
)
def test_to_who_stands_above_nothing_is_added(
    identity: Any, api: Any, held: tuple[str, str], line: str
) -> None:
    person, monitor = identity.made("W11-01", held), api("pemantau.w11")
    lines = table(HEADING, f"{person['username']};Orang Uji;{line}")
    found = sent(monitor, "/people/import", lines, dry=True).json()
    assert [each["problem"] for each in found["faults"]] == ["stands_above"]
    role = line.split(";")[0]
    assert give(monitor, person, role, LAPAS).status_code == 403
    assert identity.claims(identity.token_of(person))["made_by"] == []


def test_nobody_spoils_the_account_of_an_administrator(identity: Any, api: Any) -> None:
    """A giver becomes a maker, and with too many makers an account is nobody's second person."""
    role = ("national_administrator", "KEMENKUMHAM")
    admin = identity.made("KEMENKUMHAM", role)
    statistician = api("statistisi")
    refused = give(statistician, admin, "external_reviewer", MINISTRY)
    assert refused.status_code == 403
    assert identity.claims(identity.token_of(admin))["made_by"] == []


def test_makers_are_marked_who_administered_the_ministry_then(identity: Any) -> None:
    admin = identity.made("KEMENKUMHAM", ("national_administrator", "KEMENKUMHAM"))
    kanwil = identity.made("W11", ("national_administrator", "W11"))
    person = identity.made("W11-01", ("external_reviewer", "W11-01"))
    for each in (admin, kanwil):
        with identity.api(identity.token_of(each)) as client:
            assert give(client, person, "head_of_unit", LAPAS).status_code == 201
    wanted = {f"+{admin['person_id']}", kanwil["person_id"]}
    assert set(identity.claims(identity.token_of(person))["made_by"]) == wanted
    with identity.database("WEB") as web, web.scope(Scope(MINISTRY)) as connection:
        ended = text("UPDATE grants SET ended_at = clock_now() WHERE person_id = :id")
        connection.execute(ended, {"id": admin["person_id"]})
        # What somebody has made before is not whitewashed by an appointment.
        risen = text(
            "INSERT INTO grants (grant_id, person_id, tenant_id, role, unit_types, valid_from)"
            " VALUES (gen_random_uuid(), :id, :ministry, 'national_administrator', '{}',"
            " (clock_now() AT TIME ZONE 'UTC')::date + 2)"
        )
        connection.execute(risen, {"id": kanwil["person_id"], "ministry": MINISTRY})
    assert set(identity.claims(identity.token_of(person))["made_by"]) == wanted


def test_a_token_tells_who_has_the_account_in_hand(identity: Any) -> None:
    """A chain of accounts as well: whoever made the maker could have been the maker."""
    monitor = identity.made("W11", ("kanwil_monitor", "W11"))
    with identity.api(identity.token_of(monitor)) as client:
        body = {"tenant": W11, "name": "Boneka", "password": PASSWORD}
        puppet = client.post(
            "/people", json={**body, "username": f"b1.{monitor['username']}"}
        ).json()
        assert give(client, puppet, "kanwil_monitor", W11).status_code == 201
    claims = identity.claims(identity.token_of(puppet))
    assert claims["made_by"] == [monitor["person_id"]]
    with identity.api(identity.token_of(puppet)) as client:
        username = f"b2.{monitor['username']}"
        second = client.post("/people", json={**body, "username": username}).json()
        assert give(client, second, "kanwil_monitor", W11).status_code == 201
    found = identity.claims(identity.token_of(second))["made_by"]
    assert set(found) == {monitor["person_id"], puppet["person_id"]}
    assert identity.claims(identity.token_of(monitor))["made_by"] == []
