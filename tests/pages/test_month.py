"""A month in the browser: entered on a phone without script, confirmed, then opened for all."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from suara_local.running import Running

Open = Callable[..., Any]
Check = Callable[[Page], None]
UNIT, MONTH = "W11-01", "2026-12"


def keep(page: Page, name: str) -> None:
    """A picture for people to look at, where SCREENSHOTS says."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


# Twice as large, in the three ways a visitor can ask for it: the page, the text, the window.
TWICE = {
    "page": (1280, "document.body.style.zoom = 2"),
    "text": (1280, "document.documentElement.style.fontSize = '200%'"),
    "every text": (
        1280,
        "[...document.querySelectorAll('body, body *')]"
        ".map(each => [each, parseFloat(getComputedStyle(each).fontSize)])"
        ".forEach(([each, size]) => { each.style.fontSize = 2 * size + 'px' })",
    ),
    "window": (640, "0"),
}


@pytest.mark.parametrize("way", TWICE)
def test_nothing_scrolls_sideways_at_twice_the_size(
    way: str, suara: Running, open_context: Open
) -> None:
    width, enlarge = TWICE[way]
    schedules = suara.api("admin").get("/api/v1/schedules").json()["items"]
    pages = {
        "operator.w11-02": ("/kelola/bulan", "/kelola/layanan", "/kelola/pegawai"),
        "pemantau.w11": ("/kelola/konfirmasi",),
        "admin": (
            *("/kelola/konfirmasi", "/kelola/jadwal", "/kelola/jadwal/buka"),
            f"/kelola/jadwal/{schedules[0]['schedule_id']}",
        ),
    }
    for user, paths in pages.items():
        with open_context(width, user) as context:
            page = context.new_page()
            for path in paths:
                page.goto(path)
                page.evaluate(enlarge)
                wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                assert wide <= 0, f"{path}, {way}: {wide} px wider than the window"


def test_a_month_is_entered_confirmed_and_opened(open_context: Open, check: Check) -> None:
    with open_context(360, "operator.w11-01", javascript=False) as context:
        page = context.new_page()
        page.goto("/kelola/bulan")
        keep(page, "month-360")
        assert page.locator("main input:not([type=hidden])").count() <= 12
        page.locator("main button[type=submit]").click()
        expect(page.get_by_role("alert")).to_be_visible()
        keep(page, "month-faults-360")
        for field in page.locator("main input[inputmode=numeric]").all():
            field.fill("31")
        page.locator("main button[type=submit]").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("menunggu konfirmasi kanwil")
        keep(page, "month-saved-360")
    with open_context(1280, "pemantau.w11") as context:
        page = context.new_page()
        page.goto("/kelola/konfirmasi")
        check(page)
        keep(page, "confirm-1280")
        page.get_by_role("link", name="Putuskan per angka").first.click()
        check(page)
        keep(page, "confirm-one-1280")
        page.get_by_role("checkbox").first.check()
        page.get_by_role("button", name="Kembalikan yang dipilih").click()
        expect(page.get_by_role("alert")).to_contain_text("Tulis alasannya")
        check(page)
        page.get_by_label("Alasan").fill("Kunjungan hari Sabtu belum dihitung")
        page.get_by_role("button", name="Kembalikan yang dipilih").click()
        expect(page.get_by_role("status")).to_contain_text("1 angka dikembalikan")
        page.get_by_role("checkbox").first.check()
        page.get_by_role("button", name="Konfirmasi yang dipilih").click()
        expect(page.get_by_role("status")).to_contain_text("dikonfirmasi dan terkunci")
        check(page)
        keep(page, "confirmed-1280")
    with open_context(1280, "admin") as context:
        page = context.new_page()
        page.goto("/kelola/jadwal")
        check(page)
        keep(page, "schedule-1280")
        page.goto(f"/kelola/jadwal/buka?period={MONTH}")
        check(page)
        keep(page, "open-1280")
        page.get_by_role("button", name="Ya, buka").click()
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_contain_text("sudah dibuka untuk")
        check(page)
        keep(page, "opened-1280")


def test_the_pages_of_a_month_on_every_screen(
    suara: Running, open_context: Open, check: Check
) -> None:
    schedules = suara.api("admin").get("/api/v1/schedules").json()["items"]
    pages = [
        ("operator.w11-02", "/kelola/bulan"),
        ("operator.w11-02", "/kelola/layanan"),
        ("operator.w11-02", "/kelola/pegawai"),
        ("admin", "/kelola/bulan"),
        ("admin", "/kelola/konfirmasi"),
        ("pemantau.w11", "/kelola/konfirmasi"),
        ("admin", "/kelola/jadwal"),
        ("admin", f"/kelola/jadwal/{schedules[0]['schedule_id']}"),
        ("admin", "/kelola/jadwal/buka"),
        ("admin", "/kelola/jadwal/buka?period=2026-13"),
    ]
    for width in (360, 1280):
        for lang in ("id", "en"):
            for user, path in pages:
                with open_context(width, user, lang) as context:
                    page = context.new_page()
                    page.goto(path)
                    check(page)
                    keep(page, f"{user}-{path.replace('/', '_')[:24]}-{width}-{lang}")
