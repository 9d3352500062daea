"""What a page says first of a final result: one thing of each kind, and the gravest to do."""

from typing import Any

import pytest
import reporting_card as card
import reporting_life as life
import reporting_scenes as scenes
import reporting_testing as testing
from reporting_service.dashboards.rules.periods import last_final, running
from reporting_service.dashboards.rules.views import SurveyView, survey_view
from reporting_service.dashboards.rules.voice import Voice, voice

FORM, FORMULA = testing.form().payload, testing.formula().payload
FINAL_AT = "2026-11-14T17:00:00+00:00"
TOP = [0, 0, 0, 4, 36, 200]
BARELY = [0, 0, 4, 60, 80, 96]


def view(
    released: dict[str, Any] | None, stage: str = "final", period: str = "2026-10", **more: Any
) -> SurveyView:
    status = "open" if stage == "open" else "closed"
    score = scenes.score("U", 240, released, period, status).payload
    told = {**score, "stage": stage, "final_at": FINAL_AT, **more}
    survey = scenes.survey("U", period, status).payload
    return survey_view(survey, told, None, FORM, FORMULA, "id")


NEXT = view(life.coarse(48), "open", "2026-11", final_at=card.FINAL_AT)


def said(released: dict[str, Any], *, newest: bool = True) -> Voice:
    found = voice(view(released), newest=newest, running=[NEXT])
    assert found is not None
    return found


def done(released: dict[str, Any]) -> tuple[str, list[str]]:
    todo = said(released).todo
    assert todo is not None
    return todo.key, [row.key for row in todo.weakest]


def good(**more: Any) -> dict[str, Any]:
    listed = scenes.statements(**dict.fromkeys(testing.SHORT, TOP))
    return {**card.final("3.90", "3.80"), "indicators": listed, **more}


def test_nothing_but_a_final_result_is_spoken_of() -> None:
    assert voice(view(life.coarse(48), "provisional"), newest=True, running=[]) is None
    assert voice(view(None), newest=True, running=[]) is None
    assert voice(view(scenes.misfit()), newest=True, running=[]) is None
    assert voice(view(card.final()), newest=True, running=[]) is not None


def test_without_an_index_it_is_said_what_would_give_one() -> None:
    made = view(life.too_few(9))
    found = voice(made, newest=True, running=[NEXT])
    assert found is not None
    assert found.todo is not None
    # More answers come until the survey that is open closes.
    assert (found.todo.key, found.todo.by) == ("more", NEXT.closes_at)
    assert (found.tip, found.others) == (None, ())
    assert voice(made, newest=False, running=[NEXT]) is None


def test_the_weakest_of_the_index_that_fails_comes_before_weaker_ones_of_another() -> None:
    worse = [60, 60, 60, 20, 20, 20]
    shown = view(card.final(waktu=worse))
    assert (shown.weak_of, [row.key for row in shown.weak]) == ("IPAK", ["percaloan"])
    assert done(card.final(waktu=worse)) == ("weak", ["percaloan"])
    # Where all limits are met, whatever is weakest.
    passing = view(card.final("3.80", "3.70", waktu=worse))
    assert (passing.weak_of, [row.key for row in passing.weak]) == (None, ["waktu", "percaloan"])


def test_an_index_that_fails_without_a_weak_statement_leaves_those_of_the_other() -> None:
    shown = view(card.final(percaloan=BARELY))
    assert (shown.weak_of, [row.key for row in shown.weak]) == (None, ["waktu"])


@pytest.mark.parametrize(
    ("released", "key"),
    [
        ({**card.final(), "n": 29}, "more"),
        ({**card.final(), "counts": scenes.counts(240, flagged=60)}, "marked"),
        ({**card.final(), "counts": scenes.counts(240, excluded=60)}, "excluded"),
        (card.final(percaloan=BARELY, waktu=BARELY), "all"),
        (good(), "keep"),
        ({**good(), "indices": scenes.figures(240, "3.50", "3.80")["indices"]}, "all"),
    ],
)
def test_what_makes_the_verdict_unsafe_is_done_first(released: dict[str, Any], key: str) -> None:
    assert done(released) == (key, [])


def test_it_is_to_be_done_before_the_next_result() -> None:
    todo = said(card.final()).todo
    assert todo is not None
    assert todo.by == card.FINAL_AT
    alone = voice(view(card.final()), newest=True, running=[])
    assert alone is not None
    assert alone.todo is not None
    assert alone.todo.by == "2026-12-14T17:00:00+00:00"


def test_a_month_that_cannot_be_judged_has_no_three_months_beside_it() -> None:
    assert said(card.final()).several
    assert not said({**card.final(), "counts": scenes.counts(240, flagged=60)}).several


def test_an_overtaken_month_asks_for_nothing() -> None:
    assert said(card.final(), newest=False).todo is None


def test_when_a_verdict_turns_is_told_of_verdicts_without_doubt() -> None:
    tip = said(card.final()).tip
    assert tip is not None
    assert (tip.key, tip.others, tip.mean) == ("fails", 280, "3.62")
    assert said({**card.final(), "counts": scenes.counts(240, flagged=60)}).tip is None
    assert said({**card.final(), "n": 29}).tip is None


def test_other_indices_are_named_beside_the_worse_one() -> None:
    assert [index.code for index in said(card.final()).others] == ["IPKP"]
    assert [index.code for index in said(card.final("3.90", "3.10")).others] == ["IPAK"]


def test_periods_to_come_are_those_after_it_that_are_not_final() -> None:
    october, november = view(card.final()), NEXT
    december = view(None, "open", "2026-12")
    every = [december, november, october, view(card.final(), period="2026-09")]
    assert last_final(every) == "2026-10"
    assert running(every, "2026-10") == [november, december]
    assert running(every, "2026-11") == [december]
    assert last_final([december, november]) is None


@pytest.mark.parametrize(
    ("low", "listed"),
    [
        ((31, 27, 22, 5, 4), "percaloan pungli imbalan"),
        ((31, 27, 22, 22, 0), "percaloan pungli imbalan kecurangan"),
        ((31, 22, 22, 22, 22), "percaloan pungli imbalan kecurangan diskriminasi"),
        ((4, 4, 4, 4, 4), ""),
    ],
)
def test_three_are_listed_and_those_as_weak_as_the_third(low: tuple[int, ...], listed: str) -> None:
    keys = ("percaloan", "pungli", "imbalan", "kecurangan", "diskriminasi")
    fell = {key: [n, 0, 0, 0, 0, 240 - n] for key, n in zip(keys, low, strict=True)}
    found = [row.key for row in view(card.final(waktu=BARELY, **fell)).weak]
    assert sorted(found) == sorted(listed.split())
    assert found[:1] == listed.split()[:1]


def test_more_than_five_alike_are_counted_and_not_listed() -> None:
    alike = view(card.final("3.9", "3.9", **dict.fromkeys(testing.SHORT, card.FEW_BROKERS)))
    assert (len(alike.weak), len(alike.weakest)) == (0, len(testing.SHORT))
    worse = {**dict.fromkeys(testing.SHORT, card.FEW_WAITED), "pungli": card.FEW_BROKERS}
    one = view(card.final("3.9", "3.9", **{**worse, "percaloan": card.FEW_WAITED}))
    assert [row.key for row in one.weak] == ["pungli"]
