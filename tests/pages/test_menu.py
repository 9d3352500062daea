"""The header says for which unit one acts; the menu holds at most six words, by keyboard too."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from suara_local.browsers import every

Open = Callable[..., Any]
BAR = "nav.suara-nav > div > *"


@pytest.mark.parametrize("width", [360, 1280])
def test_a_folded_menu_opens_by_keyboard_without_a_script(open_context: Open, width: int) -> None:
    with open_context(width, "admin", javascript=False) as context:
        page = context.new_page()
        page.goto("/kelola/tinjau")
        assert len(every(page.locator(BAR))) <= 6
        group = page.locator("nav summary", has_text="Survei")
        expect(group).to_have_text("Survei: Tinjau")
        expect(group).to_have_attribute("aria-current", "true")
        here = page.locator("nav.suara-nav a[aria-current=page]")
        expect(here).not_to_be_visible()
        group.focus()
        page.keyboard.press("Enter")
        expect(here).to_have_text("Tinjau")
        expect(here).to_be_visible()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/kelola/bulan")


def test_every_word_of_the_menu_is_current_on_its_page(open_context: Open) -> None:
    with open_context(1280, "admin") as context:
        page = context.new_page()
        page.goto("/u")
        links = every(page.locator("nav.suara-nav a"))
        paths = [link.get_attribute("href") for link in links]
        assert len(paths) == 11
        for path in paths:
            page.goto(path)
            current = page.locator("nav.suara-nav a[aria-current=page]")
            assert current.get_attribute("href") == path


def test_who_has_few_words_sees_them_all(open_context: Open) -> None:
    with open_context(360, "kepala.w11-01") as context:
        page = context.new_page()
        page.goto("/tindak-lanjut")
        expect(page.locator("nav summary")).to_have_count(0)
        expect(page.locator("nav a[aria-current=page]")).to_have_text("Tindak lanjut")


def test_the_header_names_the_unit_and_leads_to_another_hat(open_context: Open) -> None:
    with open_context(360, "plt.w11") as context:
        page = context.new_page()
        page.goto("/u")
        header = page.locator(".suara-header__unit")
        before = header.inner_text()
        header.get_by_role("link", name="ganti peran").click()
        worn = page.locator("input:checked + label").inner_text()
        assert worn.split(", ")[1] in before
        page.locator("[type=radio]:not(:checked)").check()
        other = page.locator("input:checked + label").inner_text().split(", ")[1]
        page.get_by_role("button", name="Lanjut").click()
        page.wait_for_url("**/u/W11-*")
        expect(header).to_contain_text(other)
    with open_context(360, "pemantau.w11") as context:
        page = context.new_page()
        page.goto("/u")
        expect(page.locator(".suara-header__unit")).to_contain_text("(W11) · Pemantau kanwil")
        expect(page.get_by_role("link", name="ganti peran")).to_have_count(0)
