"""The system's Chromium, watched for breaches of the Content-Security-Policy, and axe."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from suara_local.answering import open_form
from suara_local.axe import violations
from suara_local.browsers import chromium, visitor
from suara_local.planting import Planted, plant
from suara_local.running import Running

# Whether nothing is wider than the screen, and the main headings that are shown; in one step, as
# each locator of a new page has the whole of Playwright's selectors read into it first.
FITS = """() => [document.documentElement.scrollWidth <= window.innerWidth,
  [...document.querySelectorAll('h1')].filter(
    h1 => h1.checkVisibility({visibilityProperty: true}) && h1.offsetHeight).length]"""
HEIGHT, PHONE, DESK = 740, 360, 1280
OpenContext = Callable[..., Any]
Check = Callable[[Page], None]


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
        width: int = PHONE, user: str = "", lang: str = "id", javascript: bool = True
    ) -> Iterator[BrowserContext]:
        context = new_context(browser, suara, width, lang, java_script_enabled=javascript)
        breaches = watch(context)
        become(context, suara, user, lang)
        try:
            yield context
        finally:
            context.close()
        assert breaches == []

    return opened


@dataclass
class Desk:
    """A page that several tests look at, and the breaches on it that no test has told yet."""

    page: Page
    breaches: list[str]


@pytest.fixture(scope="module")
def desks(browser: Browser) -> Iterator[dict[tuple[str, str], Desk]]:
    """By user and language, kept for the module: styles and scripts are fetched once."""
    kept: dict[tuple[str, str], Desk] = {}
    yield kept
    for each in kept.values():
        each.page.context.close()


@pytest.fixture
def desk(
    browser: Browser, suara: Running, desks: dict[tuple[str, str], Desk]
) -> Iterator[Callable[..., Page]]:
    """`desk("admin", lang="en")`: a page of that person, for tests that only look."""

    def page_of(user: str = "", lang: str = "id", width: int = DESK) -> Page:
        if (user, lang) not in desks:
            context = new_context(browser, suara, width, lang)
            desks[user, lang] = Desk(context.new_page(), watch(context))
        page = desks[user, lang].page
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.context.clear_cookies()
        become(page.context, suara, user, lang)
        return page

    yield page_of
    for each in desks.values():
        told, each.breaches[:] = list(each.breaches), []
        assert told == []


def new_context(
    browser: Browser, suara: Running, width: int, lang: str, **more: Any
) -> BrowserContext:
    return visitor(
        browser,
        viewport={"width": width, "height": HEIGHT},
        locale=lang,
        base_url=suara.base_url,
        **more,
    )


def watch(context: BrowserContext) -> list[str]:
    """Breaches of the Content-Security-Policy from now on."""
    breaches: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            breaches.append(message.text)

    context.on("console", note)
    return breaches


def become(context: BrowserContext, suara: Running, user: str, lang: str) -> None:
    cookies = {**(suara.cookies(user) if user else {}), "lang": lang}
    context.add_cookies(
        [{"name": name, "value": value, "url": suara.base_url} for name, value in cookies.items()]
    )


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


def fits(page: Page) -> None:
    """Nothing wider than the screen, one main heading."""
    assert page.evaluate(FITS) == [True, 1], page.url


def check_page(page: Page) -> None:
    """No axe violation, nothing wider than the screen, one main heading."""
    found = violations(page)
    assert found == [], f"{page.url}: {found}"
    fits(page)


@contextmanager
def resized(page: Page) -> Iterator[None]:
    """The page as it stands, on the other screen; every rule of ours that knows a width is one of
    the style sheet."""
    before = page.viewport_size
    assert before
    other = DESK if before["width"] == PHONE else PHONE
    page.set_viewport_size({"width": other, "height": HEIGHT})
    yield
    page.set_viewport_size(before)


@pytest.fixture
def check() -> Check:
    return check_page


@pytest.fixture
def check_both() -> Check:
    """The same as `check`, on the phone's and on the desk's screen."""

    def checked(page: Page) -> None:
        check_page(page)
        with resized(page):
            check_page(page)

    return checked


@pytest.fixture
def check_once() -> Check:
    """`check` on the screen that the page is on, and on the other one that it fits."""

    def checked(page: Page) -> None:
        check_page(page)
        with resized(page):
            fits(page)

    return checked
