"""A clerk who did not serve the person fills in for them, on a page that needs no script."""

from collections.abc import Callable
from typing import Any

import psycopg
from playwright.sync_api import Page, expect
from suara_local.answering import press_send
from suara_local.browsers import every
from suara_local.running import Running, eventually

Open = Callable[..., Any]
Check = Callable[[Page], None]
CLERK = "loket.w11-01"


def choose(page: Page, point: str) -> None:
    """Through what may go wrong: nothing chosen, then everything but the declaration."""
    page.goto("/jawaban")
    page.get_by_role("link", name="Membantu mengisi").click()
    page.select_option("#point", point)
    page.get_by_role("button", name="Buka survei").click()
    expect(page.locator("[role=alert] a")).to_have_count(2)
    page.get_by_label("Tidak bisa membaca").check()
    page.get_by_role("button", name="Buka survei").click()
    expect(page.locator("[role=alert] a")).to_have_count(1)
    page.get_by_label("Saya bukan petugas").check()
    page.get_by_role("button", name="Buka survei").click()


def fill(page: Page, stars: str = "4") -> None:
    for group in every(page.locator("fieldset[data-item]")):
        group.locator(f"input[value='{stars}']").check(force=True)


def test_from_the_reason_to_the_receipt_that_is_handed_over(
    suara: Running, open_context: Open, check_both: Check
) -> None:
    survey = suara.survey("W11-01")
    with open_context(360, CLERK) as office:
        page = office.new_page()
        choose(page, survey["code"])
        expect(page.locator("#q-done")).to_have_count(0)
        expect(page.locator("script[src]")).to_have_count(0)
        check_both(page)
        # Another language keeps what was chosen, and leaves the language of the staff alone.
        page.get_by_role("link", name="English").click()
        page.get_by_role("link", name="Bahasa Indonesia").click()
        press_send(page)
        expect(page.locator("#faults li")).to_have_count(13)
        check_both(page)
        fill(page)
        # A form may be open for longer than a token lives.
        office.clear_cookies(name="access")
        press_send(page)
        expect(page.get_by_text("Berikan tanda terima ini")).to_be_visible()
        check_both(page)
        page.get_by_role("link", name="Orang berikutnya").click()
        assert page.locator("#point").input_value() == survey["code"]
        expect(page.get_by_label("Tidak bisa membaca")).not_to_be_checked()
        expect(page.get_by_label("Saya bukan petugas")).not_to_be_checked()
        assert "device" not in {each["name"] for each in office.cookies()}
    query = "SELECT count(*) FROM records WHERE mode = 'assisted' AND reason = 'cannot_read'"

    def stored() -> bool:
        with psycopg.connect(suara.stack.superuser_url("responses")) as connection:
            row = connection.execute(query).fetchone()
        return bool(row and row[0])

    eventually(stored, wanted=True)


def test_without_script_the_whole_way(suara: Running, open_context: Open) -> None:
    with open_context(360, CLERK, javascript=False) as office:
        page = office.new_page()
        choose(page, suara.survey("W11-01")["code"])
        fill(page, "5")
        press_send(page)
        expect(page.locator(".receipt")).to_be_visible()
