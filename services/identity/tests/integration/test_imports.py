"""Tenants and people from tables: every faulty row is listed, all rows are stored or none."""

import io
import re
import uuid
from datetime import timedelta
from typing import Any

import httpx
import openpyxl
import pytest
from chassis import clock
from chassis.imports import clear_uploads
from identity_service.domain.organisation import tenant_id
from sqlalchemy import text
from suara_local.importing import sent, table

PEOPLE, TENANTS = "/people/import", "/tenants/import"
HEADING = "username;name;role;tenant_code;unit_types"


def unique(word: str = "orang") -> str:
    return f"{word}.{uuid.uuid4().hex[:8]}"


def tenant_line(code: str, name: str, parent: str, start: str, zone: str = "WIB") -> str:
    return f"{code};upt;lapas;IIA;pemasyarakatan;{zone};{name};;{parent};{start}"


TENANT_HEADING = (
    "code;kind;unit_type;unit_class;line;time_zone;name;short_name;parent_code;valid_from"
)


def test_people_get_a_first_password_that_works(api, identity) -> None:
    username = unique("kepala")
    line = f"{username};Siti Aminah;head_of_unit;W11-03;"
    answer = sent(api("pemantau.w11"), PEOPLE, table(HEADING, line)).json()
    assert (answer["new"], answer["changed"], answer["unchanged"]) == (1, 0, 0)
    told = answer["told"][0]
    assert told["username"] == username
    with identity.browser() as browser:
        assert identity.sign_in(browser, username, told["password"]).status_code == 303
    with identity.browser() as browser:
        assert identity.sign_in(browser, username, "wrong password").status_code == 422
    again = sent(api("pemantau.w11"), PEOPLE, table(HEADING, line)).json()
    assert (again["new"], again["unchanged"]) == (0, 1)
    assert "told" not in again


def test_a_division_is_named_moved_and_left_as_it_is(api) -> None:
    client, username = api("pemantau.w11"), unique("loket")

    def given(division: str, role: str = "counter_clerk") -> tuple[int, int, int]:
        line = f"{username};Siti Aminah;{role};W11-03;;{division}"
        done = sent(client, PEOPLE, table(f"{HEADING};division", line)).json()
        return done["new"], done["changed"], done["unchanged"]

    def held() -> str:
        listed = client.get("/people", params={"after": username[:-1]}).json()["items"]
        return next(each["division"] for each in listed if each["username"] == username)

    assert (given("Loket"), held()) == ((1, 0, 0), "Loket")
    assert (given(""), held()) == ((0, 0, 1), "Loket")
    assert (given("Tata Usaha", "head_of_unit"), held()) == ((0, 1, 0), "Tata Usaha")
    assert (given("Tata Usaha", "head_of_unit"), held()) == ((0, 0, 1), "Tata Usaha")
    line = f"{unique()};Nama;head_of_unit;W11-03;;{'x' * 121}"
    refused = sent(client, PEOPLE, table(f"{HEADING};division", line))
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "row 2: division"


def test_every_faulty_row_of_people_is_named_and_nothing_is_stored(api) -> None:
    good, twice = unique(), unique()
    lines = (
        f"{good};Baik;head_of_unit;W11-03;",
        "x y;Nama;head_of_unit;W11-03;",
        f"{unique()};Terlalu luas;national_administrator;W11-03;",
        f"{unique()};Di luar;head_of_unit;W20-01;",
        f"{unique()};Peran;raja;W11-03;",
        f"{twice};Satu;head_of_unit;W11-03;",
        f"{twice.upper()};Dua;head_of_unit;W11-03;",
        f"{unique()};;head_of_unit;W11-03;",
        "kepala.w20-01;Milik orang;head_of_unit;W11-03;",
        f"{unique()};Jenis;head_of_unit;W11-03;1 2",
    )
    client, data = api("pemantau.w11"), table(HEADING, *lines)
    checked = sent(client, PEOPLE, data, dry=True)
    assert checked.status_code == 200
    found = checked.json()
    assert [(each["row"], each["column"], each["problem"]) for each in found["faults"]] == [
        (3, "username", "username"),
        (4, "role", "role_above"),
        (5, "tenant_code", "not_in_scope"),
        (6, "role", "choice"),
        (8, "username", "repeated"),
        (9, "name", "empty"),
        (10, "username", "taken"),
        (11, "unit_types", "unit_types"),
    ]
    assert all(each["message"] and each["way_out"] for each in found["faults"])
    refused = sent(client, PEOPLE, data)
    assert refused.status_code == 422
    assert [each["field"] for each in refused.json()["errors"]][0] == "row 3: username"
    # The good row was not stored either: it is new once the others are gone.
    assert sent(client, PEOPLE, table(HEADING, lines[0]), dry=True).json()["new"] == 1


def test_tenants_are_added_renamed_and_moved_from_a_workbook(api, identity) -> None:
    code = f"W11-{uuid.uuid4().hex[:6].upper()}"
    client = api("admin")
    book = openpyxl.Workbook()
    book.active.append(TENANT_HEADING.split(";"))
    book.active.append(tenant_line(code, "Lapas Uji", "W11", "2026-01-01").split(";"))
    file = io.BytesIO()
    book.save(file)
    assert sent(client, TENANTS, file.getvalue(), dry=True, name="a.xlsx").json()["new"] == 1
    assert client.get(f"/tenants/{tenant_id(code)}").status_code == 404
    assert sent(client, TENANTS, file.getvalue(), name="a.xlsx").json()["new"] == 1
    change = table(TENANT_HEADING, tenant_line(code, "Lapas Baru", "W13", "2026-07-01"))
    assert sent(client, TENANTS, change).json()["changed"] == 1
    assert sent(client, TENANTS, change).json()["unchanged"] == 1
    state = client.get(f"/tenants/{tenant_id(code)}").json()
    assert [each["name"] for each in state["names"]] == ["Lapas Uji", "Lapas Baru"]
    assert state["parents"][-1]["parent_id"] == tenant_id("W13")
    told = [each.payload for each in identity.events("identity.tenants.v1")]
    assert [each["names"] for each in told if each["code"] == code][-1] == state["names"]


def test_faults_of_tenants_are_named_row_by_row(api) -> None:
    lines = (
        tenant_line("W11-NEW1", "Baru", "W11", "2026-01-01"),
        tenant_line("W11-01", "Lapas", "W11", "2026-01-01", "WIT"),
        tenant_line("W11-NEW2", "Baru", "TIDAK-ADA", "2026-01-01"),
        tenant_line("W11-NEW3", "Baru", "W11-NEW4", "2026-01-01"),
        tenant_line("W11-NEW4", "Baru", "W11-NEW3", "2026-01-01"),
        tenant_line("W11-NEW5", "Baru", "W11", "1/2/2026"),
    )
    found = sent(api("admin"), TENANTS, table(TENANT_HEADING, *lines), dry=True).json()
    assert [(each["row"], each["problem"]) for each in found["faults"]] == [
        (3, "fixed"),
        (4, "unknown_parent"),
        (5, "circle"),
        (6, "circle"),
        (7, "not_a_day"),
    ]


def test_only_who_may_write_imports(api) -> None:
    assert sent(api("operator.w11-01"), PEOPLE, b"x").status_code == 403
    assert sent(api("pemantau.w11"), TENANTS, b"x").status_code == 403
    assert sent(api("auditor"), TENANTS, b"x").status_code == 403


@pytest.fixture
def desk(identity):
    """`desk("admin")`: a browser of this person and the secret of its forms."""
    opened: list[httpx.Client] = []

    def get(username: str) -> tuple[httpx.Client, str]:
        browser = identity.browser()
        opened.append(browser)
        assert identity.sign_in(browser, username).status_code == 303
        browser.headers["Accept"] = "text/html"
        page = browser.get("/organisasi/impor/orang").text
        found = re.search(r'csrf_token" value="([^"]+)', page)
        assert found
        return browser, found[1]

    yield get
    for browser in opened:
        browser.close()


def upload(browser: httpx.Client, secret: str, data: bytes) -> httpx.Response:
    return browser.post(
        "/organisasi/impor/orang",
        files={"file": ("orang.csv", data)},
        data={"csrf_token": secret},
    )


def test_the_page_checks_first_and_stores_the_very_file(desk: Any) -> None:
    browser, secret = desk("pemantau.w11")
    username = unique()
    sent_file = upload(browser, secret, table(HEADING, f"{username};A;head_of_unit;W11-03;"))
    path = sent_file.headers["location"]
    check = browser.get(path)
    assert 'id="new">1<' in check.text
    done = browser.post(path, data={"csrf_token": secret})
    assert username in done.text
    assert re.search(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}", done.text)
    # Said once, kept nowhere.
    assert browser.post(path, data={"csrf_token": secret}).status_code == 404
    other, _ = desk("admin")
    assert other.get(path).status_code == 404


def test_the_file_of_faulty_rows_holds_no_formula(desk: Any) -> None:
    browser, secret = desk("pemantau.w11")
    path = upload(browser, secret, table(HEADING, "=1+1;A;head_of_unit;W11-03;")).headers[
        "location"
    ]
    assert "@head" not in browser.get(path).text
    faults = browser.get(f"{path}/salah.csv")
    assert "'=1+1" in faults.content.decode("utf-8-sig")
    assert faults.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "kosong"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "XLS lama"),
        (b"colour\nred\n", "tidak dikenal"),
        (b"\0\0\0", "bukan CSV atau XLSX"),
    ],
)
def test_a_file_that_is_no_table_says_so_and_stays_on_the_page(
    desk: Any, data: bytes, words: str
) -> None:
    browser, secret = desk("pemantau.w11")
    answer = upload(browser, secret, data)
    assert answer.status_code == 422
    assert words in answer.text


def test_uploads_are_seen_by_their_own_scope_and_forgotten_after_an_hour(
    desk: Any, identity
) -> None:
    browser, secret = desk("pemantau.w11")
    sent_file = upload(browser, secret, table(HEADING, f"{unique()};A;head_of_unit;W11-03;"))
    known = {"digest": sent_file.headers["location"].rpartition("/")[2]}
    with identity.database("WEB") as web, web.unbound() as connection:
        setting = text("SELECT set_config('app.scope', :id, true)")
        count = text("SELECT count(*) FROM uploads WHERE sha256 = :digest")
        connection.execute(setting, {"id": tenant_id("W20")})
        assert connection.execute(count, known).scalar_one() == 0
        connection.execute(setting, {"id": tenant_id("W11")})
        assert connection.execute(count, known).scalar_one() == 1
    with identity.database("OWNER") as owner, owner.engine.begin() as connection:
        connection.execute(text("ALTER TABLE uploads NO FORCE ROW LEVEL SECURITY"))
        aged = "UPDATE uploads SET uploaded_at = :at WHERE sha256 = :digest"
        connection.execute(text(aged), {**known, "at": clock.now() - timedelta(hours=2)})
        connection.execute(text("ALTER TABLE uploads FORCE ROW LEVEL SECURITY"))
    with identity.database("WORKER") as worker, worker.unbound() as connection:
        clear_uploads(connection)
        # This role reads their age alone; no other test makes an upload old.
        old = text("SELECT count(*) FROM uploads WHERE uploaded_at < :since")
        since = clock.now() - timedelta(hours=1)
        assert connection.execute(old, {"since": since}).scalar_one() == 0
