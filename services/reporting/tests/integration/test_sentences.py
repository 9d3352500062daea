"""No page says what its data does not: each survey here once made one say something false."""

from typing import Any

import pytest
import reporting_scenes as testing_scenes
from playwright.sync_api import Browser, expect
from suara_local.axe import violations
from suara_local.browsers import opened, visitor

PAGES = {
    "marked answers decide": "/u/K3-F",
    "no interval": "/u/K3-Z",
    "some did not answer": "/u/M-S",
    "an edition before": "/u/M-L",
    "a census": "/u/M-C?instrument=INTEGRITAS",
    "all excluded": "/u/K3-X",
    "few answers": "/u/K3-W?period=2026-10",
    "few changed": "/u/K3-W?period=2026-11",
    "a closed month": "/u/K3-O?period=2026-10",
    "own words of options": "/u/K3-I",
    "own questions": "/u/K3-P",
    "no fitting formula": "/u/K3-N",
    "a census of long ago": "/u/K3-G?instrument=INTEGRITAS",
    "excluded and a target": "/u/M-T",
    "services and ways": "/u/M-P",
    "not there": "/u/K3-O?instrument=INTEGRITAS",
    "kanwil": "/u/K3",
    "kanwil in a closed month": "/u/K3?period=2026-10",
    "ministry": "/u/M",
}
SCREENS = [(width, lang) for width in (360, 1280) for lang in ("id", "en")]
# What axe looks at hangs on the words and on the style sheet's widths, not on both together.
LOOKED_INTO = [(360, "id"), (1280, "en")]


def test_a_verdict_that_marked_answers_decide_says_so(read: Any) -> None:
    page = read("/u/K3-F")
    doubt = (
        "IPAK 3,90, memenuhi batas 3,60, tetapi 48 dari 55 jawaban bertanda;"
        " tanpa itu hanya 7 jawaban: terlalu sedikit untuk menilai"
    )
    assert doubt in page
    assert "jelas" not in page
    assert "without them 7 remain: too few to judge" in read("/u/K3-F", "en")
    assert "clearly" not in read("/u/K3-F", "en")


def test_without_an_interval_nothing_is_called_clear(read: Any) -> None:
    page = read("/u/K3-Z")
    assert "memenuhi batas 3,60; seberapa pasti, tidak dapat dihitung" in page
    assert "jelas" not in page
    assert "kira-kira antara" not in page


def test_all_excluded_shows_no_index_and_forgets_the_old_one(read: Any) -> None:
    page = read("/u/K3-X")
    assert "tidak ada indeks, semua 12 jawaban dikecualikan" in page
    for gone in ("IPAK", "Baru", "jawaban ke-", "lagi.", "Pernyataan dari"):
        assert gone not in page
    assert "no index, all 12 answers are excluded" in read("/u/K3-X", "en")


@pytest.mark.parametrize(
    ("path", "verdict", "why"),
    [
        ("/u/K3-W?period=2026-10", "IPAK 3,90 dari 7 jawaban", "di bawah 10 jawaban"),
        ("/u/K3-W?period=2026-11", "IPAK 3,90, memenuhi batas", "mengubah kurang dari 10 jawaban"),
    ],
)
def test_withheld_statements_are_explained(read: Any, path: str, verdict: str, why: str) -> None:
    page = read(path)
    assert verdict in page
    assert why in page
    for gone in ("Terlemah", "menonjol lemah", "Sebaran pilihan:", "disembunyikan"):
        assert gone not in page


def test_a_closed_month_speaks_of_itself_and_asks_for_nothing(told: Any, read: Any) -> None:
    page = read("/u/K3-O?period=2026-10")
    assert "Oktober 2026: IPAK 3,50, belum mencapai batas 3,60" in page
    assert "Target tidak tercapai: kurang 20 jawaban." in page
    assert "ditutup 28 Oktober 2026" in page
    for live in ("jawaban lagi", "Baru ", "Belum ada", "poster", "3,90"):
        assert live not in page
    html = told.page("/u/K3-O?period=2026-10", told.signer.token("M")).text
    assert "<title>Lapas Dua Bulan, Oktober 2026" in html
    # The trend of November says that its month goes on, and by name which month came before.
    november = "IPAK November 2026, sementara: 3,90; Oktober 2026: 3,50"
    assert november in read("/u/K3-O?period=2026-11")


def test_a_parent_speaks_of_its_units_and_apart_of_itself(read: Any) -> None:
    page = read("/u/K3")
    headline = "5 dari 10 unit dengan angka, 0 belum mencapai batas, 1 belum pasti"
    account = "5 unit dapat dinilai: 0 belum mencapai batas, 1 belum pasti, 4 memenuhi batas."
    assert f"November 2026: {headline}" in page
    assert account in page
    assert "273 jawaban masuk, dari 7 unit." in page
    assert page.index(headline) < page.index("Survei Kanwil Tiga sendiri")
    assert page.index("Survei Kanwil Tiga sendiri") < page.index("November 2026: belum ada jawaban")
    october = read("/u/K3?period=2026-10")
    assert "Oktober 2026: 2 dari 10 unit dengan angka, 1 belum mencapai batas" in october
    assert "1 unit dengan angka punya kurang dari 30 jawaban dan tidak dinilai." in october
    assert "survei sudah ditutup" in october
    for live in ("belum ada", "November 2026:", "Diperbarui", "lagi."):
        assert live not in october
    assert "5 of 10 units with figures" in read("/u/K3", "en")


def test_a_clerk_of_a_parent_sees_counts_and_no_word_of_figures(read: Any) -> None:
    page = read("/u/K3", code="K3", permissions=["counts.read"], role="counter_clerk")
    assert "November 2026: 273 jawaban dari 7 dari 10 unit" in page
    assert "273 jawaban masuk, dari 7 unit." in page
    english = read("/u/K3", "en", code="K3", permissions=["counts.read"], role="counter_clerk")
    assert "November 2026: 273 answers from 7 of 10 units" in english
    for figure in ("dengan angka", "dinilai", "batas", "IPAK"):
        assert figure not in page


def test_options_carry_their_own_words_in_legend_and_table(read: Any) -> None:
    for lang, options in (("id", testing_scenes.COST), ("en", testing_scenes.COST)):
        page = read("/u/K3-I", lang)
        for number, label in enumerate(options, 1):
            assert page.count(f"{number} {label[lang == 'en']}") == 2
    assert not {"bintang", "setuju"} & set(read("/u/K3-I").split())


def test_own_questions_stand_on_their_own_scale(told: Any, read: Any) -> None:
    page = read("/u/K3-P")
    for points in testing_scenes.OWN:
        assert f"Pada skala sendiri, 1 sampai {points}" in page
    with told.client(told.signer.token("M")) as api:
        report = api.get("/api/v1/reports/units/K3-P").json()["survey"]["released"]["indicators"]
    tops = {row["item"]: row["top"] for row in report}
    assert {tops[f"own{points}"] == points for points in testing_scenes.OWN} == {True}
    assert tops["pungli"] == 4


def test_what_a_few_filled_stands_in_one_line(told: Any, read: Any) -> None:
    short = "Pertanyaan dengan 6 pilihan"
    page = read("/u/K3-P")
    assert f"{short}: 4 orang mengisi, terlalu sedikit untuk ditampilkan" in page
    assert page.count(short) == 1
    assert f"{short}: filled by 4, too few to show" in read("/u/K3-P", "en")
    with told.client(told.signer.token("M")) as api:
        report = api.get("/api/v1/reports/units/K3-P").json()["survey"]["released"]["indicators"]
    row = next(row for row in report if row["item"] == "own6")
    assert row == {"item": "own6", "n": 4, "value": None, "top": 6, "options": []}


def test_an_index_that_does_not_fit_says_why_it_is_missing(read: Any) -> None:
    page = read("/u/K3-N")
    assert "tidak ada indeks, rumusnya tidak cocok dengan kuesioner" in page
    assert "Pada skala sendiri, 1 sampai 6" in page


def test_a_denied_fault_as_the_weakest_is_no_good_news(read: Any) -> None:
    assert "Terlemah: bebas pungli" in read("/u/M-B")
    assert "Weakest: freedom from illegal levies" in read("/u/M-B", "en")


def test_what_is_excluded_fills_no_target(told: Any, read: Any) -> None:
    page = read("/u/M-T")
    assert "Kurang 2 jawaban lagi. Tidak dihitung: 4 jawaban yang dikecualikan." in page
    assert "Target tercapai" not in page
    html = told.page("/u/M-T?lang=id", told.signer.token("M")).text
    assert "54 dari target 56 jawaban" in html
    assert "2 more answers needed. Excluded and not counted: 4." in read("/u/M-T", "en")


def test_it_is_said_from_when_on_there_is_a_picture(read: Any) -> None:
    page = read("/u/M-W?period=2026-11")
    assert "Gambaran kasar mulai 40 jawaban" in page
    assert "nilai tepat, pernyataan, dan sebaran tampil pada hasil final" in page
    english = read("/u/M-W?period=2026-11", "en")
    assert "exact values, statements and spread come with the final result" in english


def test_a_closed_month_with_few_answers_promises_nothing(read: Any) -> None:
    page = read("/u/M-W?period=2026-10")
    assert "tidak ditampilkan di bawah 10 jawaban" in page
    assert "Belum masuk angka: 2 jawaban." in page
    for promise in ("begitu", "bersama-sama", "paling cepat"):
        assert promise not in page
    english = read("/u/M-W?period=2026-10", "en")
    assert "Not in the figures yet: 2." in english
    assert "once at least" not in english


def test_the_census_is_offered_only_where_it_was_held(read: Any) -> None:
    assert "INTEGRITAS" not in read("/u/K3-O")
    assert "Tidak ada survei untuk pilihan ini" in read("/u/K3-O?instrument=INTEGRITAS")
    assert "Semester 1 2026: INTEGRITAS 3,25" in read("/u/K3-G?instrument=INTEGRITAS")


@pytest.mark.parametrize("query", ["period=x", "period=2026-13", "instrument=X"])
def test_a_choice_that_is_not_there_is_no_fault(read: Any, query: str) -> None:
    for unit in ("K3", "K3-O"):
        assert "Tidak ada survei untuk pilihan ini" in read(f"/u/{unit}?{query}")


@pytest.mark.parametrize("query", ["period=%00", "q=%00"])
def test_what_no_database_can_hold_is_refused_in_the_readers_language(
    told: Any, query: str
) -> None:
    for path in ("/u", "/u/K3"):
        answer = told.page(f"{path}?{query}&lang=id", told.signer.token("M"))
        assert 400 <= answer.status_code < 500


@pytest.mark.parametrize(("width", "lang"), SCREENS)
def test_every_page_is_clean(told: Any, browser: Browser, width: int, lang: str) -> None:
    base = told.environment["SUARA_BASE_URL"]
    cookies = {"access": told.signer.token("M"), "lang": lang}
    context = visitor(browser, base_url=base, viewport={"width": width, "height": 800})
    context.add_cookies(
        [{"name": name, "value": value, "url": base} for name, value in cookies.items()]
    )
    page, faults = context.new_page(), list[str]()
    page.on("console", lambda message: faults.append(message.text))
    for name, path in PAGES.items():
        page.goto(path)
        opened(page)
        if (width, lang) in LOOKED_INTO:
            found = violations(page)
            assert found == [], (name, found)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        expect(page.locator("h1"), name).to_have_count(1)
    context.close()
    assert [fault for fault in faults if "Content Security Policy" in fault] == []
