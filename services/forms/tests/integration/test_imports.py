"""Numbers and services from tables: the rules of the pages, every faulty row at once."""

import io
import uuid
from typing import Any

import httpx
import openpyxl
from suara_local.importing import sent, table
from suara_local.practice.months import DEMO_UNITS

ADMIN, OPERATOR, MONITOR = "admin", "operator.w11-01", "pemantau.w11"
NUMBERS, SERVICES = "/populations/import", "/services/import"
NUMBER_HEADING = "tenant_code;period;service;recipients;stage;reason"
SERVICE_HEADING = "tenant_code;name;name_en;key;active"


def held(client: httpx.Client, tenant: str, period: str) -> dict[str, int]:
    query = {"tenant": tenant, "period": period}
    found = client.get("/populations", params=query).json()["items"]
    return {each["service"]: each["recipients"] for each in found}


def test_numbers_are_checked_stored_and_then_unchanged(seeded: Any) -> None:
    code = seeded.own_unit()
    tenant = seeded.tenant_of(code)
    data = table(
        NUMBER_HEADING,
        f"{code};2026-08;Kunjungan;310;;",
        f"{code};2026-08;penitipan barang;1.200.000;final;",
    )
    with seeded.api(ADMIN) as client:
        checked = sent(client, NUMBERS, data, dry=True).json()
        assert (checked["new"], checked["faulty"], checked["faults"]) == (2, 0, [])
        assert held(client, tenant, "2026-08") == {}
        assert sent(client, NUMBERS, data).json()["new"] == 2
        assert held(client, tenant, "2026-08") == {"kunjungan": 310, "penitipan barang": 1_200_000}
        assert sent(client, NUMBERS, data).json()["unchanged"] == 2
        change = table(NUMBER_HEADING, f"{code};2026-08;Kunjungan;300;;")
        assert sent(client, NUMBERS, change).json()["changed"] == 1


def test_every_faulty_number_is_named_and_none_is_stored(seeded: Any) -> None:
    tenant = seeded.tenant_of("W11-01")
    lines = (
        "W11-01;2025-08;Kunjungan;310;;",
        "W20-01;2025-08;Kunjungan;310;;",
        "W11-01;Agustus;Kunjungan;310;;",
        "W11-01;2025-08;Paspor;310;;",
        "W11-01;2025-08;Remisi;1.200;;",
        "W11-01;2025-08;Asimilasi;12;sementara;",
        "W11-01;2025-08;KUNJUNGAN;311;;",
        "W11-01;2025-08;Integrasi (PB, CB, CMB);;;",
    )
    with seeded.api(OPERATOR) as client:
        found = sent(client, NUMBERS, table(NUMBER_HEADING, *lines), dry=True).json()
        assert [(each["row"], each["column"], each["problem"]) for each in found["faults"]] == [
            (3, "tenant_code", "not_in_scope"),
            (4, "period", "period"),
            (5, "service", "service_unknown"),
            (6, "recipients", "number"),
            (7, "stage", "choice"),
            (8, "service", "repeated"),
            (9, "recipients", "empty"),
        ]
        assert sent(client, NUMBERS, table(NUMBER_HEADING, *lines)).status_code == 422
        assert held(client, tenant, "2025-08") == {}


def test_a_confirmed_number_needs_a_reason_here_too(seeded: Any) -> None:
    tenant = seeded.tenant_of("W11-01")
    first = table(NUMBER_HEADING, "W11-01;2025-07;Kunjungan;310;;")
    with seeded.api(OPERATOR) as client, seeded.api(MONITOR) as above:
        sent(client, NUMBERS, first)
        found = client.get("/populations", params={"tenant": tenant, "period": "2025-07"}).json()
        number = found["items"][0]["population_id"]
        assert above.post(f"/populations/{number}/confirm").status_code == 200
        change = "W11-01;2025-07;Kunjungan;290;;"
        refused = sent(client, NUMBERS, table(NUMBER_HEADING, change), dry=True).json()
        assert [each["problem"] for each in refused["faults"]] == ["reason"]
        told = table(NUMBER_HEADING, change + "Salah hitung di loket dua")
        assert sent(client, NUMBERS, told).json()["changed"] == 1
        assert held(client, tenant, "2025-07") == {"kunjungan": 290}


def test_a_workbook_of_five_thousand_numbers(seeded: Any) -> None:
    with seeded.api(ADMIN) as client:
        codes = [f"W{k}-{n:02}" for k in range(1, 34) for n in range(1, 40)]
        # Other tests enter numbers of the units where people of the seed work.
        scope = set(seeded_codes(seeded)) - {*DEMO_UNITS}
        units = [code for code in codes if code in scope]
        book = openpyxl.Workbook()
        book.active.append(NUMBER_HEADING.split(";"))
        rows = [(code, f"2025-{m:02}") for m in range(1, 13) for code in units][:5000]
        names = service_names(client, seeded, units)
        for code, period in rows:
            book.active.append([code, period, names[code], 40, "final", ""])
        file = io.BytesIO()
        book.save(file)
        found = sent(client, NUMBERS, file.getvalue(), name="a.xlsx").json()
        assert (found["faults"], found["new"]) == ([], len(rows))
    assert len(rows) == 5000


def seeded_codes(seeded: Any) -> list[str]:
    return [
        each.payload["code"]
        for each in seeded.events("identity.tenants.v1")
        if each.payload["status"] == "active"
    ]


def service_names(client: httpx.Client, seeded: Any, units: list[str]) -> dict[str, str]:
    """The first service of each unit, by the type of the unit."""
    states = {each.payload["code"]: each for each in seeded.events("identity.tenants.v1")}
    by_type: dict[str, str] = {}
    for code in units:
        kind = states[code].payload["unit_type"]
        if kind not in by_type:
            query = {"tenant": states[code].tenant_id}
            items = client.get("/services", params=query).json()["items"]
            by_type[kind] = items[0]["key"]
    return {code: by_type[states[code].payload["unit_type"]] for code in units}


def test_services_are_added_renamed_and_retired(seeded: Any) -> None:
    code, name = seeded.own_unit(), f"Wartel {uuid.uuid4().hex[:4]}"
    tenant = seeded.tenant_of(code)
    with seeded.api(ADMIN) as client:
        before = client.get("/services", params={"tenant": tenant}).json()["items"]
        data = table(
            SERVICE_HEADING,
            f"{code};{name};Phone calls;;",
            f"{code};Nama baru;New name;{before[0]['key']};ya",
            f"{code};{before[1]['name']};{before[1]['name_en']};;tidak",
        )
        checked = sent(client, SERVICES, data, dry=True).json()
        assert (checked["new"], checked["changed"], checked["faults"]) == (1, 2, [])
        assert client.get("/services", params={"tenant": tenant}).json()["items"] == before
        stored = sent(client, SERVICES, data).json()
        assert (stored["new"], stored["changed"]) == (1, 2)
        again = sent(client, SERVICES, data).json()
        assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 3)
        after = client.get("/services", params={"tenant": tenant}).json()["items"]
    assert [each["name"] for each in after if each["key"] == before[0]["key"]] == ["Nama baru"]
    assert after[-1]["name"] == name
    assert [each["active"] for each in after if each["key"] == before[1]["key"]] == [False]


def test_a_service_named_once_by_name_and_once_by_key_is_one(seeded: Any) -> None:
    code = seeded.own_unit()
    with seeded.api(ADMIN) as client:
        new_name = table(SERVICE_HEADING, f"{code};Bertamu;Visiting;kunjungan;ya")
        assert sent(client, SERVICES, new_name).json()["changed"] == 1
        lines = (f"{code};2025-08;Bertamu;310;;", f"{code};2025-08;kunjungan;311;;")
        found = sent(client, NUMBERS, table(NUMBER_HEADING, *lines), dry=True).json()["faults"]
    assert [(each["row"], each["column"], each["problem"]) for each in found] == [
        (3, "service", "repeated")
    ]


def test_faulty_services_are_named_row_by_row(seeded: Any) -> None:
    with seeded.api(OPERATOR) as client:
        many = [f"W11-01;Baru {n};New {n};;" for n in range(8)]
        lines = (
            "W20-01;Lain;Other;;",
            "W11-01;Kunjungan;Visits;remisi;",
            "W11-01;Lain;Other;;mungkin",
            *many,
        )
        found = sent(client, SERVICES, table(SERVICE_HEADING, *lines), dry=True).json()
    problems = {each["row"]: each["problem"] for each in found["faults"]}
    assert problems[2] == "not_in_scope"
    assert problems[3] == "service_name"
    assert problems[4] == "choice"
    assert problems[12] == "service_most"


def test_only_those_who_enter_numbers_may_import_them(seeded: Any) -> None:
    with seeded.api("kepala.w11-01") as head:
        assert sent(head, NUMBERS, b"x").status_code == 403
