"""The schedule of the ministry: who reads it, who changes it, and every fault named."""

import re
from typing import Any

import pytest
from chassis.pages import read_texts
from forms_service.shared.unit_types import unit_types
from suara_local.page_text import text_of

ADMIN, OPERATOR, PAGE = "admin", "operator.w11-01", "/kelola/jadwal"


def test_only_a_national_administrator_opens_for_all(seeded) -> None:
    with seeded.api(OPERATOR) as api:
        assert api.post("/surveys/openings", json={"period": "2034-07"}).status_code == 403
        assert api.get("/schedules").json()["items"]
    with seeded.api(ADMIN) as api:
        for wrong in ("2026-13", "2019-01", ""):
            answer = api.post("/surveys/openings", json={"period": wrong})
            assert [each["field"] for each in answer.json()["errors"]] == ["period"]


@pytest.mark.parametrize("reader", [OPERATOR, "pemantau.w11"])
def test_units_and_their_kanwil_read_the_schedule_without_its_buttons(seeded, reader) -> None:
    with seeded.browse(reader) as client, seeded.browse(ADMIN) as keeper:
        page = client.get(PAGE).text
        assert "SPKP-SPAK" in page
        assert "Jadwal diatur oleh kementerian." in page
        assert f'href="{PAGE}/' not in page
        assert f'href="{PAGE}/' in keeper.get(PAGE).text
        schedule = client.get("/api/v1/schedules").json()["items"][0]["schedule_id"]
        for path in (schedule, "buka"):
            assert client.get(f"{PAGE}/{path}").status_code == 403


def test_the_schedule_is_changed_with_every_fault_named(seeded) -> None:
    with seeded.api(ADMIN) as api:
        found = api.get("/schedules").json()["items"]
        (known,) = [each for each in found if each["instrument"] == "IKM"]
        path = f"/schedules/{known['schedule_id']}"
        names = ("opens_day", "opens_time", "late_days", "release_step", "to_period", "status")
        body = {name: known[name] for name in names} | {"unit_types": []}
        body |= {f"place_{code}": words for code, words in known["place"].items()}
        wrong = api.put(
            path, json={**body, "opens_day": 31, "opens_time": "25:00", "late_days": -1}
        )
        late = api.put(path, json={**body, "to_period": "2023-S1"})
        done = api.put(path, json={**body, "opens_day": 5, "late_days": 10})
        back = api.put(path, json=body)
    assert {each["field"] for each in wrong.json()["errors"]} == {
        "opens_day",
        "opens_time",
        "late_days",
    }
    assert [each["field"] for each in late.json()["errors"]] == ["to_period"]
    assert (done.json()["opens_day"], done.json()["late_days"]) == (5, 10)
    assert back.json() == known
    with seeded.browse(ADMIN) as admin:
        address = f"{PAGE}/{known['schedule_id']}"
        assert admin.get(address).status_code == 200
        form = {**body, "unit_types": [], "to_period": "2023-S1", "opens_day": "x"}
        answer = admin.post(address, data={**form, "opens_time": "25.00"})
    assert answer.status_code == 422
    assert re.findall(r'<li><a href="#(\w+)">([^<]+)</a>', answer.text) == [
        ("opens_day", "Hari dibuka: Tulis angka bulat dari 1 sampai 28."),
        ("opens_time", "Jam dibuka: Tulis jam dan menit, misalnya 00.00 atau 08.30."),
    ]
    assert 'id="opens_day-fault"' in answer.text


def schedule(seeded: Any, instrument: str) -> dict[str, Any]:
    with seeded.api(ADMIN) as api:
        found = api.get("/schedules").json()["items"]
    return next(each for each in found if each["instrument"] == instrument)


def fields(known: dict[str, Any]) -> dict[str, Any]:
    """What its form sends."""
    names = ("opens_day", "opens_time", "late_days", "release_step", "status", "unit_types")
    places = {f"place_{code}": words for code, words in known["place"].items()}
    return {name: known[name] for name in names} | places


def test_types_of_units_are_ticked_in_a_list_and_an_unknown_one_is_refused(seeded) -> None:
    known = schedule(seeded, "IKM")
    path, address = f"/schedules/{known['schedule_id']}", f"{PAGE}/{known['schedule_id']}"
    with seeded.api(ADMIN) as api:
        for wrong in (["lapas", "warung"], "lapas", [1], [["lapas"]]):
            answer = api.put(path, json={**fields(known), "unit_types": wrong})
            assert [each["field"] for each in answer.json()["errors"]] == ["unit_types"]
    with seeded.browse(ADMIN) as admin:
        offered = re.findall(
            r'name="unit_types" id="type-\w+" value="(\w+)"', admin.get(address).text
        )
        assert {"kanwil", "lapas", "kanim"} <= {*offered}
        refused = admin.post(address, data={**fields(known), "unit_types": ["warung"]})
        done = admin.post(address, data={**fields(known), "unit_types": ["kanim", "lapas"]})
        page = text_of(admin.get(PAGE).text)
        kept = schedule(seeded, "IKM")["unit_types"]
        admin.post(address, data=fields(known) | {"opens_time": "0.00"})
    assert (refused.status_code, done.status_code) == (422, 303)
    assert "Jenis unit: Pilih jenis unit dari daftar." in text_of(refused.text)
    assert kept == ["lapas", "kanim"]
    assert "Jenis unit: Lapas, Kantor imigrasi." in page
    assert schedule(seeded, "IKM") == known


def test_every_known_type_of_unit_has_a_name() -> None:
    known = {f"schedule.type.{code}" for code in unit_types()}
    assert len(known) >= 13
    assert known <= {*read_texts("forms_service")}


def test_what_cannot_be_opened_is_explained_beside_the_choice_of_a_period(seeded) -> None:
    with seeded.browse(ADMIN) as admin:
        typo = admin.get(f"{PAGE}/buka", params={"period": "2026-13"})
        past = admin.post(f"{PAGE}/buka", data={"period": "2019-01"})
        english = admin.get(f"{PAGE}/buka", params={"period": "2026-13", "lang": "en"})
    assert (typo.status_code, past.status_code) == (422, 422)
    assert "Periode harus berupa bulan seperti 2026-11" in typo.text
    assert "Tidak ada survei yang terjadwal untuk periode ini." in past.text
    assert "A period is a month like 2026-11" in english.text
    for page in (typo.text, past.text):
        assert 'href="#period"' in page
        assert '<select class="govuk-select" id="period"' in page
        assert "must be" not in page


def test_times_are_written_as_the_reader_does(seeded) -> None:
    with seeded.browse(ADMIN) as admin:
        indonesian = text_of(admin.get(PAGE).text)
        english = text_of(admin.get(PAGE, params={"lang": "en"}).text)
    assert "hari ke-1, pukul 00.00 waktu setempat" in indonesian
    assert "day 1, 00:00 local time" in english
    assert not re.search(r"\d\d:\d\d", indonesian)
    assert not re.search(r"\d\d\.\d\d (WIB|local)", english)
