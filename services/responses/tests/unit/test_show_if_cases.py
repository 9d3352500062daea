"""When an item is asked: the cases that forms checks and the answering page's script runs too."""

from importlib.resources import files
from typing import Any

import pytest
import yaml
from responses_service.domain.conditions import asked

FILE = files("contracts") / "cases" / "show_if.yaml"
CASES: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))


def is_met(condition: dict[str, Any], answers: dict[str, Any]) -> bool:
    items = [*CASES["items"], {"key": "last", "type": "short_text", "show_if": condition}]
    given = {key: value for key, value in answers.items() if value is not None}
    return "last" in asked(items, given)


@pytest.mark.parametrize("case", CASES["rules"], ids=lambda case: str(case["rule"]))
def test_a_rule_is_met_by_its_answers_and_no_others(case: dict[str, Any]) -> None:
    item = case["rule"]["item"]
    for kind in ("all", "any"):
        condition = {kind: [case["rule"]]}
        assert all(is_met(condition, {item: each}) for each in case["met"])
        assert not any(is_met(condition, {item: each}) for each in case["unmet"])


@pytest.mark.parametrize("case", CASES["conditions"], ids=lambda case: str(case["condition"]))
def test_several_rules_are_met_all_or_any(case: dict[str, Any]) -> None:
    assert all(is_met(case["condition"], answers) for answers in case["met"])
    assert not any(is_met(case["condition"], answers) for answers in case["unmet"])


@pytest.mark.parametrize("case", CASES["chain"]["cases"], ids=lambda case: str(case["answers"]))
def test_what_hangs_on_a_hidden_item_sees_no_answer_of_it(case: dict[str, Any]) -> None:
    assert asked(CASES["chain"]["items"], case["answers"]) == {*case["asked"]}
