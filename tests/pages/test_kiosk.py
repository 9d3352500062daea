"""A device that many use, one after another: locked by a key, reset after each, filled offline."""

import io
import re
import wave
from collections.abc import Callable
from typing import Any

import httpx
import psycopg
import pytest
from playwright.sync_api import BrowserContext, Page, expect
from suara_local.answering import answer_all, begin, press_send, send
from suara_local.running import Running, eventually

Open = Callable[..., Any]
Check = Callable[[Page], None]
OPERATOR, UNIT, HOME = "operator.w11-01", "W11-01", "/s/anjungan"
DESK = "/jawaban/anjungan"
# Every page and script that the kiosk needs without network is there.
ALL_KEPT = """Promise.all(document.getElementById('kiosk').dataset.keep.trim().split(' ')
  .map(url => caches.match(url))).then(found => found.every(Boolean))"""
AFTER_THANKS, QUIET, WARNED = 8_000, 45_000, 20_000


def new_key(suara: Running, name: str) -> str:
    """Of a kiosk at the unit's point, once the answering pages know it."""
    browser, form = suara.sign_in(OPERATOR), {"point": suara.survey(UNIT)["code"], "name": name}
    form["csrf_token"] = browser.get(DESK).text.split('name="csrf_token" value="')[1].split('"')[0]
    found = re.search(r"anjungan#k=([\w-]+)", browser.post(DESK, data=form).text)
    assert found
    url = f"{suara.base_url}{HOME}"
    eventually(lambda: httpx.post(url, data={"key": found[1]}).status_code, 303)
    return found[1]


def locked(context: BrowserContext, suara: Running, name: str) -> Page:
    """A page of a kiosk, at the screen that invites."""
    page = context.new_page()
    page.goto(f"{HOME}#k={new_key(suara, name)}")
    expect(page.get_by_role("link", name="Mulai")).to_be_visible()
    return page


def answers(suara: Running) -> int:
    with psycopg.connect(suara.stack.superuser_url("responses")) as connection:
        query = "SELECT 1 FROM records WHERE mode = 'kiosk' AND device IS NOT NULL"
        return connection.execute(query).rowcount


def start(page: Page) -> None:
    page.get_by_role("link", name="Mulai").click()
    page.locator("html.js").wait_for()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_operator_registers_and_revokes(
    suara: Running, open_context: Open, check: Check, width: int
) -> None:
    with open_context(width, OPERATOR) as office, open_context(width) as hall:
        desk, kiosk, name = office.new_page(), hall.new_page(), f"Tablet pintu {width}"
        desk.goto("/jawaban")
        desk.get_by_role("link", name="Anjungan").click()
        desk.get_by_role("button", name="Daftarkan").click()
        desk.locator("[role=alert]").wait_for()
        check(desk)
        desk.select_option("#point", suara.survey(UNIT)["code"])
        desk.get_by_label("Nama perangkat").fill(name)
        desk.get_by_role("button", name="Daftarkan").click()
        link = desk.locator("#link").inner_text()
        check(desk)
        key = link.split("#k=")[1]
        url = f"{suara.base_url}{HOME}"
        eventually(lambda: httpx.post(url, data={"key": key}).status_code, 303)
        asked: list[str] = []
        kiosk.on("request", lambda request: asked.append(request.url))
        kiosk.goto(f"{HOME}#k={key}")
        expect(kiosk.get_by_role("link", name="Mulai")).to_be_visible()
        check(kiosk)
        assert "#" not in kiosk.url
        assert not any(key in each for each in asked if "#" not in each)
        cookie = next(each for each in hall.cookies() if each["name"] == "kiosk")
        assert cookie["httpOnly"]
        with psycopg.connect(suara.stack.superuser_url("responses")) as connection:
            kept = connection.execute("SELECT string_agg(k::text, ' ') FROM kiosks k").fetchone()
        assert kept
        assert key not in kept[0]
        expect(kiosk.locator("#kiosk")).to_have_text("Tersambung")
        row = desk.locator("tr", has_text=name)

        def seen() -> bool:
            desk.goto(DESK)
            return "belum pernah" not in row.inner_text()

        eventually(seen, wanted=True)
        expect(row.locator("td").nth(2)).to_have_text("0")
        check(desk)
        row.get_by_role("button", name="Cabut").click()
        expect(row).to_contain_text("dicabut")

        def is_out() -> str:
            kiosk.goto(HOME)
            return kiosk.locator("h1").inner_text()

        eventually(is_out, "Perangkat ini belum menjadi anjungan")
        check(kiosk)


@pytest.mark.parametrize("width", [360, 1280])
def test_keys_choose_and_thanks_give_way_to_the_next(
    suara: Running, open_context: Open, check: Check, width: int
) -> None:
    before = answers(suara)
    with open_context(width) as hall:
        page = locked(hall, suara, f"Kunci {width}")
        page.clock.install()
        start(page)
        check(page)
        begin(page)
        # Outside a question a number does nothing.
        page.locator(".langs a").first.press("5")
        expect(page.locator("fieldset[data-item] input:checked")).to_have_count(0)
        page.locator(".back:visible").press("5")
        expect(page.locator("fieldset[data-item] input:checked")).to_have_count(0)
        page.locator("legend:visible").focus()
        for number in range(page.locator("fieldset[data-item]").count()):
            group = page.locator("fieldset[data-item]").nth(number)
            expect(group.locator("input:checked")).to_have_count(0)
            page.keyboard.press("4")
            expect(group.locator("input[value='4']")).to_be_checked()
            expect(group).to_be_visible()
            if number == 0:
                check(page)
            page.keyboard.press("Enter")
        send(page)
        check(page)
        page.clock.run_for(AFTER_THANKS)
        page.wait_for_url(f"**{HOME}")
        expect(page.locator(".receipt")).to_have_count(0)
        start(page)
        expect(page.locator("input:checked")).to_have_count(0)
        assert page.evaluate("sessionStorage.length") == 0
    eventually(lambda: answers(suara) > before, wanted=True)


def test_a_number_pad_is_enough(suara: Running, open_context: Open) -> None:
    """1 to 6, Enter and Backspace alone, from the screen that invites to the first stars."""
    with open_context(1280) as hall:
        page = locked(hall, suara, "Papan angka")
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


def test_whoever_types_gives_no_orders(suara: Running, open_context: Open) -> None:
    with open_context(1280) as hall:
        page = locked(hall, suara, "Mengetik")
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


def test_0_reads_the_statement_aloud(suara: Running, open_context: Open, check: Check) -> None:
    item = next(iter(suara.submission(suara.survey(UNIT))["answers"]))
    admin, path = suara.sign_in("admin"), "/kelola/kuesioner/rekaman"
    form = {"item": f"SPKP-SPAK:{item}", "language": "id"}
    form["csrf_token"] = admin.get(path).text.split('name="csrf_token" value="')[1].split('"')[0]
    added = admin.post(path, data=form, files={"file": ("a.wav", silence())})
    assert added.status_code == 303, added.text
    with open_context(1280) as hall:
        page = locked(hall, suara, "Suara")

        def offered() -> bool:
            page.goto(f"{HOME}/isi")
            return page.locator("[data-audio]").count() > 0

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


def broken_off(suara: Running) -> int:
    with psycopg.connect(suara.stack.superuser_url("forms")) as connection:
        query = "SELECT coalesce(sum(count), 0) FROM visit_counts WHERE kind = 'abandoned'"
        row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def test_whoever_goes_away_leaves_nothing(suara: Running, open_context: Open, check: Check) -> None:
    before = broken_off(suara)
    with open_context(1280) as hall:
        page = locked(hall, suara, "Diam")
        page.clock.install()
        start(page)
        begin(page)
        page.locator("fieldset[data-item]").first.locator("input[value='6']").check(force=True)
        page.clock.run_for(QUIET)
        expect(page.locator("#idle")).to_be_visible()
        check(page)
        # Whatever key says that somebody is there, it does nothing else.
        page.get_by_role("button", name="Lanjut mengisi").press("Enter")
        expect(page.locator("#idle")).to_be_hidden()
        expect(page.locator("fieldset[data-item]").first).to_be_visible()
        expect(page.locator("input[value='6']:checked")).to_have_count(1)
        page.clock.run_for(QUIET)
        expect(page.locator("#idle")).to_be_visible()
        page.clock.run_for(WARNED)
        page.wait_for_url(f"**{HOME}")
        page.go_back()
        expect(page.locator("fieldset[data-item] input:checked")).to_have_count(0)
    eventually(lambda: broken_off(suara), before + 1)


def test_without_network_it_goes_on_and_says_what_waits(suara: Running, open_context: Open) -> None:
    before = answers(suara)
    with open_context(1280) as hall:
        page = locked(hall, suara, "Luring")
        eventually(lambda: page.evaluate(ALL_KEPT), wanted=True)
        page.clock.install()
        hall.set_offline(True)
        start(page)
        answer_all(page)
        press_send(page)
        expect(page.locator("main>h1")).to_contain_text("disimpan di sini")
        page.clock.run_for(AFTER_THANKS)
        page.wait_for_url(f"**{HOME}")
        expect(page.locator("#kiosk")).to_contain_text("1 jawaban menunggu dikirim")
        hall.set_offline(False)
        expect(page.locator("#kiosk")).to_have_text("Tersambung")
    eventually(lambda: answers(suara) > before, wanted=True)


def test_full_screen_lasts_from_one_person_to_the_next(suara: Running, open_context: Open) -> None:
    with open_context(1280) as hall:
        page = locked(hall, suara, "Layar")
        page.clock.install()
        page.get_by_role("button", name="Layar penuh").click()
        eventually(lambda: page.evaluate("document.fullscreenElement !== null"), wanted=True)
        page.get_by_role("link", name="Mulai").click()
        form = page.frame_locator("iframe")
        form.get_by_label("Sudah").check(force=True)
        form.get_by_role("button", name="Mulai").click()
        page.clock.run_for(QUIET)
        expect(form.locator("#idle")).to_be_visible()
        page.clock.run_for(WARNED)
        expect(page.locator("iframe")).to_have_count(0)
        assert page.evaluate("!!document.fullscreenElement")


def test_without_script_it_works_with_links(
    suara: Running, open_context: Open, check: Check
) -> None:
    before, key = answers(suara), new_key(suara, "Tanpa skrip")
    with open_context(1280, javascript=False) as hall:
        page = hall.new_page()
        page.goto(HOME)
        page.locator("#key").fill("wrong")
        page.get_by_role("button", name="Lanjut").click()
        expect(page.locator("[role=alert]")).to_contain_text("tidak dikenal")
        page.locator("#key").fill(key)
        page.get_by_role("button", name="Lanjut").click()
        page.get_by_role("link", name="English").click()
        page.get_by_role("link", name="Bahasa Indonesia").click()
        page.get_by_role("link", name="Mulai").click()
        answer_all(page)
        with page.expect_response(f"**{HOME}/isi") as told:
            press_send(page)
        assert told.value.headers["refresh"] == f"8; url={HOME}"
        expect(page.locator(".receipt")).to_be_visible()
        # No link leads away from a kiosk.
        links = [each.get_attribute("href") or "" for each in page.locator("a").all()]
        assert not [each for each in links if "//" in each]
    eventually(lambda: answers(suara) > before, wanted=True)


def test_what_a_stranger_says_of_a_queue_is_refused(suara: Running) -> None:
    url = f"{suara.base_url}{HOME}/antrean"
    assert httpx.post(url, data={"waiting": "1"}).status_code == 404
    cookies = {"kiosk": new_key(suara, "Antrean")}
    for wrong in ("", "-1", "x", "1" * 9, "\u0663"):
        refused = httpx.post(url, data={"waiting": wrong}, cookies=cookies)
        assert refused.status_code == 422, wrong
    assert httpx.post(url, data={"waiting": "3"}, cookies=cookies).status_code == 204
