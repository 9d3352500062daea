"""Tables of who answered: in the order and the words of the form."""

from typing import Any

from reporting_service.dashboards.rules.numbers import days
from reporting_service.dashboards.rules.respondents import Row, most, tables

FORM: Any = {
    "profile": [
        {
            "key": "age",
            "text": {"id": "Usia", "en": "Age"},
            "options": [{"code": "young", "label": {"id": "Muda", "en": "Young"}}],
        },
        {
            "key": "needs",
            "text": {"id": "Disabilitas", "en": "Disability"},
            "options": [
                {"code": "see", "label": {"id": "Netra", "en": "Sight"}},
                {"code": "hear", "label": {"id": "Rungu", "en": "Hearing"}},
            ],
        },
        {"key": "nobody", "text": {"id": "Lain"}, "options": []},
    ]
}
TOLD: Any = [
    {"question": "day", "groups": [{"names": ["2026-11-02", "2026-11-03"], "n": 40}]},
    {"question": "language", "groups": [{"names": ["id"], "n": 40}]},
    {
        "question": "profile.needs",
        "groups": [{"names": ["", "hear", "hear+see"], "n": 40}],
    },
    {
        "question": "profile.age",
        "groups": [{"names": [""], "n": 25}, {"names": ["young"], "n": 15}],
    },
]


def test_questions_stand_in_the_order_of_the_form_with_its_words() -> None:
    found = tables(TOLD, FORM, "id")
    assert [(each.question, each.title) for each in found] == [
        ("profile.age", "Usia"),
        ("profile.needs", "Disabilitas"),
        ("language", None),
        ("day", None),
    ]
    assert found[0].rows == [Row([""], 25, 63), Row(["Muda"], 15, 38)]
    assert found[1].rows == [Row(["", "Rungu", "Rungu, Netra"], 40, 100)]


def test_first_is_what_most_chose_and_never_who_left_it_out_or_was_joined() -> None:
    assert most(tables(TOLD, FORM, "en")) == [Row(["Young"], 15, 38)]


def test_days_of_one_month_and_of_two() -> None:
    assert days("2026-11-02", "2026-11-02", "id") == "2 November 2026"
    assert days("2026-11-02", "2026-11-05", "en") == "2–5 November 2026"
    assert days("2026-10-30", "2026-11-02", "id") == "30 Oktober 2026 – 2 November 2026"
