"""Pages and reports over HTTP: who sees which unit and which figures."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
import reporting_testing as testing
from chassis import clock


def test_a_head_sees_the_count_the_figures_and_a_table_under_every_chart(region: Any) -> None:
    page = region.page(f"/u/{region.a}?period=2026-11", region.a)
    assert "1.043" in page
    assert "1.221" in page
    assert "3,70" in page  # IPAK: 220 stars from 40 people are 5.5
    assert "90,00" in page
    assert "spkp-spak-minmax" in page
    assert "target tercapai sekitar 21 November 2026" in page  # 60 a day since the first
    # One table holds both indices; every other chart has its own.
    assert page.count("<figure") == page.count("<table") + 1
    assert "style=" not in page
    assert "<script>" not in page
    assert page.count("<h1") == 1


def test_a_month_that_was_opened_early_hides_nothing(region: Any) -> None:
    for code in (region.a, region.kanwil):
        page = region.page(f"/u/{code}", code)
        assert "1.043" in page
        assert "2099" not in page


def test_a_month_that_has_only_just_begun_gives_way_to_the_one_before(region: Any) -> None:
    code, yesterday = f"{region.kanwil}-N", clock.now() - timedelta(days=1)
    region.stage.send(
        testing.tenant(code, region.kanwil, "lapas", "Lapas Kota N"),
        testing.survey(code, "2026-10", "closed"),
        testing.score(code, "2026-10", 40, 9),
        testing.survey(code, "2026-11", opens=yesterday),
    )
    page = region.wait_for(f"/u/{code}", "November 2026 baru dimulai")
    assert "Oktober 2026: " in page.partition("<h1")[2]
    asked = region.page(f"/u/{code}?period=2026-11", "M")
    assert "baru dimulai" not in asked
    assert "November 2026: belum ada jawaban" in asked
    with region.stage.client(region.token("M")) as reader:
        report = reader.get(f"/api/v1/reports/units/{code}").json()
    assert report["survey"]["period"] == "2026-11"
    region.stage.send(testing.score(code, "2026-11", 3, 3))
    assert "baru dimulai" not in region.wait_for(f"/u/{code}", "baru 3 jawaban")


def test_english_pages_write_numbers_the_english_way(region: Any) -> None:
    page = region.page(f"/u/{region.a}?lang=en", region.a)
    assert "1,043" in page
    assert '<html lang="en"' in page


def test_few_answers_show_the_count_and_why_there_are_no_figures(region: Any) -> None:
    page = region.page(f"/u/{region.b}", region.b)
    assert "baru 3 jawaban" in page
    assert "data-index" not in page


def test_no_answers_say_what_to_do(region: Any) -> None:
    page = region.page(f"/u/{region.c}", region.c)
    assert "November 2026: belum ada jawaban" in page
    assert "poster" in page


@pytest.mark.parametrize("path", ["/u/{0.foreign}", "/u/{0.foreign}/hasil/live", "/u/{0.kanwil}"])
def test_a_foreign_unit_is_not_found(region: Any, path: str) -> None:
    token = region.token(region.a)
    paths = (path.format(region), "/u/NONE", "/u/A%00")
    answers = [region.stage.page(each, token) for each in paths]
    for answer in answers:
        assert answer.status_code == 404
        assert "<h1" in answer.text
        assert "Kota Z" not in answer.text


def test_a_clerk_sees_the_count_and_never_a_figure(region: Any) -> None:
    token = region.token(region.a, ["counts.read"], role="counter_clerk")
    for path in (f"/u/{region.a}", f"/u/{region.a}/hasil/live"):
        page = region.stage.page(path, token).text
        assert "1.043" in page
        assert not {"IPAK", "IPKP", "3,70", "WBK"} & set(page.replace("<", " ").split())
        assert "data-index" not in page
    report = region.stage.page(f"/api/v1/reports/units/{region.a}", token)
    assert report.status_code == 403


def test_a_parent_sees_its_units_alone(region: Any) -> None:
    page = region.page(f"/u/{region.kanwil}?sort=ipak", region.kanwil)
    assert "Lapas Kota A" in page
    assert "Kota Z" not in page
    assert 'aria-sort="ascending"' in page
    cut = region.page(f"/u/{region.kanwil}?type=kanim", region.kanwil)
    assert "Kanim Kota B" in cut
    assert "Lapas Kota A" not in cut


def test_the_start_page_leads_to_the_own_unit(region: Any) -> None:
    answer = region.stage.page("/", region.token(region.a))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/u/{region.a}")


def test_without_a_session_the_browser_goes_to_renew_it(stage: Any) -> None:
    with stage.client() as browser:
        answer = browser.get("/u/K1-A?period=2026-11")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/session/refresh?next=%2Fu%2FK1-A%3Fperiod")


def test_an_older_score_changes_nothing(region: Any) -> None:
    region.stage.send(
        testing.score(region.a, "2026-11", 1, 2),
        testing.survey(region.b, "2026-10", "closed"),
        testing.score(region.b, "2026-10", 7, 1),
    )
    region.wait_for(f"/u/{region.b}?period=2026-10", ">7<")
    assert "1.043" in region.page(f"/u/{region.a}", region.kanwil)


def test_styles_are_kept_for_ever_and_nothing_else_is_reachable(stage: Any) -> None:
    with stage.client() as browser:
        found = browser.get("/static/staff.css")
        assert "immutable" in found.headers["Cache-Control"]
        assert browser.get("/static/../pages.py").status_code == 404
        assert browser.get("/static/%2e%2e/pages.py").status_code == 404
        missing = browser.get("/static/none.css")
    assert missing.status_code == 404
    assert "immutable" not in missing.headers["Cache-Control"]


def test_reports_give_the_same_figures_as_json(region: Any) -> None:
    reports, json = "/api/v1/reports/units", {"Accept": "application/json"}
    with region.stage.client(region.token(region.kanwil)) as api:
        one = api.get(f"{reports}/{region.a}").json()
        below = api.get(reports, params={"parent": region.kanwil}).json()
        foreign = api.get(f"{reports}/{region.foreign}", headers=json)
        parentless = api.get(reports, headers=json)
    by_code = {index["code"]: index["value"] for index in one["survey"]["released"]["indices"]}
    assert by_code["IPAK"] == "3.70"
    ahead = one["survey"]["forecast"]
    assert (ahead["case"], ahead["met_at"][:10]) == ("reaches", "2026-11-21")
    assert {item["code"] for item in below["items"]} == {region.a, region.b, region.c}
    assert foreign.status_code == httpx.codes.NOT_FOUND
    assert parentless.status_code == httpx.codes.UNPROCESSABLE_ENTITY
