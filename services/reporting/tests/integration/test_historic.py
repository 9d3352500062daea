"""Indices published before Suara on a unit's page and by the API: reported, beside its own, for who
may read results."""

from typing import Any

import pytest
import reporting_testing as testing
from playwright.sync_api import Browser
from reporting_historic import published, sent
from reporting_region import own, summaries, summary
from suara_local.axe import violations
from suara_local.browsers import opened, visitor

WHAT = "Angka lama dilaporkan kementerian, bukan dihitung Suara."
FIRST = "IPAK Oktober 2026: dilaporkan 3,57 (skala 4), dihitung Suara 3,16 (skala 4)"


@pytest.fixture
def told(region: Any) -> Any:
    """A unit with a reported index of a month that Suara has too, and earlier ones; another
    kanwil's unit with one; one that was taken back."""
    place = region
    gone = published(place.b, "2025", revision=2, value=None, exact=None, reason="Satker lain")
    place.stage.send(
        *(
            sent(each)
            for each in (
                published(place.a, "2026-10"),
                published(place.a, "2025", value="89.21", scale=100, respondents=None),
                published(place.a, "2021-S2", revision=2, reason="Salah ketik"),
                published(place.a, "2025", "IKM", instrument="IKM", value="3,33"),
                published(place.b, "2025"),
                gone,
                published(place.b, "2025"),
                published(place.c, "2024", value="3,44"),
                published(place.foreign, "2025", value="3,99"),
            )
        ),
        summaries(place.a, "2026-Q4", summary(own=own())),
    )
    place.wait_for(f"/u/{place.foreign}", "3,99")
    place.wait_for(f"/u/{place.a}", FIRST)
    place.wait_for(f"/u/{place.a}", "1 dari 3 bulan")
    return place


def test_a_unit_reads_both_side_by_side_and_which_is_which(told: Any) -> None:
    page = told.page(f"/u/{told.a}", told.a)
    assert (
        page.index(FIRST)
        < page.index(WHAT)
        < page.index("Survei SPAK (3AS). Laporan 2026-10, hlm. 12")
    )
    assert '89.21<span class="suara-group">skala 100</span>' in page
    assert "Dikoreksi: Salah ketik" in page
    assert "Nilai sampai 2023, bertanda *" in page
    assert "3,33" not in page
    english = told.page(f"/u/{told.a}?lang=en", told.a)
    assert (
        "IPAK in October 2026: reported 3,57 (scale of 4), computed by Suara 3.16 (scale of 4)"
        in english
    )


def test_trend_and_quarter_know_nothing_of_it(told: Any) -> None:
    page = told.page(f"/u/{told.a}?period=2026-11", told.a)
    trend = page.split('id="trend-title"')[1].split("</section>")[0]
    quarters = page.split('id="quarters-title"')[1].split("</section>")[0]
    assert "3,57" not in trend + quarters
    assert "89" not in quarters


def test_without_a_result_of_suara_that_is_said(told: Any) -> None:
    page = told.page(f"/u/{told.c}", told.c)
    assert "IPAK 2024 dilaporkan 3,44 (skala 4); Suara belum punya hasil final indeks ini" in page


def test_what_was_taken_back_is_gone_whatever_comes_late(told: Any) -> None:
    assert WHAT not in told.page(f"/u/{told.b}", told.b)


def test_who_may_count_alone_and_strangers_read_none(told: Any) -> None:
    clerk = told.token(told.a, ["counts.read"], role="counter_clerk")
    assert WHAT not in told.stage.page(f"/u/{told.a}", clerk).text
    path = f"/api/v1/reports/units/{told.a}/historic"
    assert told.stage.page(path, clerk).status_code == 403
    assert told.stage.page(path, told.token(told.other_kanwil)).status_code == 404


def test_the_api_tells_it_as_it_was_published(told: Any) -> None:
    path = f"/api/v1/reports/units/{testing.same_id(told.a)}/historic"
    with told.stage.client(told.token(told.a)) as api:
        first = api.get(path, params={"limit": 2, "instrument": "SPKP-SPAK"}).json()
        more = {"limit": 2, "instrument": "SPKP-SPAK", "after": first["next"]}
        rest = api.get(path, params=more).json()
        every = api.get(path).json()
    assert (first["code"], first["practice"], first["reported"]) == (told.a, False, True)
    found = [each["period"] for each in (*first["items"], *rest["items"])]
    assert (found, rest["next"]) == (["2021-S2", "2025", "2026-10"], None)
    assert rest["items"][0] == published(told.a, "2026-10")
    assert len(every["items"]) == 4


@pytest.mark.parametrize("width", [360, 1280])
def test_such_a_page_is_clean(told: Any, browser: Browser, width: int) -> None:
    base = told.stage.environment["SUARA_BASE_URL"]
    context = visitor(browser, base_url=base, viewport={"width": width, "height": 800})
    context.add_cookies([{"name": "access", "value": told.token("M"), "url": base}])
    page = context.new_page()
    page.goto(f"/u/{told.a}")
    opened(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
