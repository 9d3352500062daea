"""An answer leaves the index by two persons and comes back; nobody sees its stars for it."""

import uuid
from fractions import Fraction
from typing import Any

import httpx
import psycopg
import pytest
from suara_local.finishing import finish, score
from suara_local.offices import new_office
from suara_local.running import Running, eventually

UNIT, KANWIL = "W11-03", "pemantau.w11"
WHY = "Isian percobaan saat pelatihan petugas, lihat berita acara 12."
API = "/api/v1/exclusions"
# Too few for any figure.
SENT = 6
# The index with the excluded ones is shown from ten of them on.
GOOD, OUT = 15, 10


@pytest.fixture(scope="module")
def asker(suara: Running) -> httpx.Client:
    """The national administrator asks; the kanwil decides."""
    return suara.api("admin")


def answered(suara: Running, survey: dict[str, Any], stars: int, count: int = 1) -> list[str]:
    """Receipts of stored answers, each from a device of its own."""
    body, receipts = suara.submission(survey, stars), list[str]()
    for _ in range(count):
        headers = {"Cookie": f"device={uuid.uuid4().hex[:22]}"}
        sent = suara.send({**body, "response_id": str(uuid.uuid4())}, headers)
        receipts.append(str(sent.raise_for_status().json()["receipt"]))
    suara.all_counted(dict(zip(receipts, receipts, strict=True)))
    return receipts


def test_out_and_back_by_two_persons(suara: Running, asker: httpx.Client) -> None:
    unit = new_office(suara, "W11")
    survey = suara.survey(unit)
    good, bad = answered(suara, survey, 6, GOOD), answered(suara, survey, 1, OUT)
    kanwil = suara.api(KANWIL)
    wish = {"reason": "test_entry", "justification": WHY, "receipts": bad}
    asked = asker.post(API, json=wish)
    assert asked.status_code == 201, asked.text
    path = f"{API}/{asked.json()['request_id']}/decide"
    assert asker.post(path, json={"confirm": True}).status_code == 422
    assert suara.api("operator.w11-01").post(path, json={"confirm": True}).status_code == 403
    assert suara.api("pemantau.w20").post(path, json={"confirm": True}).status_code == 404
    assert suara.fate(bad[0]) == "counted"
    assert kanwil.post(path, json={"confirm": True}).json()["confirmed"] is True
    assert kanwil.post(path, json={"confirm": False, "note": "lain kali"}).status_code == 409
    eventually(lambda: suara.fate(bad[0]), "excluded")
    assert suara.fate(good[0]) == "counted"
    # With the final result, so that nobody reads the effect of one answer off the screen.
    eventually(lambda: score(suara, survey)["excluded"], OUT)
    assert score(suara, survey)["released"] is None
    state = finish(suara, survey)
    assert (state["n"], state["indices"][0]["display4"]) == (GOOD, "4.00")
    variant = next(each for each in state["variants"] if each["name"] == "with_excluded")
    # Six stars from the good ones and one star from those: minmax of their mean, to two decimals.
    mean = Fraction(6 * GOOD + OUT, GOOD + OUT)
    both = f"{float(1 + 3 * (mean - 1) / 5):.2f}"
    assert (variant["n"], variant["indices"][0]["display4"]) == (GOOD + OUT, both)
    # On the page of the unit both stand, and how the answers came.
    desk = suara.browser(KANWIL)
    eventually(lambda: "(terbit 4,00)" in desk.get(f"/u/{unit}").text, True)
    again = asker.post(API, json=wish)
    assert [each["field"] for each in again.json()["errors"]] == ["receipts"]
    back = asker.post(API, json={**wish, "excludes": False, "receipts": [bad[1]]}).json()
    kanwil.post(f"{API}/{back['request_id']}/decide", json={"confirm": True}).raise_for_status()
    eventually(lambda: suara.fate(bad[1]), "counted")
    assert suara.fate(bad[0]) == "excluded"
    eventually(lambda: score(suara, survey)["excluded"], OUT - 1)
    assert score(suara, survey)["released"] == state
    assert " 0 differences" in suara.stack.run("scoring", "rebuild").stdout


def test_all_answers_out_leave_a_count_and_no_result(suara: Running, asker: httpx.Client) -> None:
    """As a program reads it; of few answers it never saw a figure."""
    unit = new_office(suara, "W11")
    survey = suara.survey(unit)
    receipts = answered(suara, survey, 3, SENT)
    kanwil, scores = suara.api(KANWIL), f"/api/v1/scores?tenant={unit}&period={survey['period']}"

    def seen() -> dict[str, Any]:
        items = kanwil.get(scores).raise_for_status().json()["items"]
        return next(each for each in items if each["survey_id"] == survey["survey_id"])

    finish(suara, survey)
    shown = seen()["released"]
    assert (shown["n"], shown["withheld"], shown["indicators"]) == (SENT, "few", [])
    assert {index["value"] for index in shown["indices"]} == {None}
    wish = {"reason": "test_entry", "justification": WHY, "receipts": receipts}
    asked = asker.post(API, json=wish).raise_for_status().json()["request_id"]
    kanwil.post(f"{API}/{asked}/decide", json={"confirm": True}).raise_for_status()
    eventually(lambda: seen()["released"], None)
    assert (seen()["count"], seen()["excluded"]) == (SENT, SENT)


def puppet(suara: Running, maker: httpx.Client, role: str, unit: str) -> tuple[str, httpx.Client]:
    """(id, API) of an account that `maker` makes, with a password of the maker's choosing."""
    facts = suara.facts["surveys"]
    tenant = next(each["tenant"] for each in facts if each["tenant_code"] == unit)
    if role == "kanwil_monitor":
        tenant = suara.person(KANWIL)["tenant"]
    username, password = f"boneka.{uuid.uuid4().hex[:8]}", "chosen by the monitor"
    body = {"tenant": tenant, "username": username, "name": "Boneka", "password": password}
    made = maker.post("/api/v1/people", json=body).raise_for_status().json()["person_id"]
    grant = {"tenant": tenant, "role": role}
    maker.post(f"/api/v1/people/{made}/grants", json=grant).raise_for_status()
    token = suara.sign_in(username, password).cookies["access"]
    headers = {"Authorization": f"Bearer {token}"}
    return made, suara.client(headers=headers)


def test_a_monitor_does_not_make_itself_head_and_reads_no_rows(suara: Running) -> None:
    monitor, unit = suara.api(KANWIL), suara.survey(UNIT)["tenant"]
    people = monitor.get("/api/v1/people", params={"after": KANWIL[:-1]}).json()["items"]
    me = next(each["person_id"] for each in people if each["username"] == KANWIL)
    grant = {"tenant": unit, "role": "head_of_unit"}
    refused = monitor.post(f"/api/v1/people/{me}/grants", json=grant)
    assert refused.status_code == 422
    assert [each["field"] for each in refused.json()["errors"]] == ["person"]
    assert "/session/hats" not in suara.sign_in(KANWIL).get("/").text


@pytest.mark.parametrize("asks", ["puppet", "maker", "one of two puppets"])
def test_no_puppet_is_the_second_person(suara: Running, asks: str) -> None:
    """A head that the monitor made asks and the monitor decides, or a monitor that it made; or the
    head and the monitor who decides were both made by one monitor."""
    survey, monitor = suara.survey(UNIT), suara.api(KANWIL)
    (receipt,) = answered(suara, survey, 2)
    wish = {"reason": "test_entry", "justification": WHY, "receipts": [receipt]}
    first = second = monitor
    if asks != "maker":
        _, first = puppet(suara, monitor, "head_of_unit", UNIT)
    if asks != "puppet":
        _, second = puppet(suara, monitor, "kanwil_monitor", UNIT)
    asked = first.post(API, json=wish)
    assert asked.status_code == 201, asked.text
    path = f"{API}/{asked.json()['request_id']}"
    refused = second.post(f"{path}/decide", json={"confirm": True})
    assert refused.status_code == 422
    assert [each["field"] for each in refused.json()["errors"]] == ["request"]
    assert suara.fate(receipt) == "counted"
    # Somebody who has neither in hand may.
    note = {"confirm": False, "note": "Bukan isian percobaan."}
    assert suara.api("admin").post(f"{path}/decide", json=note).status_code == 200


def test_an_auditor_looks_and_asks_for_nothing(suara: Running) -> None:
    auditor = suara.api("auditor")
    assert auditor.get(API).status_code == 200
    assert auditor.post(API, json={"reason": "test_entry"}).status_code == 403
    desk = suara.browser("auditor")
    assert "/jawaban/pengecualian" in desk.get("/jawaban").text
    page = desk.get("/jawaban/pengecualian")
    assert page.status_code == 200
    assert "/jawaban/pengecualian/baru" not in page.text
    assert desk.get("/jawaban/pengecualian/baru").status_code == 403


def test_what_is_refused_names_the_field(suara: Running, asker: httpx.Client) -> None:
    wish = {"reason": "test_entry", "justification": WHY}
    for change, field in (
        ({"receipts": ["AAAA-BBBB"]}, "receipts"),
        ({"responses": ["x"]}, "responses"),
        ({"responses": [str(uuid.uuid4())]}, "receipts"),
        ({"reason": "low_stars", "receipts": ["A"]}, "reason"),
    ):
        refused = asker.post(API, json={**wish, **change})
        assert refused.status_code == 422
        assert [each["field"] for each in refused.json()["errors"]] == [field]


def test_an_answer_of_another_office_is_out_of_reach(suara: Running) -> None:
    (receipt,) = answered(suara, suara.survey("W15-01"), 4)
    wish = {"reason": "wrong_unit", "justification": WHY, "receipts": [receipt]}
    refused = suara.api("kepala.w11-01").post(API, json=wish)
    assert refused.status_code == 422
    assert "scope" in refused.json()["errors"][0]["message"]


def test_neither_page_nor_list_shows_what_an_answer_says(suara: Running) -> None:
    """Planted answers with a value that stands nowhere else on the page."""
    survey = suara.survey(UNIT)
    (receipt,) = answered(suara, survey, 2)
    wish = {"reason": "wrong_unit", "justification": WHY, "receipts": [receipt]}
    asked = suara.api("admin").post(API, json=wish).json()["request_id"]
    desk = suara.browser(KANWIL)
    for path in (f"/jawaban/pengecualian/{asked}", "/jawaban/pengecualian"):
        page = desk.get(path).text
        assert WHY in page or path.endswith("pengecualian")
        for word in ("pungli", "informasi", "bintang 2", "2 bintang", "IPAK", receipt):
            assert word not in page
    listed = suara.api(KANWIL).get(API).json()["items"]
    assert not any("answers" in each and isinstance(each["answers"], dict) for each in listed)


TABLES = ("exclusion_requests", "exclusion_items", "exclusion_decisions", "exclusion_effects")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("role", ["responses_web", "responses_worker"])
def test_rows_are_only_added(suara: Running, table: str, role: str) -> None:
    """Neither role may change or delete one, nor a single column of one."""
    with psycopg.connect(suara.stack.superuser_url("responses")) as connection:
        row = connection.execute(
            "SELECT has_any_column_privilege(%(role)s, %(table)s, 'UPDATE'),"
            " has_table_privilege(%(role)s, %(table)s, 'DELETE, TRUNCATE')",
            {"role": role, "table": table},
        ).fetchone()
    assert row == (False, False)
