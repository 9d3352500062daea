"""The steps of whoever sets up a kiosk and of whoever comes to it, on a page of Playwright; for
tests."""

import re

import psycopg
from playwright.sync_api import BrowserContext, Page, expect

from suara_local.places import ROOT
from suara_local.running import Running, eventually

HOME, DESK = "/s/anjungan", "/jawaban/anjungan"
# Milliseconds, as the script of a kiosk has them: from the thanks to the next person, of silence,
# and of the warning after it.
SCRIPT = ROOT / "services/responses/responses_service/shared/assets/modules/kiosk.js"
TIMES = dict(re.findall(r"\b([A-Z]+) = (\d+)", SCRIPT.read_text(encoding="utf-8")))
AFTER_THANKS, QUIET, WARNED = (int(TIMES[name]) for name in ("THANKS", "QUIET", "WARNED"))


def new_key(suara: Running, point: str, name: str = "Tablet uji") -> str:
    """Of a kiosk at the point, once the answering pages know it."""
    made = suara.api("admin").post("/api/v1/kiosks", json={"point": point, "name": name})
    key = str(made.raise_for_status().json()["key"])
    known(suara, key)
    return key


def known(suara: Running, key: str) -> None:
    eventually(lambda: suara.public.post(HOME, data={"key": key}).status_code, 303)


def invited(context: BrowserContext, key: str) -> Page:
    """A page of the kiosk, at the screen that invites."""
    page = context.new_page()
    page.goto(f"{HOME}#k={key}")
    expect(page.get_by_role("link", name="Mulai")).to_be_visible()
    return page


def start(page: Page) -> None:
    page.get_by_role("link", name="Mulai").click()
    page.locator("html.js").wait_for()


def kiosk_answers(suara: Running) -> int:
    """How many came from kiosks and are stored."""
    with psycopg.connect(suara.stack.superuser_url("responses")) as connection:
        query = "SELECT 1 FROM records WHERE mode = 'kiosk' AND device IS NOT NULL"
        return connection.execute(query).rowcount
