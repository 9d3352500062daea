"""What only two at once would meet, in the tables of forms and identity."""

import uuid

import httpx
import psycopg
import pytest
from chassis import clock
from suara_local.meeting import at_once, kept, statuses
from suara_local.offices import new_office
from suara_local.running import Running

RECORDINGS = "/kelola/kuesioner/rekaman"


@pytest.fixture
def admin(suara: Running) -> httpx.Client:
    return suara.api("admin")


@pytest.fixture
def tenant(suara: Running) -> str:
    """Of an office that no other test has."""
    return str(suara.survey(new_office(suara, "W24"))["tenant"])


def test_one_survey_of_a_unit_instrument_and_month(
    suara: Running, admin: httpx.Client, tenant: str
) -> None:
    body = {"tenant": tenant, "instrument": "SPKP-SPAK", "period": "2031-01"}
    path = "/api/v1/surveys"
    answers = at_once(suara, "forms", "surveys", lambda _: admin.post(path, json=body))
    assert statuses(answers) == [201, 422]
    query = "SELECT count(*) FROM surveys WHERE tenant_id = %s AND period = '2031-01'"
    assert kept(suara, "forms", query, tenant) == 1


def test_one_number_of_recipients_of_a_service_and_month(
    suara: Running, admin: httpx.Client, tenant: str
) -> None:
    listed = admin.get("/api/v1/services", params={"tenant": tenant}).json()["items"]
    body = {"tenant": tenant, "period": "2026-11", "service": listed[0]["key"]}

    def enter(number: int) -> httpx.Response:
        return admin.post("/api/v1/populations", json={**body, "recipients": 10 + number})

    first, second = statuses(at_once(suara, "forms", "populations", enter))
    assert first in (200, 201)
    assert second < 500
    query = (
        "SELECT count(*) FROM populations WHERE tenant_id = %s AND period = '2026-11'"
        " AND service = %s AND stage = 'monthly'"
    )
    assert kept(suara, "forms", query, tenant, listed[0]["key"]) <= 1


def test_one_person_of_a_name(suara: Running, admin: httpx.Client, tenant: str) -> None:
    username = f"dua.{uuid.uuid4().hex[:8]}"
    body = {"tenant": tenant, "username": username, "name": "Dua Sekaligus"}
    body["password"] = "a long enough password"

    def add(_: int) -> httpx.Response:
        return admin.post("/api/v1/people", json=body)

    assert statuses(at_once(suara, "identity", "people", add)) == [201, 422]
    query = "SELECT count(*) FROM people WHERE username = %s"
    assert kept(suara, "identity", query, username) == 1


def test_one_request_to_close_a_survey_early(suara: Running) -> None:
    survey = suara.survey(new_office(suara, "W24"))
    path = f"/api/v1/surveys/{survey['survey_id']}/early-closes"
    operator = suara.api("admin")
    body = {"reason": "Kantor pindah gedung bulan ini"}

    def ask(_: int) -> httpx.Response:
        return operator.post(path, json=body)

    assert statuses(at_once(suara, "forms", "early_closes", ask)) == [201, 422]


def test_the_usual_points_of_a_unit_are_added_once(
    suara: Running, admin: httpx.Client, tenant: str
) -> None:
    query = "SELECT count(*) FROM collection_points WHERE tenant_id = %s AND status = 'active'"
    with psycopg.connect(suara.stack.superuser_url("forms"), autocommit=True) as connection:
        retire = "UPDATE collection_points SET status = 'retired' WHERE tenant_id = %s"
        connection.execute(retire, [tenant])
    path, body = "/api/v1/collection-points/usual", {"tenant": tenant}

    def add(_: int) -> httpx.Response:
        return admin.post(path, json=body)

    assert statuses(at_once(suara, "forms", "collection_points", add)) == [201, 201]
    made = kept(suara, "forms", query, tenant)
    assert admin.post(path, json=body).json()["items"] == []
    presets = (
        "SELECT count(DISTINCT preset) FROM collection_points"
        " WHERE tenant_id = %s AND status = 'active'"
    )
    assert made == kept(suara, "forms", presets, tenant)


def test_a_service_of_a_name_is_added_once(
    suara: Running, admin: httpx.Client, tenant: str
) -> None:
    """Also in another spelling, which no constraint of a table knows."""
    path, body = "/api/v1/services", {"tenant": tenant, "name_en": "Phone"}

    def add(number: int) -> httpx.Response:
        return admin.post(path, json={**body, "name": ("Wartel", "WARTEL")[number]})

    _, refused = answers = at_once(suara, "forms", "services", add)
    assert statuses(answers) == [201, 422]
    assert [each["field"] for each in refused.json()["errors"]] == ["name"]
    listed = admin.get(path, params={"tenant": tenant}).json()["items"]
    assert [each["key"].lower() for each in listed].count("wartel") == 1


def test_of_the_last_two_services_one_stays(
    suara: Running, admin: httpx.Client, tenant: str
) -> None:
    path, body = "/api/v1/services", {"tenant": tenant}
    listed = admin.get(path, params=body).json()["items"]

    def retire(service: str) -> httpx.Response:
        return admin.patch(f"{path}/{service}", json={**body, "active": False})

    *others, first, second = [each["service_id"] for each in listed]
    for each in others:
        retire(each).raise_for_status()
    answers = at_once(suara, "forms", "services", lambda number: retire((first, second)[number]))
    assert statuses(answers) == [200, 422]
    left = admin.get(path, params=body).json()["items"]
    assert [each["active"] for each in left].count(True) == 1


def test_two_who_open_a_month_at_once_ask_for_one_run(suara: Running, admin: httpx.Client) -> None:
    """Of the present one, in which all that is due has been opened."""
    body = {"period": f"{clock.now():%Y-%m}"}

    def ask(_: int) -> httpx.Response:
        return admin.post("/api/v1/surveys/openings", json=body)

    first, second = at_once(suara, "forms", "openings", ask)
    assert first.is_success
    assert first.json()["opening_id"] == second.json()["opening_id"]


def test_a_statement_is_read_aloud_and_withdrawn_once(suara: Running) -> None:
    desk = suara.browser("admin")
    form, sound = {"item": "IKM:u9", "language": "ja"}, b"OggS" + uuid.uuid4().bytes * 6
    form["csrf_token"] = csrf(desk.get(RECORDINGS).text)

    def add(_: int) -> httpx.Response:
        return desk.post(RECORDINGS, data=form, files={"file": ("a.ogg", sound)})

    assert statuses(at_once(suara, "forms", "recordings", add)) == [303, 303]
    known = "FROM recordings WHERE (instrument, item, language) = ('IKM', 'u9', 'ja')"
    assert kept(suara, "forms", f"SELECT count(*) {known}") == 1
    with psycopg.connect(suara.stack.superuser_url("forms")) as connection:
        (key,) = connection.execute(f"SELECT recording_id {known}").fetchone() or ("",)
    path = f"{RECORDINGS}/{key}/tarik"
    answers = at_once(suara, "forms", "recordings", lambda _: desk.post(path, data=form))
    assert statuses(answers) == [303, 404]


def csrf(page: str) -> str:
    return page.split('name="csrf_token" value="')[1].split('"')[0]
