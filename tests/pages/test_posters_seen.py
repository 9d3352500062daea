"""From a phone's scan to the operator's page: opened, begun and sent are counted once each."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from suara_local.answering import answer_all, press_send
from suara_local.practice.passing_by import Habit, visits_at
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


def point_of(suara: Running, name: str) -> dict[str, Any]:
    """A point of its own, once the form opens there: nobody else's visit is among its numbers."""
    body = {"tenant": suara.survey(UNIT)["tenant"], "name": name}
    made = suara.api("operator.w11-02").post("/api/v1/collection-points", json=body)
    point: dict[str, Any] = made.raise_for_status().json()
    form = f"/api/v1/forms/{point['code']}"
    eventually(lambda: suara.public.get(form).status_code, 200)
    return point


@pytest.mark.parametrize("javascript", [True, False])
def test_one_visit_is_one_scan_one_start_and_one_finish(
    suara: Running, open_context: Open, check: Check, javascript: bool
) -> None:
    survey, name = suara.survey(UNIT), f"Pintu keluar {javascript}"
    point = point_of(suara, name)
    with open_context(360, javascript=javascript) as context:
        page = context.new_page()
        page.goto(f"/s/{point['code']}?survey={survey['survey_id']}")
        fill(page)
        expect(page.locator(".receipt:visible")).not_to_be_empty()
    with open_context(1280, "pemantau.w11") as context:
        page = context.new_page()
        figure = page.locator("figure").filter(has_text=name)

        def numbers() -> list[str]:
            page.goto(PAGE)
            bars = figure.get_by_role("img").first.get_attribute("aria-label")
            found = re.search(r": (\d+) pindai, (\d+) mulai, (\d+) selesai", bars or "")
            return list(found.groups()) if found else []

        eventually(numbers, ["1", "1", "1"])
        check(page)


def test_practice_visits_show_a_point_that_needs_something(
    suara: Running, open_context: Open
) -> None:
    point, key = point_of(suara, "Lorong gelap"), suara.stack.secrets["POINT_KEY"]
    for visit in visits_at(suara.base_url, point, key, 0, Habit(unsigned=4)):
        suara.public.send(visit).raise_for_status()
    with open_context(360, "operator.w11-02") as context:
        page = context.new_page()
        figure = page.locator("figure").filter(has_text="Lorong gelap")

        def advice() -> bool:
            page.goto(PAGE)
            return "QR tanpa tanda tangan" in figure.inner_text()

        eventually(advice, True)
