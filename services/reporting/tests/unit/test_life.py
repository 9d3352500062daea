"""What is said of a result before it is final, and after."""

from typing import Any

import pytest
import reporting_life as life
import reporting_scenes as scenes
import reporting_testing as testing
from reporting_service.dashboards.rules.reports import survey_report
from reporting_service.dashboards.rules.summary import summary
from reporting_service.dashboards.rules.units import UnitRow, unit_row
from reporting_service.dashboards.rules.views import SurveyView, survey_view

FORM, FORMULA = testing.form().payload, testing.formula().payload
FINAL_AT = "2026-12-12T17:00:00+00:00"


def view(released: dict[str, Any] | None, stage: str, count: int = 48, **more: Any) -> SurveyView:
    status = "open" if stage == "open" else "closed"
    score = scenes.score("U", count, released, status=status).payload
    told = {**score, "stage": stage, "final_at": FINAL_AT, **more}
    survey = scenes.survey("U", status=status).payload
    return survey_view(survey, told, None, FORM, FORMULA, "id")


@pytest.mark.parametrize(
    ("ipak", "state"),
    [
        ("3.72", "coarse_above"),
        # As near as the margin: the exact one may lie on the other side.
        ("3.71", "coarse_near"),
        ("3.60", "coarse_near"),
        ("3.49", "coarse_near"),
        ("3.45", "coarse_below"),
    ],
)
def test_a_coarse_index_has_no_verdict_but_a_place(ipak: str, state: str) -> None:
    shown = view(life.coarse(48, ipak), "open")
    (index,) = (each for each in shown.indices if each.code == "IPAK")
    assert (index.state, index.doubt, index.margin) == (state, None, "0.11")
    assert shown.case == "coarse"


def test_a_coarse_index_is_drawn_as_wide_as_its_margin() -> None:
    shown = view(life.coarse(48, "3.95"), "open")
    (index,) = (each for each in shown.indices if each.code == "IPAK")
    assert (index.low, index.value, index.high) == ("3.84", "3.95", "4")


def test_a_report_says_that_it_is_coarse_and_when_it_is_final() -> None:
    told = survey_report(view(life.coarse(48), "provisional"))
    assert (told["status"], told["stage"], told["final_at"]) == ("closed", "provisional", FINAL_AT)
    assert (told["released"]["kind"], told["released"]["margin"]) == ("coarse", "0.11")
    assert told["released"]["indicators"] == []


@pytest.mark.parametrize(
    ("stage", "count", "case"),
    [("open", 39, "waiting"), ("open", 40, "tomorrow"), ("provisional", 39, "provisional")],
)
def test_without_figures_it_says_when_there_are_some(stage: str, count: int, case: str) -> None:
    assert view(None, stage, count).case == case


def test_decisions_after_the_final_result_are_counted_and_change_nothing() -> None:
    counts = scenes.counts(40, excluded=2)
    final = scenes.figures(40, kind="final", counts=counts, variants=[], findings=[])
    assert view(final, "final", 42, excluded=2).decided_later == 0
    assert view(final, "final", 42, excluded=5).decided_later == 3
    assert view(final, "final", 42, excluded=1).decided_later == 1
    coarse = {**life.coarse(40), "counts": counts}
    assert view(coarse, "open", 42, excluded=5).decided_later == 0


def row(code: str, released: dict[str, Any]) -> UnitRow:
    score = {"count": released["n"], "excluded": 0, "released": released}
    rules = {"formula": "spkp-spak-minmax", "rules": FORMULA["definition"]}
    state = {"score": score, "target": None, "is_open": True, **rules}
    return unit_row({"code": code, "unit_type": "lapas"}, code, code, state, "id")


def test_coarse_units_are_counted_apart_from_those_judged() -> None:
    below, near, above = (life.coarse(48, ipak) for ipak in ("3.30", "3.60", "3.90"))
    rows = [row("A", below), row("B", near), row("C", above), row("D", above)]
    rows.append(row("E", scenes.figures(48, "3.30")))
    found = summary(rows)
    assert (found.judged, found.below, found.coarse) == (1, 1, 4)
    assert (found.coarse_below, found.coarse_near, found.coarse_above) == (1, 1, 2)
    assert [each.mark for each in rows[:3]] == ["ring"] * 3
