"""Which items of a questionnaire are asked, given the answers before them: conditions are data in
its definition, a closed set of operators, nothing is evaluated.

The answering page does the same in JavaScript (responses, `answers.js`); one table of cases,
tests/conditions.json, runs against both.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import eq, ge, le, ne
from typing import Any

from contracts.form_shapes import Condition, Item, Rule

Answers = Mapping[str, Any]
VALUELESS = ("answered", "not_answered")
COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "equals": eq,
    "not_equals": ne,
    "at_least": ge,
    "at_most": le,
    "includes": lambda given, value: value in given,
}
OPERATORS = (*COMPARED, *VALUELESS)


def asked(items: Sequence[Item], answers: Answers) -> set[str]:
    """Keys of the items that are asked; a hidden item counts as unanswered."""
    found: set[str] = set()
    for item in items:
        known = {key: value for key, value in answers.items() if key in found}
        if _is_met(item.get("show_if"), known):
            found.add(item["key"])
    return found


def _is_met(condition: Condition | None, answers: Answers) -> bool:
    if not condition:
        return True
    if "any" in condition:
        return any(_holds(rule, answers) for rule in condition["any"])
    return all(_holds(rule, answers) for rule in condition["all"])


def _holds(rule: Rule, answers: Answers) -> bool:
    given, operator = answers.get(rule["item"]), rule["is"]
    if operator in VALUELESS:
        return bool((given is None) == (operator == "not_answered"))
    if given is None:
        return False
    try:
        return bool(COMPARED[operator](given, rule.get("value")))
    except TypeError:
        # An answer of the wrong kind is a fault of its own; it meets no condition.
        return False
