"""A head asks for a test entry to leave the index; the kanwil decides; by keyboard and phone."""

import uuid
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect
from suara_local.running import Running, eventually

Open = Callable[..., Any]
Check = Callable[[Page], None]
UNIT = "W11-01"
WHY = "Isian percobaan saat pelatihan petugas, lihat berita acara 12."


def answered(suara: Running) -> str:
    """The receipt of a stored answer."""
    body = suara.submission(suara.survey(UNIT), 3)
    headers = {"Cookie": f"device={uuid.uuid4().hex[:22]}"}
    return suara.receipt_of(body, headers)


def test_asked_by_the_head_and_decided_by_the_kanwil(
    suara: Running, open_context: Open, check: Check, check_both: Check
) -> None:
    receipt = answered(suara)
    with open_context(360, "kepala.w11-01") as office:
        page = office.new_page()
        page.goto("/jawaban/pengecualian")
        check(page)
        page.get_by_role("button", name="Minta pengecualian").click()
        page.get_by_role("button", name="Minta dikeluarkan").click()
        expect(page.locator("[role=alert] a")).to_have_count(2)
        check(page)
        page.get_by_label("Tanda terima").fill(receipt)
        page.get_by_label("Isian percobaan").check()
        page.get_by_label("Penjelasan dan bukti").fill(WHY)
        page.get_by_role("button", name="Minta dikeluarkan").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Keluarkan 1 jawaban W11-01")
        check(page)
        # Who asks does not decide.
        expect(page.get_by_role("button", name="Setujui")).to_have_count(0)
        address = page.url
    with open_context(1280, "pemantau.w11") as kanwil:
        page = kanwil.new_page()
        page.goto("/jawaban/pengecualian")
        expect(page.get_by_role("heading", level=1)).to_contain_text("menunggu keputusan")
        check(page)
        page.goto(address)
        check(page)
        page.get_by_role("button", name="Tolak").click()
        expect(page.locator("[role=alert] a")).to_contain_text("paling sedikit 10 huruf")
        late = kanwil.new_page()
        late.goto(address)
        page.get_by_role("button", name="Setujui").focus()
        page.keyboard.press("Enter")
        expect(page.locator("dd").first).to_have_text("Disetujui")
        # Whose page was open before reads what was decided, and decides nothing any more.
        with late.expect_navigation() as told:
            late.get_by_role("button", name="Setujui").click()
        assert told.value
        assert told.value.status == 409
        expect(late.locator("[role=alert]")).to_contain_text("Keputusan Anda tidak disimpan")
        expect(late.locator("dd").first).to_have_text("Disetujui")
        expect(late.get_by_role("button", name="Setujui")).to_have_count(0)
        check_both(late)
    eventually(lambda: suara.fate(receipt), "excluded")
