"""From the operator's number through the kanwil to the target on the operator's page, with its
reason in words: every hole of the rule decided (domain notes 5.4)."""

from html import unescape

import pytest
from suara_local.offices import new_office, with_person
from suara_local.page_text import text_of
from suara_local.running import Running, eventually

MONITOR = "pemantau.w11"
# Population, answers needed, and what the page says about it in Indonesian and in English.
TARGETS = [
    (0, 0, "Tidak ada layanan pada periode ini", "There was no service in this period"),
    (1, 1, "Kurang dari 30 penerima layanan: 1 dari 1", "1 of 1 by Slovin's formula"),
    (29, 28, "28 dari 29 menurut rumus Slovin", "28 of 29 by Slovin's formula"),
    (30, 30, "Tepat 30 penerima layanan: semuanya", "Exactly 30 recipients: all of them"),
    (31, 30, "jadi berlaku minimum 30", "so the minimum of 30 holds"),
    (32, 30, "jadi berlaku minimum 30", "so the minimum of 30 holds"),
    (33, 30, "30 menurut tabel Krejcie-Morgan", "30 by the Krejcie-Morgan table"),
    (345, 182, "182 menurut tabel Krejcie-Morgan", "182 by the Krejcie-Morgan table"),
    (100000, 383, "383 menurut tabel Krejcie-Morgan", "383 by the Krejcie-Morgan table"),
]


@pytest.fixture(scope="module")
def unit(suara: Running) -> str:
    """An office whose only number is that of the test."""
    return new_office(suara, "W11")


@pytest.fixture(scope="module")
def operator(suara: Running, unit: str) -> str:
    return with_person(suara, unit, "operator")


@pytest.mark.parametrize(("population", "target", "words", "english"), TARGETS)
def test_a_confirmed_number_gives_the_target_and_its_reason(
    suara: Running,
    unit: str,
    operator: str,
    population: int,
    target: int,
    words: str,
    english: str,
) -> None:
    survey = suara.survey(unit)
    body = {"tenant": survey["tenant"], "period": survey["period"], "recipients": population}
    known = suara.api("admin").get("/api/v1/services", params={"tenant": survey["tenant"]})
    service = known.json()["items"][0]["key"]
    more = {"service": service, "reason": "Angka untuk pengujian target"}
    entered = suara.api(operator).post("/api/v1/populations", json={**body, **more})
    assert entered.status_code == 201, entered.text
    way = f"/api/v1/populations/{entered.json()['population_id']}/confirm"
    confirmed = suara.api(MONITOR).post(way)
    assert confirmed.json()["confirmed_recipients"] == population

    browser = suara.browser(operator)

    def shown(lang: str) -> str:
        page = browser.get("/kelola/bulan", params={"unit": unit, "lang": lang})
        return unescape(text_of(page.text))

    eventually(lambda: words in shown("id"), True)
    assert f"Target jawaban: {target} ." in shown("id")
    assert english in shown("en")
    sample = suara.api(operator).get("/api/v1/sample-size", params={"population": population})
    assert sample.json()["target"] == target


def test_an_unconfirmed_number_leaves_the_target_on_last_months(suara: Running) -> None:
    """The seed has three months of this unit, confirmed; nothing is entered for the present one."""
    survey = suara.survey("W11-02")

    def target() -> object:
        score = suara.api("admin").get("/api/v1/scores", params={"tenant": survey["tenant"]})
        found = {row["survey_id"]: row["target"] for row in score.json()["items"]}
        return found.get(survey["survey_id"])

    # 310 visits and 90 goods deposits a month.
    eventually(target, 196)
    body = {"tenant": survey["tenant"], "period": survey["period"], "recipients": 20}
    entered = suara.api("admin").post(
        "/api/v1/populations", json={**body, "service": "paspor baru"}
    )
    assert entered.json()["state"] == "entered"
    own = suara.api("admin").post(f"/api/v1/populations/{entered.json()['population_id']}/confirm")
    assert own.status_code == 422
    assert target() == 196
    way = f"/api/v1/populations/{entered.json()['population_id']}/confirm"
    assert suara.api(MONITOR).post(way).status_code == 200
    eventually(target, 20)
