"""What axe-core finds wrong on a page, by the rules of WCAG 2.2 AA and those of good practice."""

from functools import cache

from playwright.sync_api import Page

from suara_local.places import ROOT

SCRIPT = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})
  .then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | ')))"""


def violations(page: Page) -> list[str]:
    """A rule and the elements that break it, each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script())
    return list(page.evaluate(RUN, RULES))


@cache
def _script() -> str:
    return SCRIPT.read_text(encoding="utf-8")
