"""The operator's month on one page: twelve inputs at most, faults at once, locks, corrections."""

import re
from typing import Any

import pytest
from chassis import clock
from chassis.consumer import Message
from chassis.events import new_event
from forms_service.populations.month.handlers import keep_targets
from forms_service.shared.period import months_before, period_of
from suara_local.page_text import text_of

OPERATOR, MONITOR, ADMIN = "operator.w20-01", "pemantau.w20", "admin"
UNIT, PAGE = "W20-01", "/kelola/bulan"
SERVICES = (
    "kunjungan",
    "kunjungan video",
    "penitipan barang",
    "remisi",
    "integrasi",
    "asimilasi",
    "kesehatan",
    "pengaduan",
)
PRESENT = period_of("SPKP-SPAK", clock.now(), "Asia/Makassar")
# Before the practice months of the seed; each test has one of its own.
PAST = months_before(PRESENT, 12)


def filled(period: str, **more: str) -> dict[str, str]:
    numbers = {f"service:{key}": str(10 * place) for place, key in enumerate(SERVICES)}
    return {"unit": UNIT, "period": period, **numbers, **more}


def confirm_all(seeded: Any, period: str) -> None:
    with seeded.api(OPERATOR) as api:
        found = api.get("/populations", params={"period": period}).json()["items"]
    with seeded.api(MONITOR) as api:
        for row in found:
            assert api.post(f"/populations/{row['population_id']}/confirm").status_code == 200


def shown(seeded: Any, period: str, **more: str) -> str:
    with seeded.browse(OPERATOR) as operator:
        return operator.get(PAGE, params={"period": period, **more}).text


def test_a_month_has_at_most_twelve_inputs_and_is_done_in_one_go(seeded) -> None:
    period = PAST[0]
    before = shown(seeded, period)
    inputs = re.findall(r'<input(?![^>]*type="hidden")[^>]*>', before)
    assert len(inputs) == len(SERVICES) + 1 <= 12
    with seeded.browse(OPERATOR) as operator:
        answer = operator.post(PAGE, data=filled(period))
        assert answer.status_code == 303
        after = text_of(operator.get(answer.headers["Location"]).text)
    assert "menunggu konfirmasi kanwil" in after
    assert "Yang terjadi selanjutnya" in after
    confirm_all(seeded, period)
    assert "sudah dikonfirmasi kanwil" in text_of(shown(seeded, period))
    following = text_of(shown(seeded, PAST[1]))
    assert "Bulan lalu 70" in following


def test_every_faulty_number_is_named_at_once_and_nothing_is_stored(seeded) -> None:
    wrong = {"service:kunjungan": "12a", "service:remisi": "", "service:kesehatan": "-1"}
    with seeded.browse(OPERATOR) as operator:
        answer = operator.post(PAGE, data=filled(PAST[2]) | wrong)
    assert answer.status_code == 422
    assert re.findall(r'<li><a href="#(n\d)"', answer.text) == ["n0", "n3", "n6"]
    assert 'value="12a"' in answer.text
    assert 'role="alert"' in answer.text
    with seeded.api(OPERATOR) as api:
        assert api.get("/populations", params={"period": PAST[2]}).json()["items"] == []


def test_thousands_may_be_written_as_people_write_them(seeded) -> None:
    more = {"service:kunjungan": " 1.234 ", "service:remisi": "2,345", "service:integrasi": "3 456"}
    with seeded.browse(OPERATOR) as operator:
        assert operator.post(PAGE, data=filled(PAST[3]) | more).status_code == 303
    with seeded.api(OPERATOR) as api:
        rows = api.get("/populations", params={"period": PAST[3]}).json()["items"]
    found = {row["service"]: (row["recipients"], row["stage"]) for row in rows}
    assert found["kunjungan"] == (1234, "final")
    assert (found["remisi"][0], found["integrasi"][0]) == (2345, 3456)


def test_what_could_be_a_fraction_is_refused_by_the_name_of_its_service(seeded) -> None:
    typed = {"kunjungan": "12,5", "remisi": "1.23", "integrasi": "10.000.001", "asimilasi": ""}
    wrong = {f"service:{key}": number for key, number in typed.items()}
    with seeded.browse(OPERATOR) as operator:
        answer = operator.post(PAGE, data=filled(PAST[7]) | wrong)
    assert answer.status_code == 422
    assert re.findall(r'<li><a href="#n\d">([^<]+)</a>', answer.text) == [
        "Kunjungan: “12,5” bukan angka bulat. Tulis seperti 1234 atau 1.234, tanpa pecahan.",
        "Remisi: “1.23” bukan angka bulat. Tulis seperti 1234 atau 1.234, tanpa pecahan.",
        "Integrasi (PB, CB, CMB): “10.000.001” terlalu besar. Paling banyak 10.000.000;"
        " periksa apakah ada angka yang kelebihan.",
        "Asimilasi: belum diisi. Tulis 0 bila tidak ada.",
    ]
    with seeded.api(OPERATOR) as api:
        assert api.get("/populations", params={"period": PAST[7]}).json()["items"] == []


def test_numbers_confirmed_while_one_types_ask_for_a_reason_on_the_page(seeded) -> None:
    period = PAST[8]
    with seeded.browse(OPERATOR) as operator:
        operator.post(PAGE, data=filled(period))
        confirm_all(seeded, period)
        late = operator.post(PAGE, data=filled(period) | {"service:remisi": "31"})
    assert late.status_code == 422
    assert 'href="#reason"' in late.text
    assert 'id="reason"' in late.text


def test_a_confirmed_provisional_month_says_what_is_left_to_do(seeded) -> None:
    with seeded.browse(OPERATOR) as operator:
        operator.post(PAGE, data=filled(PRESENT))
    confirm_all(seeded, PRESENT)
    page = text_of(shown(seeded, PRESENT))
    assert "Tinggal satu langkah" in page
    assert re.search(r"Mulai 1 [A-Z][a-z]+ 20\d\d isi angka finalnya", page)
    assert "Tidak ada lagi" not in page


def test_a_month_without_service_is_said_with_one_box_and_confirmed_too(seeded) -> None:
    period = PAST[4]
    empty = {f"service:{key}": "" for key in SERVICES}
    with seeded.browse(OPERATOR) as operator:
        both = operator.post(PAGE, data=filled(period, nothing="1"))
        done = operator.post(PAGE, data=filled(period, nothing="1") | empty)
    assert (both.status_code, done.status_code) == (422, 303)
    assert 'href="#nothing"' in both.text
    with seeded.api(OPERATOR) as api:
        rows = api.get("/populations", params={"period": period}).json()["items"]
    assert {(row["recipients"], row["state"]) for row in rows} == {(0, "entered")}


def test_a_confirmed_number_is_corrected_with_a_reason_and_holds_until_confirmed_anew(
    seeded,
) -> None:
    period = PAST[5]
    with seeded.browse(OPERATOR) as operator:
        operator.post(PAGE, data=filled(period))
        confirm_all(seeded, period)
        changed = filled(period) | {"service:remisi": "12"}
        bare = operator.post(PAGE, data=changed, params={"correct": "1"})
        good = {**changed, "reason": "Dua berkas terhitung dua kali"}
        done = operator.post(PAGE, data=good, params={"correct": "1"})
    assert (bare.status_code, done.status_code) == (422, 303)
    assert 'href="#reason"' in bare.text
    assert "12 menunggu konfirmasi; yang berlaku 30" in text_of(shown(seeded, period))
    with seeded.api(OPERATOR) as api:
        rows = api.get("/populations", params={"period": period}).json()["items"]
    (key,) = [row["population_id"] for row in rows if row["service"] == "remisi"]
    with seeded.api(MONITOR) as api:
        fell = api.post(f"/populations/{key}/confirm").json()
    assert (fell["recipients"], fell["fell_from"]) == (12, 30)


def test_a_month_in_which_a_service_has_no_number_is_not_done(seeded) -> None:
    """The page asks for all of them at once; a client of the API may enter one."""
    period = PAST[6]
    body = {"tenant": seeded.tenant_of(UNIT), "period": period, "service": "kunjungan"}
    with seeded.api(OPERATOR) as api:
        answer = api.post("/populations", json={**body, "recipients": 5, "stage": "final"})
    assert answer.status_code == 201, answer.text
    confirm_all(seeded, period)
    page, english = shown(seeded, period), text_of(shown(seeded, period, lang="en"))
    assert "ada layanan yang belum diisi" in text_of(page)
    assert "Tidak ada lagi yang perlu diisi" not in text_of(page)
    assert "While one is empty the other numbers are not used" in english
    assert page.count('name="service:') == len(SERVICES) - 1


def test_the_survey_and_its_target_stand_beside_the_numbers(seeded) -> None:
    unit = seeded.own_unit("W20")
    survey = seeded.survey_of_the_month(unit)
    reason = {"id": "345 penerima layanan: 182 menurut tabel.", "en": "345 recipients: 182."}
    target = {name: survey[name] for name in ("survey_id", "tenant_id", "period")}
    target |= {"population": 345, "target": 182, "rule": "krejcie_morgan", "reason": reason}
    with seeded.worker.unbound() as connection:
        event = new_event("scoring.targets.v1", survey["tenant_id"], target)
        keep_targets(connection, [Message(event, 0, 0)])
    with seeded.browse(ADMIN) as admin:
        page = text_of(admin.get(PAGE, params={"unit": unit}).text)
        english = text_of(admin.get(PAGE, params={"unit": unit, "lang": "en"}).text)
    assert "Terbuka sampai" in page
    assert "182 . 345 penerima layanan: 182 menurut tabel." in page
    assert "345 recipients: 182." in english


def test_a_ministry_finds_a_unit_first_and_nobody_a_foreign_one(seeded) -> None:
    with seeded.browse(ADMIN) as admin:
        listed = admin.get(PAGE, params={"q": "denpasar"})
    assert f"{PAGE}?unit={UNIT}" in listed.text
    with seeded.browse("operator.w11-01") as stranger:
        foreign = [stranger.get(PAGE, params={"unit": each}) for each in (UNIT, "W99")]
        foreign.append(stranger.post(PAGE, data=filled(PAST[6])))
        impossible = stranger.get(PAGE, params={"unit": "\x00"})
    assert {answer.status_code for answer in foreign} == {404}
    assert impossible.status_code == 422


@pytest.mark.parametrize("period", ["2026-13", "2026-S2", "2019-01", "2099-01"])
def test_only_months_of_the_last_year_can_be_entered(seeded, period) -> None:
    with seeded.browse(OPERATOR) as operator:
        answer = operator.get(PAGE, params={"period": period})
        english = operator.get(PAGE, params={"period": period, "lang": "en"})
    assert (answer.status_code, english.status_code) == (422, 422)
    assert re.search(r"Periode: Pilih periode dari [A-Z][a-z]+ 20\d\d sampai", text_of(answer.text))
    assert "must be" not in answer.text
    assert "Period: Choose a period from" in english.text
