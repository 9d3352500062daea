"""A kiosk that is left alone: by the person, by the network, by the button of its browser."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from chassis import clock
from playwright.sync_api import Page, expect
from suara_local.answering import answer_all, begin, press_send
from suara_local.kiosks import (
    AFTER_THANKS,
    HOME,
    QUIET,
    WARNED,
    invited,
    kiosk_answers,
    new_key,
    start,
)
from suara_local.offices import new_office
from suara_local.running import Running, eventually

Open = Callable[..., Any]
Check = Callable[[Page], None]
# Every page and script that the kiosk needs without network is there.
ALL_KEPT = """Promise.all(document.getElementById('kiosk').dataset.keep.trim().split(' ')
  .map(url => caches.match(url))).then(found => found.every(Boolean))"""


@pytest.fixture(scope="module")
def unit(suara: Running) -> str:
    """Where nobody else breaks off."""
    return new_office(suara)


@pytest.fixture(scope="module")
def key(suara: Running, unit: str) -> str:
    return new_key(suara, suara.survey(unit)["code"])


def broken_off(suara: Running, unit: str) -> int:
    query = (
        "SELECT coalesce(sum(count), 0) FROM visit_counts"
        " WHERE kind = 'abandoned' AND tenant_id = %s"
    )
    with psycopg.connect(suara.stack.superuser_url("forms")) as connection:
        row = connection.execute(query, [suara.survey(unit)["tenant"]]).fetchone()
    return int(row[0]) if row else 0


def test_whoever_goes_away_leaves_nothing(
    suara: Running, open_context: Open, check: Check, unit: str, key: str
) -> None:
    before = broken_off(suara, unit)
    with open_context(1280) as hall:
        page = invited(hall, key)
        page.clock.install(time=clock.now())
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
    eventually(lambda: broken_off(suara, unit), before + 1)


def test_without_network_it_goes_on_and_says_what_waits(
    suara: Running, open_context: Open, key: str
) -> None:
    before = kiosk_answers(suara)
    with open_context(1280) as hall:
        page = invited(hall, key)
        eventually(lambda: page.evaluate(ALL_KEPT), wanted=True)
        page.clock.install(time=clock.now())
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
    eventually(lambda: kiosk_answers(suara) > before, wanted=True)


def test_full_screen_lasts_from_one_person_to_the_next(open_context: Open, key: str) -> None:
    with open_context(1280) as hall:
        page = invited(hall, key)
        page.clock.install(time=clock.now())
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
