"""A device that many use, one after another: registered, locked by a key, revoked; and without
script."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Page, expect
from suara_local.answering import answer_all, press_send
from suara_local.browsers import every
from suara_local.kiosks import DESK, HOME, kiosk_answers, known, new_key
from suara_local.running import Running, eventually

Open = Callable[..., Any]
Check = Callable[[Page], None]
OPERATOR, UNIT = "operator.w11-01", "W11-01"


@pytest.fixture(scope="module")
def key(suara: Running) -> str:
    return new_key(suara, suara.survey(UNIT)["code"])


def test_the_operator_registers_and_revokes(
    suara: Running, open_context: Open, check_both: Check
) -> None:
    with open_context(360, OPERATOR) as office, open_context(360) as hall:
        desk, kiosk, name = office.new_page(), hall.new_page(), "Tablet pintu"
        desk.goto("/jawaban")
        desk.get_by_role("link", name="Anjungan").click()
        desk.get_by_role("button", name="Daftarkan").click()
        desk.locator("[role=alert]").wait_for()
        check_both(desk)
        desk.select_option("#point", suara.survey(UNIT)["code"])
        desk.get_by_label("Nama perangkat").fill(name)
        desk.get_by_role("button", name="Daftarkan").click()
        link = desk.locator("#link").inner_text()
        check_both(desk)
        key = link.split("#k=")[1]
        known(suara, key)
        asked: list[str] = []
        kiosk.on("request", lambda request: asked.append(request.url))
        kiosk.goto(f"{HOME}#k={key}")
        expect(kiosk.get_by_role("link", name="Mulai")).to_be_visible()
        check_both(kiosk)
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
        check_both(desk)
        row.get_by_role("button", name="Cabut").click()
        expect(row).to_contain_text("dicabut")

        def is_out() -> str:
            kiosk.goto(HOME)
            return kiosk.locator("h1").inner_text()

        eventually(is_out, "Perangkat ini belum menjadi anjungan")
        check_both(kiosk)


def test_without_script_it_works_with_links(suara: Running, open_context: Open, key: str) -> None:
    before = kiosk_answers(suara)
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
        links = [each.get_attribute("href") or "" for each in every(page.locator("a"))]
        assert not [each for each in links if "//" in each]
    eventually(lambda: kiosk_answers(suara) > before, wanted=True)


def test_what_a_stranger_says_of_a_queue_is_refused(suara: Running, key: str) -> None:
    url = f"{HOME}/antrean"
    assert suara.public.post(url, data={"waiting": "1"}).status_code == 404
    kiosk = {"Cookie": f"kiosk={key}"}
    for wrong in ("", "-1", "x", "1" * 9, "\u0663"):
        refused = suara.public.post(url, data={"waiting": wrong}, headers=kiosk)
        assert refused.status_code == 422, wrong
    assert suara.public.post(url, data={"waiting": "3"}, headers=kiosk).status_code == 204
