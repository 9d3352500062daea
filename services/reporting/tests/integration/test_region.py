"""What the units below an office come to together, and an office's own quarters, on pages and by
the API."""

import csv
from typing import Any

import pytest
from playwright.sync_api import Browser
from reporting_region import joined, own, small, summaries, summary
from reporting_region import region as value
from suara_local.axe import violations
from suara_local.browsers import opened, visitor

MONTH = "Wilayah ini: IPAK 3,71 dan IPKP 3,45, rata-rata 2 dari 3 satker (Oktober 2026)"
QUARTER = "Wilayah ini: IPAK 3,68 dan IPKP 3,40, rata-rata 2 dari 3 satker (Triwulan IV 2026)"
NATION = "Seluruh satker: IPAK 3,66 dan IPKP 3,45, rata-rata 3 dari 4 satker (Oktober 2026)"
OWN = "Triwulan IV 2026: IPAK 3,70 dan IPKP 3,40 (1 dari 3 bulan)"


@pytest.fixture
def told(region: Any) -> Any:
    """Of a region with a month before, a quarter, its nation, and a unit of its own and another."""
    place = region
    place.stage.send(
        summaries(place.kanwil, "2026-09", summary(region=value("3.60", "3.40"))),
        summaries(place.kanwil, "2026-10", summary(region=value())),
        summaries(
            place.kanwil,
            "2026-Q4",
            summary(
                region=joined(
                    value("3.68", "3.40", few=1), 2, 60, IPAK="3.599600", IPKP="3.671200"
                ),
                regrouped=value("3.90"),
            ),
        ),
        summaries("M", "2026-10", summary(region=value("3.66", "3.45", 3, 4))),
        summaries(place.foreign, "2026-Q4", summary(own=own("3.99"))),
        summaries(place.a, "2026-Q3", summary(small=[small()])),
        summaries(place.a, "2026-Q4", summary(own=own())),
        summaries(place.kanwil, "2026-Q3", summary(small=[small("3.61", 4, 23, "2026-08")])),
    )
    place.wait_for(f"/u/{place.a}", OWN)
    place.wait_for(f"/u/{place.kanwil}", MONTH)
    place.wait_for("/u/M", NATION)
    return place


def test_an_office_reads_one_conclusion_and_of_how_many_units_it_is(told: Any) -> None:
    page = told.page(f"/u/{told.kanwil}", told.kanwil)
    assert MONTH in page
    assert "Dari hasil final, 80 jawaban. 1 satker belum punya hasil final." in page
    assert "IPAK Oktober 2026: 3,71; September 2026: 3,60" in page
    assert page.index(MONTH) < page.index("Tabel, satker di bawah, dan cara hitung")
    assert "Layanan kantor ini sendiri tidak termasuk." in page
    english = told.page(f"/u/{told.kanwil}?lang=en", told.kanwil)
    assert "This region: IPAK 3.71 and IPKP 3.45, mean of 2 of 3 units (October 2026)" in english


def test_a_link_shows_the_quarter_with_what_lacks_and_its_units(told: Any) -> None:
    month = told.page(f"/u/{told.kanwil}", told.kanwil)
    assert 'href="?span=quarter#region"' in month
    page = told.page(f"/u/{told.kanwil}?span=quarter", told.kanwil)
    assert QUARTER in page
    assert "Baru 1 dari 3 bulan punya hasil final: Oktober 2026." in page
    assert "1 satker tidak ikut: jawabannya kurang dari 30." in page
    assert "Menurut susunan kantor sekarang: IPAK 3,90 dan IPKP 3,45" in page
    # Two decimals, but never one that would meet the limit of 3.60.
    small = "digabung (2 satker, 60 jawaban): IPAK 3,5996 dan IPKP 3,67."
    assert small in page
    assert "Nilai tiap satker, Triwulan IV 2026" in page
    assert "3,99" not in page


def test_the_ministry_s_page_lists_its_offices(told: Any) -> None:
    page = told.page("/u/M", "M")
    assert NATION in page
    assert "Nilai tiap kantor, Oktober 2026" in page
    assert "Layanan kantor ini sendiri" not in page


def test_a_unit_reads_its_own_quarter_and_what_lacks(told: Any) -> None:
    page = told.page(f"/u/{told.a}", told.a)
    assert OWN in page
    assert "November 2026: belum ada hasil final" in page


def test_small_results_are_told_together_alone(told: Any) -> None:
    page = told.page(f"/u/{told.a}", told.a)
    assert (
        "Triwulan III 2026, bulan dengan kurang dari 10 jawaban digabung: IPAK 3,55 dan IPKP 3,40"
        " (12 jawaban)" in page
    )
    assert "Juli 2026, September 2026" in page
    above = told.page(f"/u/{told.kanwil}", told.kanwil)
    assert "satker dengan kurang dari 10 jawaban digabung: IPAK 3,61" in above
    assert "(4 satker, 23 jawaban)" in above
    assert "3,55" not in above


def test_who_may_count_alone_reads_none(told: Any) -> None:
    clerk = told.token(told.kanwil, ["counts.read"], role="counter_clerk")
    page = told.stage.page(f"/u/{told.kanwil}", clerk).text
    assert "Wilayah ini" not in page
    assert "digabung" not in page
    path = f"/api/v1/reports/units/{told.kanwil}/summaries"
    assert told.stage.page(path, clerk).status_code == 403
    own_token = told.token(told.a)
    assert told.stage.page(path, own_token).status_code == 404


def test_the_api_tells_every_period_as_it_was_published(told: Any) -> None:
    path = f"/api/v1/reports/units/{told.kanwil}/summaries"
    with told.stage.client(told.token(told.kanwil)) as api:
        first = api.get(path, params={"limit": 2}).json()
        rest = api.get(path, params={"limit": 2, "after": first["next"]}).json()
        other = api.get(path, params={"instrument": "IKM"}).json()
    assert [each["period"] for each in first["items"]] == ["2026-09", "2026-10"]
    assert rest["items"][0]["small"] == [small("3.61", 4, 23, "2026-08")]
    assert first["items"][1] == {
        "period": "2026-10",
        "own": None,
        "region": value(),
        "regrouped": None,
        "small": [],
    }
    assert ([each["period"] for each in rest["items"]], rest["next"]) == (
        ["2026-Q3", "2026-Q4"],
        None,
    )
    assert (first["code"], first["practice"], other["items"]) == (told.kanwil, False, [])


def test_a_file_has_every_period_of_the_office_and_of_what_stands_below(told: Any) -> None:
    def lines(code: str, lang: str = "en") -> list[dict[str, str]]:
        answer = told.stage.page(f"/u/{code}/periode.csv?lang={lang}", told.token(told.kanwil))
        text = answer.content.decode("utf-8-sig").splitlines()
        return list(csv.DictReader(text, delimiter=";"))

    region = lines(told.kanwil)
    assert [(each["period"], each["scope"], each["index"]) for each in region][::2] == [
        ("2026-09", "units below it", "IPAK"),
        ("2026-10", "units below it", "IPAK"),
        ("2026-Q4", "units below it", "IPAK"),
        ("2026-Q4", "units below it, by the offices of today", "IPAK"),
    ]
    quarter = region[4]
    wanted = {
        "mean": "3.680000",
        "value_as_shown": "3.68",
        "small_units_together": "3.599600",
        "answers_of_small_units": "60",
        "wbk_limit": "3.60",
        "units_counted": "2",
        "units": "3",
        "units_with_few_answers": "1",
    }
    assert {name: quarter[name] for name in wanted} == wanted
    (ipak, _) = lines(told.a)
    assert (ipak["scope"], ipak["months_with_figures"]) == ("the office's own services", "2026-10")
    assert ipak["months_without_figures"].startswith("2026-11: no final result; 2026-12:")
    assert ipak["without_short_months"] == "no value"
    assert lines(told.b) == []
    clerk = told.token(told.kanwil, ["counts.read"], role="counter_clerk")
    for name in ("periode", "rincian", "responden"):
        path = f"/u/{told.kanwil}/{name}.csv"
        assert told.stage.page(path, clerk).status_code == 403
        assert told.stage.page(path, told.token(told.foreign)).status_code == 404


@pytest.mark.parametrize("width", [360, 1280])
def test_such_pages_are_clean(told: Any, browser: Browser, width: int) -> None:
    base = told.stage.environment["SUARA_BASE_URL"]
    context = visitor(browser, base_url=base, viewport={"width": width, "height": 800})
    context.add_cookies([{"name": "access", "value": told.token("M"), "url": base}])
    page = context.new_page()
    for path in (f"/u/{told.a}", f"/u/{told.kanwil}?span=quarter", "/u/M"):
        page.goto(path)
        opened(page)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
