"""The steps of a person at the form, on a page of Playwright; for tests."""

from typing import Any

import psycopg
from playwright.sync_api import Page
from psycopg.rows import dict_row

from suara_local.browsers import every, present
from suara_local.running import Running, eventually


def open_form(page: Page, suara: Running, unit: str = "W11-02") -> None:
    """The form of the unit's survey, as a link or poster opens it."""
    survey = suara.survey(unit)
    page.goto(f"/s/{survey['code']}?survey={survey['survey_id']}")


def begin(page: Page) -> None:
    """Past the first two screens, where there are screens: the service is finished, today."""
    page.get_by_label("Sudah").check(force=True)
    if paged(page):
        page.get_by_role("button", name="Mulai").click()
    page.get_by_label("Hari ini").check(force=True)
    if paged(page):
        go_on(page)


def paged(page: Page) -> bool:
    return present(page.locator("html.paged"))


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Lanjut").click()


def answer_all(page: Page, stars: str = "5") -> None:
    """From the first screen to the one that sends, or everything on one page."""
    begin(page)
    for group in every(page.locator("fieldset[data-item]")):
        group.locator(f"input[value='{stars}']").check(force=True)
        if paged(page):
            go_on(page)


def send(page: Page) -> str:
    """Press the button; return the receipt on the thanks page."""
    press_send(page)
    receipt = page.locator(".receipt:visible")
    receipt.wait_for()
    return receipt.inner_text().replace("-", "")


def press_send(page: Page) -> None:
    page.get_by_role("button", name="Kirim jawaban").last.click()


def stored(suara: Running, unit: str) -> int:
    with psycopg.connect(suara.stack.superuser_url("responses")) as connection:
        return connection.execute(
            "SELECT 1 FROM records WHERE survey_id = %s", [suara.survey(unit)["survey_id"]]
        ).rowcount


def record_of(suara: Running, receipt: str) -> dict[str, Any]:
    """The record behind a receipt, once it is stored."""
    eventually(lambda: suara.fate(receipt), "counted")
    with psycopg.connect(suara.stack.superuser_url("responses"), row_factory=dict_row) as database:
        (found,) = database.execute(
            "SELECT r.* FROM ledger l JOIN records r USING (period, response_id)"
            " WHERE l.receipt = %s",
            [receipt],
        ).fetchall()
    return dict(found)


def kept_copy(page: Page) -> None:
    """Wait until the worker has stored this page and its script."""
    script = page.locator("script[src]").get_attribute("src")
    page.wait_for_function(
        "async script => await caches.match(location.href) && await caches.match(script)",
        arg=script,
    )
