"""A kiosk that is used by its keys alone, from one person to the next."""

import io
import wave
from collections.abc import Callable
from typing import Any

import pytest
from chassis import clock
from playwright.sync_api import Page, expect
from suara_local.answering import begin, send
from suara_local.browsers import every, present
from suara_local.kiosks import AFTER_THANKS, HOME, invited, kiosk_answers, new_key, start
from suara_local.running import Running, eventually

Open = Callable[..., Any]
Check = Callable[[Page], None]
UNIT = "W11-01"


@pytest.fixture(scope="module")
def key(suara: Running) -> str:
    return new_key(suara, suara.survey(UNIT)["code"])


def test_keys_choose_and_thanks_give_way_to_the_next(
    suara: Running, open_context: Open, check_both: Check, key: str
) -> None:
    before = kiosk_answers(suara)
    with open_context(360) as hall:
        page = invited(hall, key)
        page.clock.install(time=clock.now())
        start(page)
        check_both(page)
        begin(page)
        # Outside a question a number does nothing.
        page.locator(".langs a").first.press("5")
        expect(page.locator("fieldset[data-item] input:checked")).to_have_count(0)
        page.locator(".back:visible").press("5")
        expect(page.locator("fieldset[data-item] input:checked")).to_have_count(0)
        page.locator("legend:visible").focus()
        for number, group in enumerate(every(page.locator("fieldset[data-item]"))):
            expect(group.locator("input:checked")).to_have_count(0)
            page.keyboard.press("4")
            expect(group.locator("input[value='4']")).to_be_checked()
            expect(group).to_be_visible()
            if number == 0:
                check_both(page)
            page.keyboard.press("Enter")
        send(page)
        check_both(page)
        page.clock.run_for(AFTER_THANKS)
        page.wait_for_url(f"**{HOME}")
        expect(page.locator(".receipt")).to_have_count(0)
        start(page)
        expect(page.locator("input:checked")).to_have_count(0)
        assert page.evaluate("sessionStorage.length") == 0
    eventually(lambda: kiosk_answers(suara) > before, wanted=True)


def test_a_number_pad_is_enough(open_context: Open, key: str) -> None:
    """1 to 6, Enter and Backspace alone, from the screen that invites to the first stars."""
    with open_context(1280) as hall:
        page = invited(hall, key)
        expect(page.locator("#start")).to_be_focused()
        page.keyboard.press("Enter")
        page.locator("html.paged").wait_for()
        page.keyboard.press("1")
        expect(page.get_by_label("Sudah")).to_be_checked()
        expect(page.locator("#q-done")).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.locator("#q-when")).to_be_visible()
        page.keyboard.press("Enter")
        first, second = (page.locator("fieldset[data-item]").nth(number) for number in (0, 1))
        expect(first).to_be_visible()
        for pressed in "26":
            page.keyboard.press(pressed)
            expect(first.locator(f"input[value='{pressed}']")).to_be_checked()
        page.keyboard.press("Enter")
        expect(second).to_be_visible()
        page.keyboard.press("Backspace")
        expect(first).to_be_visible()
        expect(first.locator("input[value='6']")).to_be_checked()


def test_whoever_types_gives_no_orders(open_context: Open, key: str) -> None:
    with open_context(1280) as hall:
        page = invited(hall, key)
        start(page)
        page.get_by_label("Sudah").check(force=True)
        page.get_by_role("button", name="Mulai").click()
        other = page.get_by_label("Tanggal lain")
        other.check(force=True)
        day = page.locator("#served_on")
        for pressed in ("1", "Backspace", "0"):
            day.press(pressed)
            expect(day).to_be_visible()
            expect(other).to_be_checked()


def test_no_key_outside_a_kiosk(suara: Running, open_context: Open) -> None:
    survey = suara.survey(UNIT)
    with open_context(1280) as phone:
        page = phone.new_page()
        page.goto(f"/s/{survey['code']}?survey={survey['survey_id']}")
        begin(page)
        group = page.locator("fieldset[data-item]").first
        group.locator("input").first.focus()
        page.keyboard.press("4")
        page.keyboard.press("Backspace")
        expect(group).to_be_visible()
        expect(group.locator("input:checked")).to_have_count(0)


def silence() -> bytes:
    """A tenth of a second of it, as a sound file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(1600))
    return file.getvalue()


def test_0_reads_the_statement_aloud(
    suara: Running, open_context: Open, check: Check, key: str
) -> None:
    item = next(iter(suara.submission(suara.survey(UNIT))["answers"]))
    admin, path = suara.sign_in("admin"), "/kelola/kuesioner/rekaman"
    form = {"item": f"SPKP-SPAK:{item}", "language": "id"}
    form["csrf_token"] = admin.get(path).text.split('name="csrf_token" value="')[1].split('"')[0]
    added = admin.post(path, data=form, files={"file": ("a.wav", silence())})
    assert added.status_code == 303, added.text
    with open_context(1280) as hall:
        page = invited(hall, key)

        def offered() -> bool:
            page.goto(f"{HOME}/isi")
            return present(page.locator("[data-audio]"))

        eventually(offered, wanted=True)
        page.locator("html.js").wait_for()
        begin(page)
        for _ in range(2):
            page.keyboard.press("0")
            expect(page.locator("audio")).to_have_js_property("ended", True)
        check(page)
        page.keyboard.press("3")
        expect(page.locator("fieldset[data-item]").first.locator("[value='3']")).to_be_checked()
        page.keyboard.press("Enter")
        # Nothing to read aloud here, and nothing goes wrong.
        page.keyboard.press("0")
        expect(page.locator("fieldset[data-item]").nth(1)).to_be_visible()
