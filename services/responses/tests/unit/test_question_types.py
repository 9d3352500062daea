"""Answers to every type of question: what is taken, refused, sealed, and when it is asked."""

from datetime import date
from typing import Any

import pytest
from contracts.conditions import asked
from responses_service.shared.answers import split
from responses_service.shared.submission_rules import answer_faults, compile_rules

TODAY = date(2026, 11, 24)
CHOICES = [{"code": code} for code in ("a", "b", "none")]
ITEMS: list[dict[str, Any]] = [
    {"key": "stars", "type": "stars", "points": 6, "required": True},
    {"key": "one", "type": "one", "required": False, "choices": CHOICES},
    {"key": "many", "type": "many", "required": False, "choices": CHOICES, "exclusive": "none"},
    {"key": "number", "type": "number", "required": False, "min": 0, "max": 20},
    {"key": "date", "type": "date", "required": False, "latest": "today"},
    {"key": "short", "type": "short_text", "required": False},
    {"key": "long", "type": "long_text", "required": False},
    {"key": "note", "type": "note", "required": False},
    {
        "key": "why",
        "type": "long_text",
        "required": True,
        "show_if": {"all": [{"item": "stars", "is": "at_most", "value": 2}]},
    },
]
RULES = compile_rules({"languages": ["id"], "items": ITEMS})
GOOD: dict[str, Any] = {
    "stars": 5,
    "one": "b",
    "many": ["a", "b"],
    "number": 0,
    "date": "2026-11-24",
    "short": "Loket 2",
    "long": "Baik\nsekali",
}


def faults(**answers: Any) -> list[str]:
    body = {"answers": {"stars": 5, **answers}, "language": "id"}
    return [field for field, _ in answer_faults(RULES, body, TODAY)]


def test_every_type_takes_its_answers() -> None:
    assert faults(**GOOD) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("one", "z"),
        ("one", ["a"]),
        ("one", 1),
        ("many", "a"),
        ("many", []),
        ("many", ["a", "z"]),
        ("many", ["a", "a"]),
        ("many", ["a", "none"]),
        ("many", [["a"]]),
        ("number", -1),
        ("number", 21),
        ("number", "3"),
        ("number", 1.5),
        ("number", True),
        ("date", "24-11-2026"),
        ("date", "2026-11-25"),
        ("date", "2026-02-30"),
        ("date", "20261124xx"),
        ("date", 20261124),
        ("short", "x" * 121),
        ("short", 3),
        ("long", "x" * 2001),
        ("note", "x"),
        ("unknown", 1),
    ],
)
def test_what_does_not_answer_the_question_is_named(key: str, value: Any) -> None:
    assert faults(**{key: value}) == [f"answers.{key}"]


def test_a_hidden_item_is_neither_required_nor_answered() -> None:
    assert faults(stars=5) == []
    assert faults(stars=2) == ["answers.why"]
    assert faults(stars=2, why="Lama") == []
    assert faults(stars=5, why="Lama") == ["answers.why"]


def test_a_wrong_answer_meets_no_condition_and_breaks_nothing() -> None:
    assert set(faults(stars="many")) == {"answers.stars"}


def test_free_texts_are_kept_apart_from_what_is_counted() -> None:
    counted, details, texts = split(RULES.items, GOOD)
    assert counted == {"stars": 5}
    assert details.keys() == {"one", "many", "number", "date"}
    assert texts == {"short": "Loket 2", "long": "Baik\nsekali"}


def test_what_hangs_on_a_hidden_item_is_hidden_too() -> None:
    items = [
        {"key": "a"},
        {"key": "b", "show_if": {"all": [{"item": "a", "is": "equals", "value": 1}]}},
        {"key": "c", "show_if": {"any": [{"item": "b", "is": "answered"}]}},
    ]
    assert asked(items, {"a": 1, "b": 1}) == {"a", "b", "c"}
    assert asked(items, {"a": 2, "b": 1}) == {"a"}
