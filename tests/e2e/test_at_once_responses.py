"""What only two at once would meet, in the tables of responses."""

from typing import Any

import httpx
import pytest
from chassis.kafka import Tail
from suara_local.meeting import at_once, kept, statuses
from suara_local.offices import new_office, with_person
from suara_local.running import Running, eventually

EXCLUSIONS, KIOSKS, SHEETS = "/api/v1/exclusions", "/api/v1/kiosks", "/api/v1/paper/batches"
WHY = "Isian percobaan saat pelatihan petugas, lihat berita acara 12."
KANWIL = "pemantau.w11"


@pytest.fixture
def unit(suara: Running) -> str:
    """Of no other test."""
    return new_office(suara, "W11")


def audited(suara: Running, subject: str, *actions: str) -> int:
    query = "SELECT count(*) FROM audit_entries WHERE subject = %s AND action = ANY (%s)"
    return kept(suara, "identity", query, subject, list(actions))


def test_of_two_decisions_on_an_exclusion_one_holds(suara: Running, unit: str) -> None:
    """From two open pages: on one it is confirmed, on the other refused."""
    receipt = suara.receipt_of(suara.submission(suara.survey(unit)))
    wish = {"reason": "test_entry", "justification": WHY, "receipts": [receipt]}
    made = suara.api("admin").post(EXCLUSIONS, json=wish).raise_for_status().json()
    request, kanwil = made["request_id"], suara.api(KANWIL)
    path, note = f"{EXCLUSIONS}/{request}/decide", "Bukan isian percobaan."

    def decide(number: int) -> httpx.Response:
        return kanwil.post(path, json={"confirm": number == 0, "note": note})

    first, second = answers = at_once(suara, "responses", "exclusion_decisions", decide)
    assert statuses(answers) == [200, 409]
    assert second.headers["Content-Type"] == "application/problem+json"
    assert "has been decided already" in second.json()["detail"]
    decided = [f"responses.exclusion.{verb}" for verb in ("confirm", "refuse")]
    eventually(lambda: audited(suara, request, *decided), 1)
    confirmed = first.json()["confirmed"]
    eventually(lambda: suara.fate(receipt), "excluded" if confirmed else "counted")
    effects = "SELECT count(*) FROM exclusion_effects WHERE request_id = %s"
    assert kept(suara, "responses", effects, request) == int(confirmed)
    for lang, words in (
        ("id", "Permintaan ini sudah diputuskan"),
        ("en", "Your decision was not stored"),
    ):
        page = f"/jawaban/pengecualian/{request}?lang={lang}"
        late = suara.api(KANWIL).post(page, data={"action": "confirm"})
        assert late.status_code == 409
        assert words in late.text


def test_a_kiosk_is_revoked_once(suara: Running, unit: str) -> None:
    told: list[tuple[str, str]] = []
    tail = Tail(
        suara.stack.bootstrap,
        "",
        ["responses.devices.v1"],
        lambda event: told.append((event.payload["device_id"], event.payload["status"])),
    ).start()
    admin = suara.api("admin")
    wish = {"point": suara.survey(unit)["code"], "name": "Tablet"}
    kiosk = admin.post(KIOSKS, json=wish).raise_for_status().json()["device_id"]
    path = f"{KIOSKS}/{kiosk}/revoke"
    assert statuses(at_once(suara, "responses", "kiosks", lambda _: admin.post(path))) == [200, 200]
    assert admin.post(path).status_code == 200
    # What is told after it of another device proves that nothing more comes of this one.
    after = admin.post(KIOSKS, json=wish).raise_for_status().json()["device_id"]
    eventually(lambda: (after, "active") in told, wanted=True)
    tail.stop()
    assert [status for device, status in told if device == kiosk] == ["active", "revoked"]
    assert audited(suara, kiosk, "responses.kiosks.revoke") == 1


def test_two_who_type_a_sheet_at_once_are_its_two_typists(suara: Running, unit: str) -> None:
    survey = suara.survey(unit)
    wish = {"unit": unit, "count": 1, "instrument": "SPKP-SPAK"}
    clerk = suara.api(with_person(suara, unit, "counter_clerk"))
    made: dict[str, Any] = clerk.post(SHEETS, json=wish).raise_for_status().json()
    sheet = made["sheets"][0]
    form = {f"a.{item}": "3" for item in suara.submission(survey)["answers"]}
    typists = [suara.api(each) for each in (KANWIL, with_person(suara, unit, "operator"))]

    def enter(number: int) -> httpx.Response:
        return typists[number].post("/jawaban/kertas/isi", data={"sheet": sheet, **form})

    assert statuses(at_once(suara, "responses", "paper_entries", enter)) == [303, 303]
    turns = "SELECT count(DISTINCT typed_by) FROM paper_entries WHERE batch_id = %s AND turn < 3"
    assert kept(suara, "responses", turns, made["batch_id"]) == 2
    records = "SELECT count(*) FROM records WHERE survey_id = %s AND mode = 'paper'"
    eventually(lambda: kept(suara, "responses", records, survey["survey_id"]), 1)


def test_no_two_sheets_have_a_number(suara: Running, unit: str) -> None:
    wish = {"unit": unit, "count": 3, "instrument": "SPKP-SPAK"}

    def issue(_: int) -> httpx.Response:
        return suara.api("admin").post(SHEETS, json=wish)

    answers = at_once(suara, "responses", "paper_batches", issue)
    assert statuses(answers) == [201, 201]
    numbers = [sheet for each in answers for sheet in each.json()["sheets"]]
    assert len({*numbers}) == len(numbers) == 6
