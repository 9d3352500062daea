"""A photograph of a sheet: sent from a phone without script, seen beside what two persons read."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect
from suara_local.browsers import every
from suara_local.running import Running

Open = Callable[..., Any]
Check = Callable[[Page], None]
UNIT, ISSUER, FIRST, SECOND = "W20-01", "operator.w20-01", "pemantau.w20", "admin"
BASE = "/jawaban/kertas"


def photo() -> FilePayload:
    file = io.BytesIO()
    Image.effect_noise((1200, 1700), 40).save(file, "JPEG")
    return {"name": "lembar.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


@pytest.fixture
def sheet(suara: Running) -> str:
    wish = {"unit": UNIT, "count": 1}
    made = suara.api(ISSUER).post("/api/v1/paper/batches", json=wish).raise_for_status()
    return str(made.json()["sheets"][0])


def fill(page: Page, key: str) -> None:
    for each in every(page.locator("[data-keys]")):
        each.fill(key)


def test_sent_from_a_phone_without_script_and_nothing_typed_is_lost(
    suara: Running, open_context: Open, check: Check, sheet: str
) -> None:
    with open_context(360, FIRST, javascript=False) as context:
        page = context.new_page()
        page.goto(f"{BASE}/isi?sheet={sheet}")
        fill(page, "4")
        page.get_by_text("Tambahkan foto lembar").click()
        field = page.get_by_label("Foto atau pindaian lembar ini")
        assert field.get_attribute("capture") == "environment"
        page.get_by_role("button", name="Simpan foto").click()
        expect(page.locator("[role=alert] a")).to_have_text("Pilih foto atau pindaian dulu")
        field.set_input_files({"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"<svg/>"})
        page.get_by_role("button", name="Simpan foto").click()
        expect(page.locator("[role=alert] a")).to_contain_text("bukan foto JPEG")
        field.set_input_files(photo())
        page.get_by_role("button", name="Simpan foto").click()
        kept = "Foto tersimpan (1 halaman)"
        expect(page.get_by_role("status")).to_contain_text(kept)
        expect(page.locator("[data-keys]").first).to_have_value("4")
        expect(page.locator("[data-keys]").last).to_have_value("4")
        with context.expect_page() as opened:
            page.get_by_role("link", name="Foto lembar, halaman 1").click()
        assert opened.value.locator("img").evaluate("img => img.naturalWidth") == 1200
        page.get_by_role("button", name="Simpan", exact=True).click()
        expect(page.get_by_role("status")).to_contain_text("menunggu orang kedua")


def test_beside_what_two_persons_read(
    suara: Running, open_context: Open, check_both: Check, sheet: str
) -> None:
    with open_context(1280, FIRST) as context:
        page = context.new_page()
        page.goto(f"{BASE}/isi?sheet={sheet}")
        expect(page.locator("[data-keys]").first).to_be_focused()
        page.get_by_text("Tambahkan foto lembar").click()
        check_both(page)
        page.get_by_label("Foto atau pindaian lembar ini").set_input_files(
            {"name": "x.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
        )
        page.get_by_role("button", name="Simpan foto").click()
        expect(page.locator("[role=alert] a")).to_contain_text("rusak")
        check_both(page)
        # What was chosen goes with the keys, too.
        page.get_by_label("Foto atau pindaian lembar ini").set_input_files(photo())
        page.locator("[data-keys]").first.focus()
        page.keyboard.type("4" * len(every(page.locator("[data-keys]"))))
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("menunggu orang kedua")
    with open_context(1280, SECOND) as context:
        page = context.new_page()
        page.goto(f"{BASE}/isi?sheet={sheet}")
        expect(page.get_by_role("link", name="Foto lembar, halaman 1")).to_be_visible()
        check_both(page)
        page.locator("[data-keys]").first.focus()
        page.keyboard.type("34" + "4" * (len(every(page.locator("[data-keys]"))) - 2))
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("1 pernyataan berbeda")
        seen = page.get_by_alt_text("Foto lembar, halaman 1")
        expect(seen).to_be_visible()
        assert seen.evaluate("img => img.decode().then(() => img.naturalWidth)") == 1200
        expect(page.locator("[data-keys]").first).to_be_focused()
        check_both(page)
        page.keyboard.type("4")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("sudah dihitung")
