"""A questionnaire in the browser: a unit writes its own question, its head approves, phones ask it;
and a poster is printed."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect
from suara_local.running import Running

Open = Callable[..., Any]
Check = Callable[[Page], None]


def test_own_questions_from_the_draft_to_publication(
    suara: Running, open_context: Open, check: Check
) -> None:
    held = suara.api("operator.w11-02").get("/api/v1/instruments/IKM/versions").json()["items"]
    body = {"tenant": suara.survey("W11-02")["tenant"], "based_on": held[0]["form_version_id"]}
    made = suara.api("operator.w11-02").post("/api/v1/drafts", json=body).json()
    draft = f"/kelola/kuesioner/{made['draft_id']}"
    with open_context(1280, "operator.w11-02") as context:
        page = context.new_page()
        page.goto(draft)
        phone = page.frame_locator("iframe[name=preview]")
        expect(phone.locator("fieldset").first).to_be_visible()
        check(page)
        page.locator("a", has_text="Tambah butir di bagian Pertanyaan tambahan").click()
        page.fill("#key", "antrean")
        page.select_option("#type", "number")
        for code in ("id", "en", "ja", "ko"):
            page.fill(f"#text-{code}", f"Berapa menit Anda mengantre di {{unit}}? ({code})")
        # The preview follows what is typed, with the unit's name filled in.
        expect(phone.locator("fieldset", has_text="Berapa menit")).to_contain_text(
            "Kantor Imigrasi"
        )
        check(page)
        page.locator("#item-form button[type=submit]").first.click()
        expect(page.locator("main")).to_contain_text("Berapa menit Anda mengantre")
        page.locator("form[action$='/kirim'] button").click()
        expect(page.locator("main")).to_contain_text("Menunggu")
        check(page)
    with open_context(360, "kepala.w11-02") as context:
        page = context.new_page()
        page.goto("/kelola/tinjau")
        page.locator(f"a[href*='{made['draft_id']}']").first.click()
        check(page)
        page.locator("form[action$='/setuju'] button").click()
        page.goto(f"{draft}/terbit")
        check(page)
        page.locator("form[action$='/terbit'] button[type=submit]").click()
        page.wait_for_url(re.compile("/kelola/kuesioner/versi/"))
        expect(page.locator("main")).to_contain_text("Berapa menit Anda mengantre")
        check(page)


def test_a_poster_is_made_and_printed(
    suara: Running, open_context: Open, check_both: Check
) -> None:
    code = suara.survey("W11-02")["code"]
    with open_context(360, "operator.w11-02") as context:
        page = context.new_page()
        page.goto(f"/kelola/titik/{code}")
        check_both(page)
        page.locator("main a", has_text="Poster").first.click()
        page.select_option("#format", "tent")
        page.fill("#distance", "0,6")
        page.locator("main form button").first.click()
        expect(page.locator("h1")).to_contain_text("terbaca dari 0,6 m")
        expect(page.locator("img.suara-poster__picture")).to_have_js_property("complete", True)
        check_both(page)
        link = page.locator("main a", has_text="Buka PDF").get_attribute("href")
        assert link
        pdf = context.request.get(link)
        assert pdf.headers["content-type"] == "application/pdf"
        page.fill("#distance", "4")
        page.locator("main form button").first.click()
        page.locator("[role=alert]").wait_for()
        check_both(page)
        page.goto("/kelola/poster")
        page.select_option("#format", "card")
        page.locator("main form button").first.click()
        page.locator("main a", has_text="Buka PDF").wait_for()
        check_both(page)
