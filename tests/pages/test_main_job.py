"""An answer from a phone shows on an open screen, with and without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from suara_local.answering import answer_all, open_form, press_send, send
from suara_local.finishing import finish
from suara_local.offices import new_office, with_person
from suara_local.running import Running, eventually
from suara_local.services import WHISTLE_URL


@pytest.fixture
def unit(suara: Running) -> str:
    return new_office(suara)


@pytest.fixture
def head(suara: Running, unit: str) -> str:
    return with_person(suara, unit, "head_of_unit")


def test_the_count_changes_on_an_open_dashboard_and_the_index_once_it_is_final(
    suara: Running, open_context: Callable[..., Any], unit: str, head: str
) -> None:
    with open_context(1280, head) as office, open_context(360) as phone:
        dashboard = office.new_page()
        dashboard.goto(f"/u/{unit}")
        count = dashboard.locator("#count")
        expect(count).to_have_attribute("data-count", "0")
        dashboard.evaluate("window.stillTheSamePage = true")
        for number in range(1, 3):
            page = phone.new_page()
            open_form(page, suara, unit)
            answer_all(page)
            assert suara.fate(send(page)) in ("accepted", "counted")
            page.close()
            if number == 1:
                expect(count).to_have_attribute("data-count", "1")
                expect(dashboard.locator("[data-index]")).to_have_count(0)
        survey = suara.survey(unit)
        for _ in range(8):
            suara.receipt_of(suara.submission(survey, stars=5))
        expect(count).to_have_attribute("data-count", "10")
        expect(dashboard.locator("[data-index]")).to_have_count(0)
        finish(suara, survey)
        expect(dashboard.locator("[data-index=IPAK]")).to_have_text("3,40")
        assert dashboard.evaluate("window.stillTheSamePage") is True


def test_the_same_without_javascript(
    suara: Running, open_context: Callable[..., Any], unit: str, head: str
) -> None:
    with (
        open_context(1280, head) as office,
        open_context(360, javascript=False) as phone,
    ):
        dashboard = office.new_page()
        dashboard.goto(f"/u/{unit}")
        count = dashboard.locator("#count")
        expect(count).to_have_attribute("data-count", "0")
        page = phone.new_page()
        open_form(page, suara, unit)
        # Sent too early: every missing statement is named, and what was chosen is kept.
        page.locator("input[name='a.informasi'][value='6']").check(force=True)
        press_send(page)
        faults = page.locator("[role=alert] a")
        expect(faults).to_have_count(12)
        faults.first.click()
        assert page.url.endswith("#i-persyaratan")
        expect(page.locator("input[name='a.informasi'][value='6']")).to_be_checked()
        answer_all(page)
        receipt = send(page)
        # A survey is no complaint: the page says where those go, and how to look up the receipt.
        expect(page.locator("a[href='https://www.lapor.go.id']")).to_be_visible()
        expect(page.locator(f"a[href='{WHISTLE_URL}']")).to_be_visible()
        expect(page.get_by_role("link", name="Cek jawaban ini")).to_be_visible()
        eventually(lambda: suara.fate(receipt), "counted")
        expect(count).to_have_attribute("data-count", "1")


def test_the_language_changes_without_losing_the_survey(
    suara: Running, open_context: Callable[..., Any]
) -> None:
    with open_context(360, javascript=False) as phone:
        page = phone.new_page()
        open_form(page, suara, "W20-03")
        for lang, words in (("en", "Service quality"), ("ja", "汚職防止"), ("ko", "반부패")):
            page.locator(f"nav a[hreflang={lang}]").click()
            assert page.locator("html").get_attribute("lang") == lang
            expect(page.locator("main")).to_contain_text(words)
            expect(page.locator("fieldset[data-item]")).to_have_count(13)
