"""Pages and reports over HTTP: who sees which unit and which figures."""

from typing import Any

import httpx
import pytest
import reporting_testing as testing


def test_a_head_sees_the_count_the_figures_and_a_table_under_every_chart(filled: Any) -> None:
    page = filled.page("/u/K1-A", filled.signer.token("K1-A")).text
    assert "1.043" in page
    assert "1.221" in page
    assert "3,70" in page  # IPAK: 220 stars from 40 people are 5.5
    assert "90,00" in page
    assert "spkp-spak-minmax" in page
    # One table holds both indices; every other chart has its own.
    assert page.count("<figure") == page.count("<table") + 1
    assert "style=" not in page
    assert "<script>" not in page
    assert page.count("<h1") == 1


def test_a_month_that_was_opened_early_hides_nothing(filled: Any) -> None:
    for path, token in (("/u/K1-A", "K1-A"), ("/u/K1", "K1")):
        page = filled.page(path, filled.signer.token(token)).text
        assert "1.043" in page
        assert "2099" not in page


def test_english_pages_write_numbers_the_english_way(filled: Any) -> None:
    page = filled.page("/u/K1-A?lang=en", filled.signer.token("K1-A")).text
    assert "1,043" in page
    assert '<html lang="en"' in page


def test_few_answers_show_the_count_and_why_there_are_no_figures(filled: Any) -> None:
    page = filled.page("/u/K1-B", filled.signer.token("K1-B")).text
    assert "baru 3 jawaban" in page
    assert "data-index" not in page


def test_no_answers_say_what_to_do(filled: Any) -> None:
    page = filled.page("/u/K1-C", filled.signer.token("K1-C")).text
    assert "November 2026: belum ada jawaban" in page
    assert "poster" in page


@pytest.mark.parametrize("path", ["/u/K2-A", "/u/K2-A/hasil/live", "/u/K1", "/u/NONE"])
def test_a_foreign_unit_is_not_found(filled: Any, path: str) -> None:
    answer = filled.page(path, filled.signer.token("K1-A"))
    assert answer.status_code == 404
    assert "<h1" in answer.text
    assert "Kota Z" not in answer.text


def test_a_clerk_sees_the_count_and_never_a_figure(filled: Any) -> None:
    token = filled.signer.token("K1-A", ["counts.read"], role="counter_clerk")
    for path in ("/u/K1-A", "/u/K1-A/hasil/live"):
        page = filled.page(path, token).text
        assert "1.043" in page
        assert not {"IPAK", "IPKP", "3,70", "WBK"} & set(page.replace("<", " ").split())
        assert "data-index" not in page
    assert filled.page("/api/v1/reports/units/K1-A", token).status_code == 403


def test_a_parent_sees_its_units_alone(filled: Any) -> None:
    page = filled.page("/u/K1?sort=ipak", filled.signer.token("K1")).text
    assert "Lapas Kota A" in page
    assert "Kota Z" not in page
    assert 'aria-sort="ascending"' in page
    cut = filled.page("/u/K1?type=kanim", filled.signer.token("K1")).text
    assert "Kanim Kota B" in cut
    assert "Lapas Kota A" not in cut


def test_the_start_page_leads_to_the_own_unit(filled: Any) -> None:
    answer = filled.page("/", filled.signer.token("K1-A"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/u/K1-A")


def test_without_a_session_the_browser_goes_to_renew_it(stage: Any) -> None:
    with stage.client() as browser:
        answer = browser.get("/u/K1-A?period=2026-11")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/session/refresh?next=%2Fu%2FK1-A%3Fperiod")


def test_an_older_score_changes_nothing(filled: Any) -> None:
    filled.send(
        testing.score("K1-A", "2026-11", 1, 2),
        testing.survey("K1-B", "2026-10", "closed"),
        testing.score("K1-B", "2026-10", 7, 1),
    )
    filled.wait_for("/u/K1-B?period=2026-10", filled.signer.token("K1"), ">7<")
    assert "1.043" in filled.page("/u/K1-A", filled.signer.token("K1")).text


def test_styles_are_kept_for_ever_and_nothing_else_is_reachable(stage: Any) -> None:
    with stage.client() as browser:
        found = browser.get("/static/staff.css")
        assert "immutable" in found.headers["Cache-Control"]
        assert browser.get("/static/../pages.py").status_code == 404
        assert browser.get("/static/%2e%2e/pages.py").status_code == 404
        missing = browser.get("/static/none.css")
    assert missing.status_code == 404
    assert "immutable" not in missing.headers["Cache-Control"]


def test_reports_give_the_same_figures_as_json(filled: Any) -> None:
    with filled.client(filled.signer.token("K1")) as api:
        one = api.get("/api/v1/reports/units/K1-A").json()
        below = api.get("/api/v1/reports/units", params={"parent": "K1"}).json()
        foreign = api.get("/api/v1/reports/units/K2-A", headers={"Accept": "application/json"})
        parentless = api.get("/api/v1/reports/units", headers={"Accept": "application/json"})
    by_code = {index["code"]: index["value"] for index in one["survey"]["released"]["indices"]}
    assert by_code["IPAK"] == "3.70"
    assert {item["code"] for item in below["items"]} == {"K1-A", "K1-B", "K1-C", "K1-L"}
    assert foreign.status_code == httpx.codes.NOT_FOUND
    assert parentless.status_code == httpx.codes.UNPROCESSABLE_ENTITY
