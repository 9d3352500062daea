"""What a page and the API say of services and ways of answering."""

from typing import Any

import reporting_testing as testing
from reporting_parts import PARTS, RESPONDENTS

JSON = {"Accept": "application/json"}


def test_the_page_says_which_service_and_which_way_is_lowest(read: Any) -> None:
    page = read("/u/M-P")
    assert "Layanan Kunjungan paling rendah: IPKP 3,12 dari 48 jawaban" in page
    assert "Jawaban lewat anjungan paling rendah: IPKP 3,20 dari 60 jawaban" in page
    assert "Layanan lain, bersama" in page
    assert "Bersama: tanpa keterangan; Remisi; Pelayanan kesehatan" in page
    english = read("/u/M-P", "en")
    assert "Lowest by service: Visits, IPKP 3.12 from 48 answers" in english
    assert "Lowest by way of answering: kiosk, IPKP 3.20 from 60 answers" in english


def test_a_clerk_and_a_page_without_parts_show_none(read: Any) -> None:
    assert "paling rendah" not in read("/u/M-P", permissions=["counts.read"])
    for gone in ("Menurut layanan", "Siapa yang menjawab"):
        assert gone not in read("/u/M-B")


def test_the_page_says_who_answered(read: Any) -> None:
    page = read("/u/M-P")
    assert "Siapa yang menjawab Paling banyak: Perempuan (55 %)." in page
    assert "Jenis kelamin Perempuan 131 55 Laki-laki 88 37 Tidak diisi 21 9" in page
    assert "Bahasa Indonesia 221 92 Bersama: Inggris; Korea 19 8" in page
    assert "Hari menjawab 2 November 2026 118 49 3–4 November 2026 122 51" in page
    assert "Most of them: Female (55%)." in read("/u/M-P", "en")


def test_the_report_has_them_as_scoring_tells_them(told: Any) -> None:
    with told.client(told.signer.token("M")) as client:
        answer = client.get("/api/v1/reports/units/M-P", headers=JSON)
    released = answer.json()["survey"]["released"]
    assert (released["parts"], released["respondents"]) == (PARTS, RESPONDENTS)
    assert testing.same_id("M-P") == answer.json()["tenant_id"]
