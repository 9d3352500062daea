"""The form as people use it on a small screen: step by step, in their language, one by one."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect
from suara_local.answering import answer_all, begin, go_on, press_send, record_of, send, stored
from suara_local.browsers import present
from suara_local.offices import new_office
from suara_local.running import Running

AtForm = Callable[..., Any]
Check = Callable[[Page], None]
UNIT = "W20-02"
STATEMENT = "fieldset[data-item]:visible"


def test_one_statement_at_a_time_with_a_way_back(at_form: AtForm, check: Check) -> None:
    with at_form(UNIT) as page:
        check(page)
        page.get_by_role("button", name="Mulai").click()
        expect(page.get_by_role("alert")).to_contain_text("Pilih Sudah atau Belum")
        check(page)
        begin(page)
        expect(page.locator(STATEMENT)).to_have_count(1)
        assert page.title().startswith("Pernyataan 1 dari 13 – ")
        expect(page.locator("h2:visible")).to_be_focused()
        go_on(page)
        expect(page.get_by_role("alert")).to_contain_text("Pilih 1 sampai 6 bintang")
        assert page.title().startswith("Periksa lagi: ")
        check(page)
        page.get_by_role("alert").locator("a").click()
        expect(page.locator("#i-informasi")).to_be_focused()
        page.get_by_label("6 dari 6 bintang, sangat setuju").locator("visible=true").check()
        go_on(page)
        expect(page.locator("fieldset[data-item]:visible legend")).to_be_focused()
        page.get_by_label("2 dari 6 bintang").locator("visible=true").check()
        where, scrolled = page.url, page.evaluate("scrollY")
        said = page.locator("fieldset[data-item]:visible").get_by_role("status")
        expect(said).to_have_text("2 bintang. Anda tidak setuju: “Persyaratan sesuai”.")
        # Choosing moves nothing.
        assert (page.url, page.evaluate("scrollY")) == (where, scrolled)
        # The phone's own key and the link do the same, and everything is kept.
        page.go_back()
        expect(page.locator("#i-informasi")).to_be_visible()
        expect(page.locator("[name='a.informasi'][value='6']")).to_be_checked()
        page.get_by_role("button", name="Kembali").click()
        expect(page.get_by_label("Hari ini")).to_be_checked()


def test_what_is_asked_first_and_what_is_changed_is_stored(suara: Running, at_form: AtForm) -> None:
    # Of the survey's own window, or it would be late.
    day = f"{suara.survey(UNIT)['period']}-01"
    with at_form(UNIT) as page:
        page.get_by_label("Sudah").check()
        page.get_by_role("button", name="Mulai").click()
        choose_service(page)
        page.get_by_label("Tanggal lain").check()
        page.get_by_label(re.compile("^Tanggal, misalnya")).fill(day)
        go_on(page)
        for number in range(13):
            group = page.locator("fieldset[data-item]").nth(number)
            for stars in ("1", "4") if number < 2 else ("4",):
                group.locator(f"input[value='{stars}']").check()
            go_on(page)
        record = record_of(suara, send(page))
    assert str(record["served_on"]) == day
    assert (record["mode"], record["changes"]) == ("self", 2)
    assert set(record["answers"].values()) == {4}


def choose_service(page: Page) -> None:
    """The first of the list, where the unit has one: radios or a select."""
    asked = page.locator("#i-service")
    if not present(asked):
        return
    if asked.evaluate("field => field.type") == "radio":
        asked.check()
    else:
        asked.select_option(index=1)


def test_who_is_not_served_yet_is_sent_away_kindly(
    suara: Running, at_form: AtForm, check: Check
) -> None:
    unit = new_office(suara)
    code = suara.survey(unit)["code"]
    for javascript in (True, False):
        with at_form(unit, javascript=javascript) as page:
            page.get_by_label("Belum").check(force=True)
            if javascript:
                page.get_by_role("button", name="Mulai").click()
            else:
                press_send(page)
            expect(page.locator("h1:visible")).to_have_text("Isi setelah layanan selesai")
            link = page.locator("main a", has_text=code)
            expect(link).to_have_attribute("href", f"/s/{code}")
            if javascript:
                check(page)
                page.get_by_role("button", name="Kembali").click()
                expect(page.get_by_label("Belum")).to_be_checked()
    assert stored(suara, unit) == 0


def test_the_second_survey_follows_and_asks_nothing_twice(
    suara: Running, at_form: AtForm, check: Check
) -> None:
    for javascript in (True, False):
        with at_form("W11-01", javascript=javascript) as page:
            answer_all(page)
            page.select_option("#p-usia", "usia_26_35")
            first = record_of(suara, send(page))
            expect(page.locator("#follow")).to_contain_text("Ada 9 pertanyaan lagi")
            if javascript:
                check(page)
            page.get_by_role("button", name="Lanjut").click()
            expect(page.locator("fieldset[data-item]")).to_have_count(9)
            expect(page.locator("#p-usia, #q-when, #q-done")).to_have_count(0)
            for _ in range(9 if javascript else 0):
                go_on(page)
            # No statement is required, yet with none of them there is nothing to count.
            press_send(page)
            expect(page.locator("#faults")).to_contain_text("Jawab sedikitnya satu pertanyaan")
            if javascript:
                check(page)
                page.locator("#faults a").click()
            for number in range(9):
                group = page.locator("fieldset[data-item]").nth(number)
                group.locator("input[value='3']").check(force=True)
                if javascript:
                    go_on(page)
            second = record_of(suara, send(page))
        assert second["instrument"] == "IKM"
        assert second["profile"] == first["profile"] == {"usia": "usia_26_35"}
        assert second["served_on"] == first["served_on"] is not None


def test_the_next_person_at_the_same_phone(suara: Running, at_form: AtForm) -> None:
    for javascript in (True, False):
        with at_form(UNIT, javascript=javascript) as page:
            answer_all(page)
            send(page)
            page.get_by_role("link", name="Isi untuk orang berikutnya").click()
            expect(page.locator("input:checked")).to_have_count(0)
            answer_all(page)
            assert record_of(suara, send(page))["mode"] == "shared"
            expect(page.get_by_role("link", name="Orang berikutnya")).to_be_visible()


def test_another_language_keeps_what_is_chosen(at_form: AtForm) -> None:
    with at_form(UNIT) as page:
        begin(page)
        page.get_by_label("6 dari 6 bintang").locator("visible=true").check()
        go_on(page)
        page.locator("nav a[hreflang=en]").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.locator("[name='a.persyaratan']").first).to_be_visible()
        expect(page.locator("[name='a.informasi'][value='6']")).to_be_checked()
        assert page.locator("[name='when'][value='0']").is_checked()
        assert {each["name"] for each in page.context.cookies()} == {"device", "lang"}
