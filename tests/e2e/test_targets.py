"""From the operator's number through the kanwil to the target on the operator's page, with its
reason in words: every hole of the rule decided (domain notes 5.4)."""

from html import unescape
from typing import Any

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
    """Whose office had visitors for its first service alone."""
    person, survey = with_person(suara, unit, "operator"), suara.survey(unit)
    for service in services(suara, survey["tenant"])[1:]:
        confirm(suara, enter(suara, person, survey, service, 0))
    return person


def services(suara: Running, tenant: str) -> list[str]:
    found = suara.api("admin").get("/api/v1/services", params={"tenant": tenant})
    return [each["key"] for each in found.json()["items"] if each["active"]]


def enter(
    suara: Running, person: str, survey: dict[str, Any], service: str, number: int
) -> dict[str, Any]:
    """Of the survey's unit and period."""
    body = {"tenant": survey["tenant"], "period": survey["period"], "service": service}
    more = {"recipients": number, "reason": "Angka untuk pengujian target"}
    entered = suara.api(person).post("/api/v1/populations", json={**body, **more})
    assert entered.status_code == 201, entered.text
    return dict(entered.json())


def confirm(suara: Running, entered: dict[str, Any]) -> dict[str, Any]:
    way = f"/api/v1/populations/{entered['population_id']}/confirm"
    return dict(suara.api(MONITOR).post(way).raise_for_status().json())


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
    service = services(suara, survey["tenant"])[0]
    confirmed = confirm(suara, enter(suara, operator, survey, service, population))
    assert confirmed["confirmed_recipients"] == population

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
    first, *others = services(suara, survey["tenant"])
    entered = enter(suara, "admin", survey, first, 20)
    assert entered["state"] == "entered"
    own = suara.api("admin").post(f"/api/v1/populations/{entered['population_id']}/confirm")
    assert own.status_code == 422
    assert target() == 196
    confirm(suara, entered)
    # One service is not the unit: only with the last of them its sum is N.
    for each in others[:-1]:
        confirm(suara, enter(suara, "admin", survey, each, 0))
    page = suara.browser("operator.w11-02")
    eventually(
        lambda: "Pada periode ini 1 layanan belum punya angka." in page.get("/kelola/bulan").text,
        True,
    )
    assert target() == 196
    confirm(suara, enter(suara, "admin", survey, others[-1], 0))
    eventually(target, 20)
