"""What a page and the API say of services and ways of answering."""

import csv
from typing import Any

import reporting_testing as testing
from contracts.enough import DETAILED_FROM
from reporting_parts import PARTS, RESPONDENTS
from reporting_scenes import BEFORE

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


def lines(told: Any, path: str, code: str = "M") -> list[list[str]]:
    with told.client(told.signer.token(code)) as client:
        answer = client.get(path).raise_for_status()
    return list(csv.reader(answer.content.decode("utf-8-sig").splitlines(), delimiter=";"))


def test_a_file_has_each_service_and_way_as_they_are_published(told: Any) -> None:
    head, *rows = lines(told, "/u/M-P/rincian.csv?lang=en")
    assert head[-6:] == ["by", "group", "index", "value", "value_as_shown", "answers"]
    assert [row[-6:] for row in rows if row[-4] == "IPKP"] == [
        [
            "Service",
            "together: not stated; Remission; Health care",
            "IPKP",
            "3.430000",
            "3.43",
            "21",
        ],
        ["Service", "Visits", "IPKP", "3.120000", "3.12", "48"],
        ["Service", "Goods deposit", "IPKP", "3.490000", "3.49", "171"],
        ["Way of answering", "kiosk", "IPKP", "3.200000", "3.20", "60"],
        ["Way of answering", "own phone", "IPKP", "3.480000", "3.48", "180"],
    ]
    assert {tuple(row[:2]) for row in rows} == {("M-P", "Lapas Layanan")}


def test_a_file_says_who_answered(told: Any) -> None:
    head, *rows = lines(told, "/u/M-P/responden.csv?lang=en")
    assert head[-3:] == ["question", "choice", "answers"]
    assert [row[-3:] for row in rows] == [
        ["Sex", "Female", "131"],
        ["Sex", "Male", "88"],
        ["Sex", "Left out", "21"],
        ["Language", "Indonesian", "221"],
        ["Language", "together: English; Korean", "19"],
        ["Day of answering", "2026-11-02", "118"],
        ["Day of answering", "together: 2026-11-03; 2026-11-04", "122"],
    ]


def test_files_say_in_words_why_there_is_no_figure(told: Any) -> None:
    for unit, why in (
        ("M-B", "belum ada hasil final"),
        ("M-W", f"kurang dari {DETAILED_FROM} jawaban"),
        ("K3-O", "tidak dirinci: "),
    ):
        asked = "" if unit == "M-B" else f"?period={BEFORE}"
        _, *rows = lines(told, f"/u/{unit}/rincian.csv{asked}")
        assert [row[-3].startswith(why) for row in rows] == [True, True], rows
        _, *rows = lines(told, f"/u/{unit}/responden.csv{asked}")
        assert [row[-2].startswith(why) for row in rows] == [True], rows
