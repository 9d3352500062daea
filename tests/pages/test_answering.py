"""The answering page as people use it: on a small screen, by keyboard, in a text browser, and
without network at the worst moment."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import httpx
import psycopg
from playwright.sync_api import BrowserContext, Page, expect
from psycopg.rows import dict_row
from suara_local.answering import (
    answer_all,
    begin,
    go_on,
    open_form,
    press_send,
    send,
    stored,
)
from suara_local.running import Running, eventually
from suara_local.text_browser import TextBrowser

Open = Callable[..., Any]
Check = Callable[[Page], None]
UNIT = "W20-02"
# One TCP flight is ten segments of 1,460 bytes.
FLIGHT = 14_600
# With the script and the worker, which come after the page can be used.
ALL = 20_000
STATEMENT = """
- group "Pernyataan 12 dari 13 Tidak ada pungutan liar (pungli) pada unit layanan ini":
  - radio "1 dari 6 bintang, sangat tidak setuju"
  - radio "2 dari 6 bintang, tidak setuju"
  - radio "3 dari 6 bintang, agak tidak setuju"
  - radio "4 dari 6 bintang, agak setuju"
  - radio "5 dari 6 bintang, setuju" [checked]
  - radio "6 dari 6 bintang, sangat setuju"
  - status: /5 bintang. Anda setuju/
"""


def record_of(suara: Running, receipt: str) -> dict[str, Any]:
    """The record behind a receipt, once it is stored."""
    eventually(lambda: suara.fate(receipt), "counted")
    with psycopg.connect(suara.stack.superuser_url("responses"), row_factory=dict_row) as database:
        found = database.execute(
            "SELECT r.* FROM ledger l JOIN records r USING (period, response_id)"
            " WHERE l.receipt = %s",
            [receipt],
        ).fetchall()
    assert len(found) == 1
    return dict(found[0])


def visible_statements(page: Page) -> int:
    return page.locator("fieldset[data-item]:visible").count()


def test_one_statement_at_a_time_with_a_way_back(
    suara: Running, open_context: Open, check: Check
) -> None:
    with open_context(360) as phone:
        page = phone.new_page()
        open_form(page, suara, UNIT)
        check(page)
        page.get_by_role("button", name="Mulai").click()
        expect(page.get_by_role("alert")).to_contain_text("Pilih Sudah atau Belum")
        check(page)
        begin(page)
        assert visible_statements(page) == 1
        assert page.title().startswith("Pernyataan 1 dari 13 – ")
        expect(page.locator("h2:visible")).to_be_focused()
        go_on(page)
        expect(page.get_by_role("alert")).to_contain_text("Pilih 1 sampai 6 bintang")
        assert page.title().startswith("Periksa lagi: ")
        check(page)
        page.get_by_role("alert").locator("a").click()
        expect(page.locator("#i-informasi")).to_be_focused()
        page.get_by_label("6 dari 6 bintang, sangat setuju").locator("visible=true").check()
        go_on(page)
        expect(page.locator("fieldset[data-item]:visible legend")).to_be_focused()
        page.get_by_label("2 dari 6 bintang").locator("visible=true").check()
        where, scrolled = page.url, page.evaluate("scrollY")
        said = page.locator("fieldset[data-item]:visible").get_by_role("status")
        expect(said).to_have_text("2 bintang. Anda tidak setuju: “Persyaratan sesuai”.")
        # Choosing moves nothing.
        assert (page.url, page.evaluate("scrollY")) == (where, scrolled)
        # The phone's own key and the link do the same, and everything is kept.
        page.go_back()
        expect(page.locator("#i-informasi")).to_be_visible()
        expect(page.locator("[name='a.informasi'][value='6']")).to_be_checked()
        page.get_by_role("button", name="Kembali").click()
        expect(page.get_by_label("Hari ini")).to_be_checked()


def test_what_is_asked_first_and_what_is_changed_is_stored(
    suara: Running, open_context: Open
) -> None:
    with open_context(360) as phone:
        page = phone.new_page()
        open_form(page, suara, UNIT)
        page.get_by_label("Sudah").check()
        page.get_by_role("button", name="Mulai").click()
        choose_service(page)
        page.get_by_label("Tanggal lain").check()
        page.get_by_label(re.compile("^Tanggal, misalnya")).fill("2026-01-15")
        go_on(page)
        for number in range(13):
            group = page.locator("fieldset[data-item]").nth(number)
            for stars in ("1", "4") if number < 2 else ("4",):
                group.locator(f"input[value='{stars}']").check()
            go_on(page)
        record = record_of(suara, send(page))
    assert str(record["served_on"]) == "2026-01-15"
    assert (record["mode"], record["changes"]) == ("self", 2)
    assert set(record["answers"].values()) == {4}


def choose_service(page: Page) -> None:
    """The first of the list, where the unit has one: radios or a select."""
    asked = page.locator("#i-service")
    if asked.count() and asked.evaluate("field => field.type") == "radio":
        asked.check()
    elif asked.count():
        asked.select_option(index=1)


def test_who_is_not_served_yet_is_sent_away_kindly(
    suara: Running, open_context: Open, check: Check
) -> None:
    before = stored(suara, UNIT)
    for javascript in (True, False):
        with open_context(360, javascript=javascript) as phone:
            page = phone.new_page()
            open_form(page, suara, UNIT)
            page.get_by_label("Belum").check(force=True)
            if javascript:
                page.get_by_role("button", name="Mulai").click()
            else:
                press_send(page)
            expect(page.locator("h1:visible")).to_have_text("Isi setelah layanan selesai")
            link = page.locator("main a", has_text=suara.survey(UNIT)["code"])
            expect(link).to_have_attribute("href", f"/s/{suara.survey(UNIT)['code']}")
            if javascript:
                check(page)
                page.get_by_role("button", name="Kembali").click()
                expect(page.get_by_label("Belum")).to_be_checked()
    assert stored(suara, UNIT) == before


def test_the_whole_survey_by_keyboard_alone(suara: Running, open_context: Open) -> None:
    with open_context(360) as phone:
        page = phone.new_page()
        open_form(page, suara, "W20-03")
        for label in ("Sudah", "Hari ini"):
            tab_to(page, page.get_by_label(label))
            page.keyboard.press("Space")
            page.keyboard.press("Enter")
        for number in range(13):
            group = page.locator("fieldset[data-item]").nth(number)
            expect(group).to_be_visible()
            tab_to(page, group.get_by_role("radio").first)
            page.keyboard.press("Space")
            for _ in range(4):
                page.keyboard.press("ArrowRight")
            expect(group.get_by_role("radio").nth(4)).to_be_checked()
            page.keyboard.press("Enter")
        tab_to(page, page.get_by_role("button", name="Kirim jawaban").first)
        page.keyboard.press("Enter")
        page.locator(".receipt:visible").wait_for()
        expect(page.locator("h1:visible")).to_be_focused()


def tab_to(page: Page, target: Any) -> None:
    """As few steps as a person would take, or it fails."""
    for _ in range(40):
        if target.evaluate("field => field === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("not reached with the Tab key")


def test_what_a_screen_reader_is_told(suara: Running, open_context: Open) -> None:
    with open_context(360) as phone:
        page = phone.new_page()
        open_form(page, suara, UNIT)
        begin(page)
        for number in range(12):
            group = page.locator("fieldset[data-item]").nth(number)
            group.locator("input[value='5']").check()
            if number < 11:
                go_on(page)
        expect(page.locator("fieldset[data-item='pungli']")).to_match_aria_snapshot(STATEMENT)
        page.emulate_media(forced_colors="active")
        thick = "field => getComputedStyle(field.nextElementSibling).outlineWidth"
        assert page.locator("[name='a.pungli'][value='5']").evaluate(thick) == "4px"


def test_a_text_browser_completes_the_survey(suara: Running) -> None:
    survey = suara.survey("W20-03")
    address = f"{suara.base_url}/s/{survey['code']}?survey={survey['survey_id']}&lang=id"
    form = httpx.get(address, timeout=20).text
    with TextBrowser(address, form) as browser:
        browser.wait_for("Survei Persepsi")
        browser.choose({"done": "yes", "when": "0"}, stars="5")
        browser.wait_for("Terima kasih")
        receipt = re.search(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{2}", browser.seen)
    assert receipt
    record = record_of(suara, receipt[0].replace("-", ""))
    assert len(record["answers"]) == 13
    assert set(record["answers"].values()) == {5}


def test_network_lost_before_sending_and_the_page_closed(
    suara: Running, open_context: Open
) -> None:
    before = stored(suara, UNIT)
    with open_context(360) as phone:
        page = phone.new_page()
        open_form(page, suara, UNIT)
        answer_all(page, "4")
        phone.set_offline(True)
        press_send(page)
        status = page.locator("#status")
        expect(status).to_contain_text("Menunggu jaringan. Jawaban disimpan di ponsel ini")
        expect(status).to_contain_text("di aplikasi yang sama")
        expect(page.get_by_role("button", name="Kirim sekarang")).to_be_visible()
        kept = in_outbox(page)
        page.close()
        phone.set_offline(False)
        page = phone.new_page()
        open_form(page, suara, UNIT)
        expect(page.locator("#status")).to_contain_text("Sudah terkirim", timeout=20_000)
        (sent,) = in_outbox(page)
        assert (kept[0]["id"], kept[0]["state"]) == (sent["id"], "waiting")
        assert (sent["state"], sent["body"]) == ("sent", None)
        assert record_of(suara, sent["receipt"])["response_id"] == uuid.UUID(sent["id"])
        # The same bytes again, as after a receipt that was lost on its way: nothing new.
        again = page.request.post(
            "/api/v1/responses",
            data=kept[0]["body"].encode(),
            headers={"Content-Type": "application/json"},
        )
        assert again.json()["receipt"] == sent["receipt"]
        page.reload()
        expect(page.locator("#status")).not_to_contain_text("terkirim")
    eventually(lambda: stored(suara, UNIT), before + 1)


def in_outbox(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(
        """() => new Promise(done => {
          const ask = indexedDB.open('suara', 1);
          ask.onsuccess = () => {
            const all = ask.result.transaction('outbox').objectStore('outbox').getAll();
            all.onsuccess = () => { ask.result.close(); done(all.result); };
          };
        })"""
    )
    return found


def test_network_that_comes_back_sends_by_itself(suara: Running, open_context: Open) -> None:
    with open_context(360) as phone:
        page = phone.new_page()
        open_form(page, suara, "W20-03")
        phone.set_offline(True)
        expect(page.locator("#status")).to_contain_text("Anda tetap bisa mengisi")
        answer_all(page, "3")
        press_send(page)
        expect(page.locator("#status")).to_contain_text("disimpan di ponsel ini")
        phone.set_offline(False)
        receipt = page.locator(".receipt:visible")
        receipt.wait_for(timeout=20_000)
        assert record_of(suara, receipt.inner_text().replace("-", ""))


def test_the_form_opens_without_network_after_the_first_visit(
    suara: Running, open_context: Open
) -> None:
    with open_context(360) as phone:
        page = phone.new_page()
        open_form(page, suara, UNIT)
        kept_copy(page)
        phone.set_offline(True)
        page.reload()
        expect(page.locator("#status")).to_contain_text("Disimpan")
        answer_all(page)
        press_send(page)
        expect(page.locator("#status")).to_contain_text("disimpan di ponsel ini")
        phone.set_offline(False)
        page.locator(".receipt:visible").wait_for(timeout=20_000)


def kept_copy(page: Page) -> None:
    """Wait until the worker has stored this page and its script."""
    script = page.locator("script[src]").get_attribute("src")
    page.wait_for_function(
        "async script => await caches.match(location.href) && await caches.match(script)",
        arg=script,
    )


def test_the_second_survey_follows_and_asks_nothing_twice(
    suara: Running, open_context: Open, check: Check
) -> None:
    for javascript in (True, False):
        with open_context(360, javascript=javascript) as phone:
            page = phone.new_page()
            open_form(page, suara, "W11-01")
            answer_all(page)
            page.select_option("#p-usia", "usia_26_35")
            first = record_of(suara, send(page))
            expect(page.locator("#follow")).to_contain_text("Ada 9 pertanyaan lagi")
            if javascript:
                check(page)
            page.get_by_role("button", name="Lanjut").click()
            expect(page.locator("fieldset[data-item]")).to_have_count(9)
            assert page.locator("#p-usia, #q-when, #q-done").count() == 0
            for number in range(9):
                group = page.locator("fieldset[data-item]").nth(number)
                group.locator("input[value='3']").check(force=True)
                if javascript:
                    go_on(page)
            second = record_of(suara, send(page))
        assert second["instrument"] == "IKM"
        assert second["profile"] == first["profile"] == {"usia": "usia_26_35"}
        assert second["served_on"] == first["served_on"] is not None


def test_the_next_person_at_the_same_phone(suara: Running, open_context: Open) -> None:
    for javascript in (True, False):
        with open_context(360, javascript=javascript) as phone:
            page = phone.new_page()
            open_form(page, suara, UNIT)
            answer_all(page)
            send(page)
            page.get_by_role("link", name="Isi untuk orang berikutnya").click()
            assert page.locator("input:checked").count() == 0
            answer_all(page)
            assert record_of(suara, send(page))["mode"] == "shared"
            expect(page.get_by_role("link", name="Orang berikutnya")).to_be_visible()


def test_another_language_keeps_what_is_chosen(suara: Running, open_context: Open) -> None:
    with open_context(360) as phone:
        page = phone.new_page()
        open_form(page, suara, UNIT)
        begin(page)
        page.get_by_label("6 dari 6 bintang").locator("visible=true").check()
        go_on(page)
        page.locator("nav a[hreflang=en]").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.locator("[name='a.persyaratan']").first).to_be_visible()
        expect(page.locator("[name='a.informasi'][value='6']")).to_be_checked()
        assert page.locator("[name='when'][value='0']").is_checked()
        assert {each["name"] for each in phone.cookies()} == {"device", "lang"}


def test_too_many_answers_wait_their_turn(suara: Running, open_context: Open) -> None:
    with open_context(360) as phone:
        page = phone.new_page()
        open_form(page, suara, UNIT)
        answer_all(page)
        for _ in range(5):
            body = suara.submission(suara.survey(UNIT))
            assert page.request.post("/api/v1/responses", data=body).status == 202
        press_send(page)
        expect(page.locator("#status")).to_contain_text("Kami coba lagi sendiri")
        page.locator(".receipt:visible").wait_for(timeout=30_000)


def test_a_refused_answer_is_still_there_and_says_why(
    suara: Running, open_context: Open, check: Check
) -> None:
    with open_context(360) as phone:
        page = phone.new_page()
        open_form(page, suara, UNIT)
        answer_all(page)
        page.evaluate("document.forms[0].elements.issued.value = '1.forged'")
        press_send(page)
        expect(page.get_by_role("alert")).to_contain_text("Jawaban Anda masih ada")
        expect(page.locator("[name='a.pungli'][value='5']")).to_be_checked()
        check(page)
        assert in_outbox(page) == []


def test_few_bytes_cross_the_network(suara: Running, open_context: Open) -> None:
    with open_context(360) as phone:
        page = phone.new_page()
        taken = watched(phone, page)
        open_form(page, suara, UNIT)
        kept_copy(page)
        # The worker is fetched by the browser itself, whose bytes no page is told of.
        with httpx.stream("GET", f"{suara.base_url}/s/sw.js") as worker:
            size = sum(map(len, worker.iter_raw())) + len(bytes(str(worker.headers), "utf-8"))
        assert page.locator("fieldset[data-item]").count() == 13
        page_itself, script = taken
        assert page_itself < FLIGHT
        assert page_itself + script + size < ALL, (taken, size)


def watched(phone: BrowserContext, page: Page) -> list[int]:
    """Bytes of each answer as they crossed the network, head and all."""
    session = phone.new_cdp_session(page)
    session.send("Network.enable")
    taken: list[int] = []

    def note(event: dict[str, Any]) -> None:
        # An address that is its own data crosses nothing.
        if event["encodedDataLength"]:
            taken.append(event["encodedDataLength"])

    session.on("Network.loadingFinished", note)
    return taken


def test_a_statement_is_read_aloud(suara: Running, open_context: Open, check: Check) -> None:
    with open_context(1280, "admin") as office:
        page = office.new_page()
        page.goto("/kelola/kuesioner/rekaman")
        page.select_option("#item", "SPKP-SPAK:pungli")
        sound = {"name": "a.ogg", "mimeType": "audio/ogg", "buffer": b"no sound"}
        page.set_input_files("#file", sound)  # type: ignore[arg-type]
        page.get_by_role("button", name="Tambah rekaman").click()
        expect(page.get_by_role("alert")).to_contain_text("Opus")
        check(page)
        page.set_input_files("#file", {**sound, "buffer": b"OggS" + bytes(2996)})  # type: ignore[arg-type]
        page.get_by_role("button", name="Tambah rekaman").click()
        link = page.get_by_role("link", name="Dengarkan (3 kB)").get_attribute("href") or ""
        check(page)
    survey = suara.survey(UNIT)
    form = f"{suara.base_url}/s/{survey['code']}?survey={survey['survey_id']}&lang=id"
    eventually(lambda: link in httpx.get(form, timeout=20).text, True)
    heard = httpx.get(f"{suara.base_url}{link}", headers={"Range": "bytes=0-3"}, timeout=20)
    assert (heard.status_code, heard.content) == (206, b"OggS")
    assert "immutable" in heard.headers["Cache-Control"]
    with open_context(360) as phone:
        page = phone.new_page()
        page.goto(form)
        group = page.locator("fieldset[data-item='pungli']")
        page.evaluate("document.querySelector('#i-pungli').closest('.s').hidden = false")
        group.locator("summary").click()
        group.get_by_text("Dengarkan (3 kB)").click()
        expect(group.locator("audio[preload=none]")).to_have_attribute("src", link)
