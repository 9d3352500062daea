"""The system's Chromium, watched for breaches of the Content-Security-Policy, and axe."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from suara_local.answering import open_form
from suara_local.browsers import chromium
from suara_local.places import ROOT
from suara_local.planting import Planted, plant
from suara_local.running import Running

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OpenContext = Callable[..., Any]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def open_context(browser: Browser, suara: Running) -> OpenContext:
    """`with open_context(width=360, user="kepala.w11-01", lang="id") as context`."""

    @contextmanager
    def opened(
        width: int = 360, user: str = "", lang: str = "id", javascript: bool = True
    ) -> Iterator[BrowserContext]:
        context = browser.new_context(
            viewport={"width": width, "height": 740},
            locale=lang,
            java_script_enabled=javascript,
            base_url=suara.base_url,
        )
        breaches: list[str] = []
        context.on(
            "console",
            lambda message: (
                breaches.append(message.text) if "Content Security Policy" in message.text else None
            ),
        )
        cookies = dict(suara.cookies(user)) if user else {}
        cookies["lang"] = lang
        context.add_cookies(
            [
                {"name": name, "value": value, "url": suara.base_url}
                for name, value in cookies.items()
            ]
        )
        try:
            yield context
        finally:
            context.close()
        assert breaches == []

    return opened


@pytest.fixture(scope="session")
def planted(suara: Running) -> Planted:
    """An office where every text is a canary."""
    return plant(suara)


@pytest.fixture
def at_form(open_context: OpenContext, suara: Running) -> OpenContext:
    """`with at_form("W20-02", javascript=False) as page`: a phone at the form of that unit."""

    @contextmanager
    def opened(unit: str, **options: Any) -> Iterator[Page]:
        with open_context(360, **options) as phone:
            page = phone.new_page()
            open_form(page, suara, unit)
            yield page

    return opened


def check_page(page: Page) -> None:
    """No axe violation, nothing wider than the screen, one main heading."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules})"
        ".then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | ')))",
        RULES,
    )
    assert found == [], f"{page.url}: {found}"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    assert page.locator("h1:visible").count() == 1, page.url


@pytest.fixture
def check() -> Callable[[Page], None]:
    return check_page
