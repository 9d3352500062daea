"""Conditions on the table of cases that the page's script runs against, too."""

import json
from pathlib import Path
from typing import Any

import pytest
from contracts.conditions import OPERATORS, asked

CASES = json.loads((Path(__file__).parent / "conditions.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "items", "answers", "expected"), CASES, ids=[c[0] for c in CASES])
def test_who_is_asked_what(
    name: str, items: list[dict[str, Any]], answers: dict[str, Any], expected: list[str]
) -> None:
    assert asked(items, answers) == set(expected)


def test_every_operator_is_met_in_one_case_and_not_in_another() -> None:
    seen = {
        (rule["is"], len(expected) == len(items))
        for _, items, _, expected in CASES
        for item in items
        for rules in item.get("show_if", {}).values()
        for rule in rules
    }
    assert {(operator, met) for operator in OPERATORS for met in (True, False)} <= seen


@pytest.mark.parametrize("operator", ["at_least", "includes"])
def test_an_answer_of_the_wrong_kind_meets_no_condition(operator: str) -> None:
    rule = {"item": "a", "is": operator, "value": 2}
    assert asked([{"key": "a"}, {"key": "b", "show_if": {"all": [rule]}}], {"a": "x"}) == {"a"}
