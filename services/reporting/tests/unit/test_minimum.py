"""From how many answers on a page judges, and that its words say that very number."""

import re

import reporting_testing as testing
from chassis.pages import read_texts
from reporting_service.dashboards.rules.summary import summary
from reporting_service.dashboards.rules.units import unit_row
from reporting_service.dashboards.rules.views import survey_view

FORM, FORMULA = testing.form().payload, testing.formula().payload
RULES = FORMULA["definition"]


def test_from_how_many_answers_on_is_judged_says_the_formula_version() -> None:
    ruled = {**FORMULA, "definition": {**RULES, "minimum": 40}}
    score = testing.score("U", "2026-11", 36, 1, dict.fromkeys(testing.SHORT, [0] * 5 + [36]))
    survey = testing.survey("U", "2026-11").payload
    found = survey_view(survey, score.payload, None, FORM, ruled, "id")
    assert (found.case, found.minimum) == ("few", 40)
    assert survey_view(survey, score.payload, None, FORM, FORMULA, "id").case == "index"
    row = {
        "score": score.payload,
        "target": None,
        "is_open": True,
        "formula": "minmax",
        "rules": ruled["definition"],
    }
    unit = unit_row({"code": "U", "unit_type": "upt"}, "U", "U", row, "id")
    assert (unit.standing, summary([unit]).minimum) == ("few", 40)


def test_no_sentence_says_a_number_of_answers_of_its_own() -> None:
    told = [each for words in read_texts("reporting_service").values() for each in words.values()]
    assert [each for each in told if re.search(r"\d+ (jawaban|answers|orang|people)", each)] == []
