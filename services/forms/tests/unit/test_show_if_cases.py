"""The cases of conditions that responses and the answering page run may be published."""

from importlib.resources import files
from typing import Any

import yaml
from forms_service.shared.definitions.show_if import OPERATORS, faults

FILE = files("contracts") / "cases" / "show_if.yaml"
CASES: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))


def found(condition: dict[str, Any]) -> list[tuple[str, str]]:
    last = {"key": "last", "type": "short_text", "show_if": condition}
    return list(faults([*CASES["items"], last], frozenset()))


def test_every_operator_has_a_case_that_is_met_and_one_that_is_not() -> None:
    both = {each["rule"]["is"] for each in CASES["rules"] if each["met"] and each["unmet"]}
    assert both == {*OPERATORS}


def test_every_condition_may_be_published() -> None:
    for each in CASES["rules"]:
        assert found({"all": [each["rule"]]}) == found({"any": [each["rule"]]}) == []
    for each in CASES["conditions"]:
        assert found(each["condition"]) == []
    assert list(faults(CASES["chain"]["items"], frozenset())) == []
