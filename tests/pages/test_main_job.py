"""An answer from a phone shows on an open screen, with and without JavaScript."""

from collections.abc import Callable
from typing import Any

import psycopg
from playwright.sync_api import Page, expect
from suara_local.running import Running, eventually

UNIT, HEAD = "W11-02", "kepala.w11-02"
BYTES = 30_000


def open_form(page: Page, suara: Running, unit: str = UNIT) -> None:
    """By the link of the poster: a choice first where several surveys are open."""
    survey = suara.survey(unit)
    page.goto(f"/s/{survey['code']}")
    page.locator(f"a[href*='{survey['survey_id']}']").click()


def answer_all(page: Page, stars: str = "5") -> None:
    for group in page.locator("fieldset[data-item]").all():
        group.locator(f"input[value='{stars}']").check(force=True)


def send(page: Page) -> str:
    """Press the button; return the receipt on the thanks page."""
    page.locator("form[method=post] button[type=submit]").click()
    receipt = page.locator(".receipt:visible")
    receipt.wait_for()
    return receipt.inner_text().replace("-", "")


def stored(suara: Running, unit: str) -> int:
    with psycopg.connect(suara.stack.superuser_url("responses")) as connection:
        row = connection.execute(
            "SELECT count(*) FROM records WHERE survey_id = %s",
            [suara.survey(unit)["survey_id"]],
        ).fetchone()
    assert row is not None
    return int(row[0])


def test_count_and_index_change_on_an_open_dashboard(
    suara: Running, open_context: Callable[..., Any]
) -> None:
    with open_context(1280, HEAD) as office, open_context(360) as phone:
        dashboard = office.new_page()
        dashboard.goto(f"/u/{UNIT}")
        count = dashboard.locator("#count")
        expect(count).to_have_attribute("data-count", "0", timeout=20_000)
        dashboard.evaluate("window.stillTheSamePage = true")
        for number in range(1, 6):
            page = phone.new_page()
            open_form(page, suara)
            answer_all(page)
            assert suara.fate(send(page)) in ("accepted", "counted")
            page.close()
            if number == 1:
                expect(count).to_have_attribute("data-count", "1", timeout=5000)
                assert dashboard.locator("[data-index]").count() == 0
        expect(count).to_have_attribute("data-count", "5", timeout=5000)
        expect(dashboard.locator("[data-index=IPAK]")).to_have_text("3,40", timeout=5000)
        assert dashboard.evaluate("window.stillTheSamePage") is True


def test_the_same_without_javascript(suara: Running, open_context: Callable[..., Any]) -> None:
    with (
        open_context(1280, "kepala.w20-01") as office,
        open_context(360, javascript=False) as phone,
    ):
        dashboard = office.new_page()
        dashboard.goto("/u/W20-01")
        count = dashboard.locator("#count")
        expect(count).to_have_attribute("data-count", "0", timeout=20_000)
        page = phone.new_page()
        open_form(page, suara, "W20-01")
        # Sent too early: every missing statement is named, and what was chosen is kept.
        page.locator("input[name='a.informasi'][value='6']").check(force=True)
        page.locator("button[type=submit]").click()
        faults = page.locator("[role=alert] a")
        expect(faults).to_have_count(12)
        faults.first.click()
        assert page.url.endswith("#i-persyaratan")
        expect(page.locator("input[name='a.informasi'][value='6']")).to_be_checked()
        answer_all(page)
        receipt = send(page)
        eventually(lambda: suara.fate(receipt), "counted")
        expect(count).to_have_attribute("data-count", "1", timeout=5000)


def test_the_whole_survey_by_keyboard(suara: Running, open_context: Callable[..., Any]) -> None:
    with open_context(360) as phone:
        page = phone.new_page()
        open_form(page, suara, "W20-03")
        groups = page.locator("fieldset[data-item]")
        expect(groups).to_have_count(13)
        named = page.get_by_role("group", name="Tidak ada pungutan liar")
        expect(named.get_by_role("radio")).to_have_count(6)
        for number in range(13):
            group = groups.nth(number)
            expect(group.get_by_role("radio")).to_have_count(6)
            group.get_by_role("radio").first.focus()
            page.keyboard.press("Space")
            for _ in range(4):
                page.keyboard.press("ArrowRight")
            expect(group.get_by_role("radio").nth(4)).to_be_checked()
            expect(group.get_by_role("status")).to_contain_text("5")
        page.get_by_role("button").focus()
        page.keyboard.press("Enter")
        page.locator(".receipt:visible").wait_for()


def test_answers_wait_on_the_phone_for_the_network(
    suara: Running, open_context: Callable[..., Any]
) -> None:
    before = stored(suara, "W20-03")
    with open_context(360) as phone:
        page = phone.new_page()
        open_form(page, suara, "W20-03")
        answer_all(page, "4")
        phone.set_offline(True)
        page.locator("form[method=post] button[type=submit]").click()
        expect(page.locator("#status")).to_contain_text("disimpan di ponsel ini")
        phone.set_offline(False)
        page.locator(".receipt:visible").wait_for(timeout=20_000)
        kept = page.evaluate("localStorage.getItem('suara-waiting')")
        assert kept == "[]"
    eventually(lambda: stored(suara, "W20-03"), before + 1)


def test_few_bytes_cross_the_network(suara: Running, open_context: Callable[..., Any]) -> None:
    with open_context(360) as phone:
        page = phone.new_page()
        session = phone.new_cdp_session(page)
        session.send("Network.enable")
        taken: list[int] = []
        session.on(
            "Network.loadingFinished", lambda event: taken.append(event["encodedDataLength"])
        )
        survey = suara.survey(UNIT)
        page.goto(f"/s/{survey['code']}?survey={survey['survey_id']}", wait_until="networkidle")
        assert page.locator("fieldset[data-item]").count() == 13
        assert 1000 < sum(taken) < BYTES


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
            assert page.locator("fieldset[data-item]").count() == 13
