"""Where units stand on the way to WBK and WBBM, on their pages, on those above, in API and file."""

import csv
from typing import Any

import pytest
import reporting_testing as testing
from playwright.sync_api import Browser
from reporting_zone import standing, standings
from suara_local.axe import violations
from suara_local.browsers import opened, visitor

SAID = "Memenuhi syarat WBK, belum WBBM: IPKP tiga bulan 3,45 dari batas 3,20/3,60"
OFFICE = "1 dari 3 unit memenuhi syarat WBK, 0 WBBM"


@pytest.fixture
def zones(region: Any) -> Any:
    """A unit that meets WBK, one that lacks a month, one without; and a practice unit beside."""
    drill = f"{region.kanwil}-LATIHAN"
    region.stage.send(
        testing.tenant(drill, region.kanwil, "lapas", "Satker Latihan", practice=True),
        testing.survey(drill, "2026-11"),
        standings(drill, standing("3.90", "3.90")),
        standings(region.b, standing("3.90", "3.90", whys=("few", None, None))),
        standings(region.foreign, standing("3.90", "3.90")),
        standings(region.a, standing()),
    )
    region.wait_for(f"/u/{region.a}", SAID)
    region.wait_for(f"/u/{region.b}", "2 dari 3 bulan punya angka final")
    region.wait_for(f"/u/{drill}", "Memenuhi syarat WBK dan WBBM")
    return region


def test_a_head_reads_one_conclusion_what_lacks_and_what_comes_next(zones: Any) -> None:
    page = zones.page(f"/u/{zones.a}", zones.a)
    assert SAID in page
    assert "Hasil final tiga bulan sampai Oktober 2026, 120 jawaban." in page
    assert "Yang dibutuhkan November 2026:" in page
    assert "WBK: IPKP sedikitnya 2,84, IPAK sedikitnya 3,57" in page
    assert "WBBM: belum dapat tercapai, nilai tertinggi IPKP pun tidak cukup" in page
    assert "Yang kurang:" not in page
    assert page.index(SAID) < page.index("Cara hitung, kedua nilai, dan poin")
    # Both readings, and the points of the evaluation sheet.
    for figure in ("IPAK (prop)", "16,4063", "3,4500"):
        assert figure in page
    english = zones.page(f"/u/{zones.a}?lang=en", zones.a)
    assert "Meets WBK, not WBBM yet: IPKP over three months 3.45, limit 3.20/3.60" in english


def test_what_lacks_is_named_with_its_reason(zones: Any) -> None:
    page = zones.page(f"/u/{zones.b}", zones.b)
    assert "Belum memenuhi syarat WBK dan WBBM: baru 2 dari 3 bulan punya angka final" in page
    assert "Agustus 2026: kurang dari 10 jawaban, tanpa angka" in page


def test_it_is_about_now_and_for_who_may_read_results(zones: Any) -> None:
    zones.stage.send(testing.survey(zones.a, "2026-09", "closed"))
    overtaken = zones.wait_for(f"/u/{zones.a}?period=2026-09", "September 2026: tidak ada jawaban")
    assert "syarat WBK" not in overtaken
    for period in ("2026-10", "2026-11"):
        assert "syarat WBK" in zones.page(f"/u/{zones.a}?period={period}", zones.a)
    clerk = zones.token(zones.a, ["counts.read"], role="counter_clerk")
    assert "syarat WBK" not in zones.stage.page(f"/u/{zones.a}", clerk).text
    assert zones.stage.page(f"/u/{zones.a}/zi.csv", clerk).status_code == 403
    assert zones.stage.page(f"/u/{zones.foreign}/zi.csv", zones.token(zones.a)).status_code == 404


def test_an_office_counts_its_units_without_those_for_practice(zones: Any) -> None:
    page = zones.page(f"/u/{zones.kanwil}", zones.kanwil)
    assert OFFICE in page
    assert "1 dari 3 unit punya tiga bulan final dengan jawaban yang cukup" in page
    assert "WBK: 1 memenuhi, 0 bergantung rumus, 0 belum, 2 belum dinilai." in page
    assert "WBBM: 0 memenuhi, 0 bergantung rumus, 1 belum, 2 belum dinilai." in page
    assert "2 dari 3, sampai Oktober 2026" in page
    assert "Satker Latihan" not in page
    assert "syarat WBK" not in zones.page(f"/u/{zones.kanwil}?period=2026-10", zones.kanwil)


def test_api_and_file_have_the_same_figures(zones: Any) -> None:
    with zones.stage.client(zones.token(zones.kanwil)) as api:
        one = api.get(f"/api/v1/reports/units/{zones.a}").json()
        below = api.get("/api/v1/reports/units", params={"parent": zones.kanwil}).json()
        file = api.get(f"/u/{zones.kanwil}/zi.csv?lang=en")
    assert one["standing"] == standing()
    told = {each["code"]: each["standing"] for each in below["items"]}
    assert (told[zones.a], told[zones.c]) == (standing(), None)
    assert file.headers["content-disposition"] == f'attachment; filename="zi-{zones.kanwil}.csv"'
    lines = list(csv.DictReader(file.content.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert {line["code"] for line in lines} == {zones.kanwil, zones.a, zones.b, zones.c}
    of_a = [line for line in lines if line["code"] == zones.a]
    assert [(line["index"], line["reading"], line["mean"]) for line in of_a][:1] == [
        ("IPKP", "minmax", "3.450000")
    ]
    assert {(line["wbk"], line["wbbm"]) for line in of_a} == {("memenuhi", "belum")}
    assert {line["wbk"] for line in lines if line["code"] == zones.b} == {"kurang"}


def test_a_practice_unit_s_file_says_what_it_is(zones: Any) -> None:
    drill = f"{zones.kanwil}-LATIHAN"
    with zones.stage.client(zones.token(zones.kanwil)) as api:
        file = api.get(f"/u/{drill}/zi.csv")
        told = api.get(f"/api/v1/reports/units/{drill}").json()
    assert f"latihan-zi-{drill}.csv" in file.headers["content-disposition"]
    assert (told["practice"], told["standing"]["instrument"]) == (True, "SPKP-SPAK")


@pytest.mark.parametrize("width", [360, 1280])
def test_such_pages_are_clean(zones: Any, browser: Browser, width: int) -> None:
    base = zones.stage.environment["SUARA_BASE_URL"]
    context = visitor(browser, base_url=base, viewport={"width": width, "height": 800})
    access = {"name": "access", "value": zones.token("M"), "url": base}
    context.add_cookies([access])
    page = context.new_page()
    for path in (f"/u/{zones.a}", f"/u/{zones.b}", f"/u/{zones.kanwil}"):
        page.goto(path)
        opened(page)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
