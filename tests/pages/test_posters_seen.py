"""From a phone's scan to the operator's page: opened, begun and sent are counted once each."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from suara_local.answering import answer_all, press_send
from suara_local.running import Running, eventually

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
    # A point of its own: nobody else's visit is among the numbers.
    body = {"tenant": survey["tenant"], "name": f"Pintu keluar {javascript}"}
    made = suara.api("operator.w11-02").post("/api/v1/collection-points", json=body)
    code = made.raise_for_status().json()["code"]
    with open_context(360, javascript=javascript) as context:
        form = f"/api/v1/forms/{code}"
        eventually(lambda: context.request.get(form).status, 200)
        page = context.new_page()
        page.goto(f"/s/{code}?survey={survey['survey_id']}")
        fill(page)
        expect(page.locator(".receipt:visible")).not_to_be_empty()
    with open_context(1280, "pemantau.w11") as context:
        page = context.new_page()
        figure = page.locator("figure").filter(has_text=body["name"])

        def numbers() -> list[str]:
            page.goto(PAGE)
            bars = figure.get_by_role("img").first.get_attribute("aria-label")
            found = re.search(r": (\d+) pindai, (\d+) mulai, (\d+) selesai", bars or "")
            return list(found.groups()) if found else []

        eventually(numbers, ["1", "1", "1"])
        check(page)
