"""A month in the browser: entered on a phone without script, confirmed, then opened for all."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from suara_local.browsers import every
from suara_local.running import Running

Open = Callable[..., Any]
Desk = Callable[..., Page]
Check = Callable[[Page], None]
UNIT, MONTH = "W11-01", "2026-12"


def keep(page: Page, name: str) -> None:
    """A picture for people to look at, where SCREENSHOTS says."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


# Twice as large, in the three ways a visitor can ask for it: the window, the page, the text; each
# on the page as it stands, which is brought back.
WINDOW = 640
TWICE = {
    "page": ("document.body.style.zoom = 2", "document.body.style.zoom = ''"),
    "text": (
        "document.documentElement.style.fontSize = '200%'",
        "document.documentElement.style.fontSize = ''",
    ),
    "every text": (
        "[...document.querySelectorAll('body, body *')]"
        ".map(each => [each, parseFloat(getComputedStyle(each).fontSize)])"
        ".forEach(([each, size]) => { each.style.fontSize = 2 * size + 'px' })",
        "0",
    ),
}
LARGE = (
    *(("operator.w11-02", f"/kelola/{each}") for each in ("bulan", "layanan", "pegawai")),
    ("pemantau.w11", "/kelola/konfirmasi"),
    *(("admin", f"/kelola/{each}") for each in ("konfirmasi", "jadwal", "jadwal/buka")),
    ("admin", "/kelola/jadwal/{schedule}"),
)


@pytest.mark.parametrize(("user", "path"), LARGE)
def test_nothing_scrolls_sideways_at_twice_the_size(
    suara: Running, desk: Desk, user: str, path: str
) -> None:
    page = desk(user, width=WINDOW)
    page.goto(path.format(schedule=a_schedule(suara)))
    assert wider(page) <= 0, "a window half as wide"
    page = desk(user)
    for way, (enlarge, back) in TWICE.items():
        page.evaluate(enlarge)
        assert wider(page) <= 0, way
        page.evaluate(back)


def a_schedule(suara: Running) -> str:
    found = suara.api("admin").get("/api/v1/schedules").json()["items"]
    return str(found[0]["schedule_id"])


def wider(page: Page) -> int:
    """Pixels by which the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def test_a_month_is_entered_confirmed_and_opened(open_context: Open, check: Check) -> None:
    with open_context(360, "operator.w11-01", javascript=False) as context:
        page = context.new_page()
        page.goto("/kelola/bulan")
        keep(page, "month-360")
        assert len(every(page.locator("main input:not([type=hidden])"))) <= 12
        page.locator("main button[type=submit]").click()
        expect(page.get_by_role("alert")).to_be_visible()
        keep(page, "month-faults-360")
        for field in every(page.locator("main input[inputmode=numeric]")):
            field.fill("31")
        page.locator("main button[type=submit]").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("menunggu konfirmasi kanwil")
        keep(page, "month-saved-360")
    with open_context(1280, "pemantau.w11") as context:
        page = context.new_page()
        page.goto("/kelola/konfirmasi")
        check(page)
        keep(page, "confirm-1280")
        page.locator(f"main a[href$='only={UNIT}']").click()
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


MORE_PAGES = (
    ("operator.w11-02", "/kelola/bulan"),
    ("admin", "/kelola/bulan"),
    ("admin", "/kelola/konfirmasi"),
    ("admin", "/kelola/jadwal/{schedule}"),
    ("admin", "/kelola/jadwal/buka?period=2026-13"),
)


@pytest.mark.parametrize(("width", "lang"), [(360, "id"), (1280, "en")])
@pytest.mark.parametrize(("user", "path"), MORE_PAGES)
def test_more_pages_of_a_month(
    suara: Running, desk: Desk, check_once: Check, user: str, path: str, width: int, lang: str
) -> None:
    """Those that are not among the pages that every person of the staff has."""
    page = desk(user, lang, width)
    page.goto(path.format(schedule=a_schedule(suara)))
    check_once(page)
    keep(page, f"{user}-{path.replace('/', '_')[:24]}-{width}-{lang}")
