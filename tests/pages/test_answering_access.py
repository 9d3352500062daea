"""The form for those who cannot see it, hold a mouse, read, or pay for many bytes."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect
from suara_local.answering import begin, go_on, kept_copy, open_form, record_of
from suara_local.running import Running, eventually
from suara_local.text_browser import TextBrowser

Open = Callable[..., Any]
AtForm = Callable[..., Any]
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


def test_the_whole_survey_by_keyboard_alone(at_form: AtForm) -> None:
    with at_form("W20-03") as page:
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


def test_what_a_screen_reader_is_told(at_form: AtForm) -> None:
    with at_form(UNIT) as page:
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
    form = suara.public.get(address).text
    with TextBrowser(address, form) as browser:
        browser.wait_for("Survei Persepsi")
        browser.choose({"done": "yes", "when": "0"}, stars="5")
        browser.wait_for("Terima kasih")
        receipt = re.search(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{2}", browser.seen)
    assert receipt
    record = record_of(suara, receipt[0].replace("-", ""))
    assert len(record["answers"]) == 13
    assert set(record["answers"].values()) == {5}


def test_a_statement_is_read_aloud(suara: Running, open_context: Open, check: Check) -> None:
    with open_context(1280, "admin") as office:
        page = office.new_page()
        page.goto("/kelola/kuesioner/rekaman")
        page.select_option("#item", "SPKP-SPAK:pungli")
        sound = {"name": "a.ogg", "mimeType": "audio/ogg", "buffer": b"no sound"}
        page.set_input_files("#file", sound)
        page.get_by_role("button", name="Tambah rekaman").click()
        expect(page.get_by_role("alert")).to_contain_text("Opus")
        check(page)
        page.set_input_files("#file", {**sound, "buffer": b"OggS" + bytes(2996)})
        page.get_by_role("button", name="Tambah rekaman").click()
        link = page.get_by_role("link", name="Dengarkan (3 kB)").get_attribute("href") or ""
        check(page)
    survey = suara.survey(UNIT)
    form = f"{suara.base_url}/s/{survey['code']}?survey={survey['survey_id']}&lang=id"
    eventually(lambda: link in suara.public.get(form).text, True)
    heard = suara.public.get(link, headers={"Range": "bytes=0-3"})
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


def test_few_bytes_cross_the_network(suara: Running, open_context: Open) -> None:
    with open_context(360) as phone:
        page = phone.new_page()
        taken = watched(phone, page)
        open_form(page, suara, UNIT)
        kept_copy(page)
        # The worker is fetched by the browser itself, whose bytes no page is told of.
        with suara.public.stream("GET", "/s/sw.js") as worker:
            size = sum(map(len, worker.iter_raw())) + len(bytes(str(worker.headers), "utf-8"))
        expect(page.locator("fieldset[data-item]")).to_have_count(13)
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
