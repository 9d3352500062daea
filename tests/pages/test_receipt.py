"""A person looks up an answer by its receipt and takes back what was written, without a script."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Page, expect
from suara_local.running import Running, eventually

Open = Callable[..., Any]
Check = Callable[[Page], None]


@pytest.mark.parametrize("script", [True, False])
def test_looked_up_and_taken_back(
    suara: Running, open_context: Open, check_both: Check, script: bool
) -> None:
    wrote = {"text": "Kursinya kurang", "contact": {"name": "Siti", "phone": "0812 3456"}}
    body = {**suara.submission(suara.survey("W11-04")), **wrote}
    receipt = suara.receipt_of(body)
    with open_context(360, javascript=script) as phone:
        page = phone.new_page()
        page.goto("/s/tanda-terima?lang=id")
        if script:
            check_both(page)
        page.get_by_label("Tanda terima").fill("AAAA-BBBB")
        page.get_by_role("button", name="Cek").click()
        expect(page.locator("[role=alert]")).to_contain_text("bukan tanda terima kami")
        if script:
            check_both(page)
        # As somebody reads it aloud: small letters, in groups.
        typed = "-".join(receipt[n : n + 4] for n in range(0, len(receipt), 4)).lower()
        page.get_by_label("Tanda terima").fill(typed)
        page.get_by_role("button", name="Cek").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Jawaban Anda ikut dihitung")
        assert receipt not in page.url
        assert "pungli" not in page.content()
        if script:
            check_both(page)
        page.get_by_role("button", name="Lihat yang saya tulis").click()
        expect(page.get_by_label("Saran")).to_have_value("Kursinya kurang")
        expect(page.get_by_label("Nomor telepon")).to_have_value("0812 3456")
        expect(page.get_by_text("Dengan mengirim, Anda setuju")).to_be_visible()
        assert receipt not in page.url
        if script:
            check_both(page)
        page.get_by_label("Saran").fill("Kursinya kurang dua")
        page.get_by_label("Nomor telepon").fill("")
        page.get_by_role("button", name="Simpan perubahan").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Tulisan Anda diperbarui")
        wanted = {"text": "Kursinya kurang dua", "contact": {"name": "Siti"}}
        eventually(lambda: seen(suara, receipt), wanted)
        page.goto("/s/tanda-terima?lang=id")
        page.get_by_label("Tanda terima").fill(typed)
        page.get_by_role("button", name="Cek").click()
        page.get_by_role("button", name="Lihat yang saya tulis").click()
        expect(page.get_by_label("Saran")).to_have_value("Kursinya kurang dua")
        page.get_by_role("button", name="Hapus saran dan kontak").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Saran dan kontak Anda dihapus")
        if script:
            check_both(page)
    query = "SELECT text_key IS NULL FROM records WHERE response_id = %s"

    def gone() -> bool:
        with psycopg.connect(suara.stack.superuser_url("responses")) as connection:
            row = connection.execute(query, [body["response_id"]]).fetchone()
        return bool(row and row[0])

    eventually(gone, True)
    eventually(lambda: seen(suara, receipt), {"text": "", "contact": {}})


def seen(suara: Running, receipt: str) -> Any:
    asked = suara.public.post("/api/v1/receipts/contents", json={"receipt": receipt})
    found = asked.raise_for_status().json()
    return {"text": found["text"], "contact": found["contact"]}


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_in_every_language(open_context: Open, check: Check, lang: str) -> None:
    with open_context(360, lang=lang) as phone:
        page = phone.new_page()
        page.goto(f"/s/tanda-terima?lang={lang}")
        assert page.locator("html").get_attribute("lang") == lang
        check(page)
