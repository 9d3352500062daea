"""The browsers that the tests drive: Chromium without a window, and a text browser."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from chassis import clock
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

# The shell has no tabs and menus of its own to draw for every page: half the work of the whole.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser")
# A page of a test lives for a moment: the best machine code for its scripts, which V8 makes of them
# beside, is more work than it saves.
SWITCHES = ("--no-sandbox", "--js-flags=--no-turbofan")
NAMES = {CHROMIUM[0]: CHROMIUM, "w3m": ("w3m",)}


def chromium() -> str:
    """Its path; raise FileNotFoundError where there is none."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        raise FileNotFoundError("Chromium is not installed")
    return found


# What asks the page's own clock gets the one that this process goes by.
MOVED = """(ahead => {
  const Own = Date;
  window.Date = class extends Own {
    constructor(...parts) { super(...(parts.length ? parts : [Own.now() + ahead])) }
    static now() { return Own.now() + ahead }
  };
})(%d)"""


def visitor(browser: Browser, **options: Any) -> BrowserContext:
    """With a profile of their own, who lives at the time of the tests; `options` are
    Playwright's."""
    context = browser.new_context(**options)
    context.add_init_script(MOVED % round(1000 * clock.ahead()))
    return context


def every(found: Locator) -> list[Locator]:
    """All of them on the whole page, which has one at least: a click returns as soon as the next
    page begins, and what is counted then is what has come in so far."""
    expect(found).not_to_have_count(0)
    found.page.wait_for_load_state()
    return found.all()


def present(found: Locator) -> bool:
    """Whether the whole page has one."""
    found.page.wait_for_load_state()
    return found.count() > 0


def opened(page: Page) -> None:
    """With everything unfolded that the reader may unfold."""
    page.wait_for_load_state()
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")


@contextmanager
def launched() -> Iterator[Browser]:
    """Chromium, until the end of the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=SWITCHES)
        yield browser
        browser.close()


def ensure() -> None:
    """From Debian's packages where they lack and we may: a missing one is a failure, no skip."""
    if lacking := [name for name in NAMES if not shutil.which(name)]:
        _install(lacking)
    lacking = [name for name, others in NAMES.items() if not any(map(shutil.which, others))]
    if lacking:
        sys.exit(f"Missing: {', '.join(lacking)}. Install these packages, then make test")


def _install(packages: list[str]) -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"· {' and '.join(packages)} from the system's packages", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", *packages], check=False)
