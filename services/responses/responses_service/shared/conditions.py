"""Which items are asked, given the answers before them: conditions are data, nothing is evaluated.

The same few rules as in forms, which checks them when a version is published.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Answers = Mapping[str, Any]


def asked(items: Sequence[Mapping[str, Any]], answers: Answers) -> set[str]:
    """Keys of the items that are asked; what hangs on a hidden item is hidden too."""
    found: set[str] = set()
    for item in items:
        known = {key: value for key, value in answers.items() if key in found}
        if _met(item.get("show_if"), known):
            found.add(item["key"])
    return found


def _met(condition: Mapping[str, Any] | None, answers: Answers) -> bool:
    if not condition:
        return True
    if "any" in condition:
        return any(_holds(rule, answers) for rule in condition["any"])
    return all(_holds(rule, answers) for rule in condition["all"])


def _holds(rule: Mapping[str, Any], answers: Answers) -> bool:
    given, operator, value = answers.get(rule["item"]), rule["is"], rule.get("value")
    if operator in ("answered", "not_answered"):
        return bool((given is None) == (operator == "not_answered"))
    if given is None:
        return False
    try:
        if operator == "includes":
            return bool(value in given)
        if operator in ("equals", "not_equals"):
            return bool((given == value) == (operator == "equals"))
        return bool(given >= value if operator == "at_least" else given <= value)
    except TypeError:
        # An answer of the wrong kind is a fault of its own; it meets no condition.
        return False
