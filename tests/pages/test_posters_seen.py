"""From a phone's scan to the operator's page: opened, begun and sent are counted once each."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from suara_local.answering import answer_all, press_send
from suara_local.running import Running

Open = Callable[..., Any]
Check = Callable[[Page], None]
UNIT = "W11-02"
PAGE = f"/kelola/titik/{UNIT}/dilihat"


def fill(page: Page) -> None:
    """Another language first, which is no second visit."""
    page.get_by_role("link", name="English").click()
    page.get_by_role("link", name="Bahasa Indonesia").click()
    answer_all(page)
    press_send(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_one_visit_is_one_scan_one_start_and_one_finish(
    suara: Running, open_context: Open, check: Check, javascript: bool
) -> None:
    survey = suara.survey(UNIT)
    before = shown(open_context)
    with open_context(360, javascript=javascript) as context:
        page = context.new_page()
        page.goto(f"/s/{survey['code']}?survey={survey['survey_id']}")
        fill(page)
        expect(page.locator(".receipt:visible")).not_to_be_empty()
    after = [number + 1 for number in before]
    with open_context(1280, "pemantau.w11") as context:
        page = context.new_page()
        page.goto(PAGE)
        bars = page.get_by_role("img", name=re.compile(chart(*after)))
        while not bars.count():
            page.wait_for_timeout(500)
            page.reload()
        check(page)


def chart(scans: object, starts: object, finishes: object) -> str:
    return rf": {scans} pindai, {starts} mulai, {finishes} selesai"


def shown(open_context: Open) -> list[int]:
    """Scans, starts and finishes of the unit's only point."""
    with open_context(360, "pemantau.w11") as context:
        page = context.new_page()
        page.goto(PAGE)
        name = page.locator("figure svg[role=img]").first.get_attribute("aria-label") or ""
    numbers = re.search(chart(r"(\d+)", r"(\d+)", r"(\d+)"), name)
    assert numbers
    return [int(number) for number in numbers.groups()]
