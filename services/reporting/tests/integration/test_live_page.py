"""The open page in a browser: the count moves without a reload, without script nothing is lost."""

from collections.abc import Iterator
from typing import Any

import pytest
import reporting_testing as testing
from playwright.sync_api import Browser, Page, expect
from suara_local.browsers import visitor


@pytest.fixture
def page(region: Any, browser: Browser) -> Iterator[Page]:
    base = region.stage.environment["SUARA_BASE_URL"]
    context = visitor(browser, base_url=base, viewport={"width": 360, "height": 800})
    token = region.token(region.b)
    context.add_cookies([{"name": "access", "value": token, "url": base}])
    yield context.new_page()
    context.close()


def test_the_count_moves_with_the_score(region: Any, page: Page) -> None:
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    with page.expect_response("**/hasil/live"):
        page.goto(f"/u/{region.b}")
    expect(page.locator("#link")).to_have_text("Diperbarui sendiri.")
    page.evaluate("window.same = true")
    region.stage.send(testing.score(region.b, "2026-11", 4, 4))
    expect(page.locator("#count")).to_have_text("4")
    assert page.evaluate("window.same")
    assert page.locator("#said").text_content() == ""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults == []


def test_pausing_stops_the_swaps_until_resumed(region: Any, page: Page) -> None:
    with page.expect_response("**/hasil/live"):
        page.goto(f"/u/{region.b}")
    page.get_by_role("button", name="Jeda pembaruan").click()
    expect(page.locator("#link")).to_have_text("Pembaruan dijeda.")
    before = page.locator("#count").text_content()
    figures = dict.fromkeys(testing.SHORT, [0, 0, 0, 0, 1, 20])
    region.stage.send(testing.score(region.b, "2026-11", 21, 21, figures))
    region.wait_for(f"/u/{region.b}", "Baru 21 dari 30 jawaban")
    expect(page.locator("#count")).to_have_text(before or "")
    page.get_by_role("button", name="Lanjutkan pembaruan").click()
    expect(page.locator("#count")).to_have_text("21")
