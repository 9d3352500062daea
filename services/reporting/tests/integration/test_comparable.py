"""What cannot be compared stands together on no page without a word."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import reporting_life as life
import reporting_testing as testing
from contracts.codec import Event
from playwright.sync_api import Browser, expect
from suara_local.axe import violations
from suara_local.browsers import visitor

GOOD, WEAK = [0, 0, 0, 4, 12, 24], [1, 2, 4, 8, 15, 10]
KANWIL, OTHERS = "KS", ("KS-B", "KS-C")
UNIT, COARSE, PROP = "KS-A", "KS-D", "formula-prop"
HISTORY = [
    ("2026-07", "closed", "formula", WEAK),
    ("2026-08", "closed", "formula", GOOD),
    ("2026-09", "closed", PROP, GOOD),
    ("2026-10", "closed", PROP, WEAK),
    ("2026-11", "open", PROP, GOOD),
]


def month(code: str, period: str, status: str, formula: str, stars: list[int]) -> Iterator[Event]:
    figures = dict.fromkeys(testing.SHORT, stars)
    yield testing.survey(code, period, status, formula=formula)
    yield testing.score(code, period, 40, 5, figures, status=status, excluded=3)


def events() -> Iterator[Event]:
    yield testing.formula(PROP, code="spkp-spak-prop")
    yield testing.tenant(KANWIL, "M", "kanwil", "Kanwil Sebanding")
    for code in (UNIT, *OTHERS):
        yield testing.tenant(code, KANWIL, "lapas", f"Lapas {code}")
    for period in HISTORY:
        yield from month(UNIT, *period)
    for code in (KANWIL, *OTHERS):
        yield from month(code, "2026-11", "open", "formula", GOOD)
    yield testing.target(UNIT, "2026-11", 60, 70)
    yield testing.tenant(COARSE, KANWIL, "lapas", f"Lapas {COARSE}")
    yield testing.survey(COARSE, "2026-11")
    yield testing.score(COARSE, "2026-11", 40, 5, released=life.coarse(40))


@pytest.fixture(scope="module")
def comparable(told: Any) -> Any:
    told.send(*events())
    token = told.signer.token("M")
    told.wait_for(f"/u/{UNIT}", token, "dari target 60")
    told.wait_for(f"/u/{KANWIL}", token, "4 dari 4 unit dengan angka")
    told.wait_for(f"/u/{KANWIL}", token, 'href="#own"')
    return told


def test_a_trend_names_a_change_of_formula_and_what_still_moves(comparable: Any, read: Any) -> None:
    page = read(f"/u/{UNIT}?period=2026-11")
    change = "Sejak September 2026 rumusnya spkp-spak-prop, sebelumnya spkp-spak-minmax"
    assert page.count(change) == 2
    assert "Lingkaran kosong: hasil periode itu belum final." in page
    assert "From September 2026 on the formula is spkp-spak-prop" in read(f"/u/{UNIT}", "en")
    closed = read(f"/u/{UNIT}?period=2026-10")
    assert change in closed
    # The newest two that are final are of one formula; those of September and August are not.
    assert "(rumus spkp-spak-prop); Agustus 2026" in read(f"/u/{UNIT}?period=2026-09")
    assert "Lingkaran kosong" not in closed


def test_units_of_two_formulas_are_told_apart(comparable: Any, read: Any) -> None:
    page = read(f"/u/{KANWIL}")
    told = "tidak dapat saling dibandingkan: spkp-spak-minmax (3); spkp-spak-prop (1)."
    assert told in page
    assert "cannot be compared with each other" in read(f"/u/{KANWIL}", "en")
    for strip in ("IPAK (spkp-spak-minmax)", "IPKP (spkp-spak-prop)"):
        assert strip in page
    assert "Lapas KS-A spkp-spak-prop 40 37 dari 60" in page


def test_what_is_coarse_says_so_wherever_it_stands(comparable: Any, read: Any) -> None:
    row = r"Lapas KS-D (?:spkp-spak-minmax )?40 – ≈ 3,90 ≈ 3,70"
    assert re.search(row, read(f"/u/{KANWIL}"))
    assert "≈ 3,90" in read(f"/u/{COARSE}")
    assert "≈" not in read(f"/u/{UNIT}")


def test_the_groups_of_a_ministry_add_up_to_its_headline(comparable: Any, read: Any) -> None:
    """Whatever other tests have below it."""
    html = comparable.page("/u/M?lang=id", comparable.signer.token("M")).text
    table = html.partition('id="groups-title"')[2].partition("</table>")[0]
    rows = re.findall(r'<th scope="row"[^>]*>(.*?)</th>\s*<td[^>]*>([\d.]+)</td>', table, re.DOTALL)
    # Names of other tests' offices may be alike.
    numbers = [(re.sub(r"<[^>]*>", "", name).strip(), int(n.replace(".", ""))) for name, n in rows]
    last, whole = numbers.pop()
    assert last == "Semua"
    assert whole == sum(n for _, n in numbers)
    assert f"{whole:,} jawaban masuk".replace(",", ".") in read("/u/M")
    assert ("Kanwil Sebanding", 4 * 40) in numbers


@pytest.mark.parametrize("width", [360, 1280])
def test_such_pages_are_clean(comparable: Any, browser: Browser, width: int) -> None:
    base = comparable.environment["SUARA_BASE_URL"]
    context = visitor(browser, base_url=base, viewport={"width": width, "height": 800})
    access = {"name": "access", "value": comparable.signer.token("M"), "url": base}
    context.add_cookies([access])
    page = context.new_page()
    for path in (f"/u/{UNIT}", f"/u/{KANWIL}"):
        page.goto(path)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"/u/{UNIT}?period=2026-11")
    expect(page.locator("circle[fill='#fff'][r='6']")).to_have_count(2)
    context.close()
