"""The number of employees: entered by the unit, confirmed, and asked for where it is needed."""

import re
from typing import Any

from chassis import clock
from forms_service.shared.period import before, period_of
from suara_local.page_text import text_of

OPERATOR, MONITOR, UNIT = "operator.w20-01", "pemantau.w20", "W20-01"
PAGE, MONTH = "/kelola/pegawai", "/kelola/bulan"
NOW = period_of("INTEGRITAS", clock.now(), "Asia/Makassar")
LAST = before(NOW)


def held(seeded: Any, period: str) -> list[dict[str, Any]]:
    with seeded.api(OPERATOR) as api:
        rows = api.get("/populations", params={"period": period}).json()["items"]
    return [row for row in rows if row["service"] == "pegawai"]


def test_the_number_is_entered_confirmed_and_then_corrected_with_a_reason(seeded) -> None:
    form = {"unit": UNIT, "period": NOW, "recipients": "1.045"}
    with seeded.browse(OPERATOR) as operator:
        before = text_of(operator.get(PAGE).text)
        done = operator.post(PAGE, data=form)
        saved = text_of(operator.get(done.headers["Location"]).text)
    assert "Survei untuk pegawai belum dapat dibuka" in before
    assert "Isi jumlah pegawai Semester" in before
    assert "menunggu konfirmasi kanwil" in saved
    (row,) = held(seeded, NOW)
    assert (row["recipients"], row["state"]) == (1045, "entered")
    with seeded.browse(MONITOR) as kanwil:
        page = kanwil.get("/kelola/konfirmasi", params={"period": NOW}).text
        assert "Pegawai: 1.045 , belum ada jumlah semester lalu" in text_of(page)
        assert "penerima layanan" not in text_of(page).partition("Menunggu konfirmasi (1)")[2]
        seen = re.findall(r'name="seen" value="([^"]+)"', page)
        kanwil.post("/kelola/konfirmasi", data={"period": NOW, "seen": seen, "action": "confirm"})
    with seeded.browse(OPERATOR) as operator:
        locked = text_of(operator.get(PAGE).text)
        bare = operator.post(PAGE, data={**form, "recipients": "1040"})
        good = {**form, "recipients": "1040", "reason": "Lima pegawai pindah tugas"}
        assert operator.post(PAGE, data=good).status_code == 303
    assert "1.045 pegawai (dikonfirmasi, terkunci)" in locked
    assert bare.status_code == 422
    assert 'href="#reason"' in bare.text
    assert 'id="reason"' in bare.text
    assert held(seeded, NOW)[0]["confirmed_recipients"] == 1045


def test_a_number_that_is_none_is_refused_in_words(seeded) -> None:
    for typed in ("", "0", "12,5", "10000001"):
        with seeded.browse(OPERATOR) as operator:
            answer = operator.post(PAGE, data={"unit": UNIT, "period": LAST, "recipients": typed})
        assert answer.status_code == 422
        assert "Tulis angka bulat dari 1 sampai 10.000.000." in answer.text
    assert held(seeded, LAST) == []


def test_no_page_of_a_month_speaks_of_a_survey_of_employees(seeded) -> None:
    with seeded.browse("admin") as admin:
        units = ("W11-01", seeded.own_unit("W11"))
        pages = [admin.get(MONTH, params={"unit": unit}).text for unit in units]
    for page in pages:
        assert "SPKP-SPAK" in page
        assert "INTEGRITAS" not in page
        assert PAGE not in page


def test_only_this_semester_and_the_last_are_open_and_only_to_ones_own_unit(seeded) -> None:
    with seeded.browse(OPERATOR) as operator:
        early = operator.get(PAGE, params={"period": "2019-S1"})
        foreign = operator.get(PAGE, params={"unit": "W11-01"})
        posted = operator.post(PAGE, data={"unit": "W11-01", "period": NOW, "recipients": "5"})
    with seeded.browse(MONITOR) as kanwil:
        monitor = kanwil.get(PAGE)
    assert (early.status_code, foreign.status_code, posted.status_code) == (422, 404, 404)
    assert "Pilih periode dari Semester" in early.text
    assert monitor.status_code == 403
