"""When an item is asked: conditions as data, a closed set of operators, nothing is evaluated."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

OPERATORS = (
    *("equals", "not_equals", "at_least", "at_most"),
    *("includes", "answered", "not_answered"),
)
VALUELESS = ("answered", "not_answered")
Found = Iterator[tuple[str, str]]
Answers = Mapping[str, Any]


def shown(items: Sequence[Mapping[str, Any]], answers: Answers) -> set[str]:
    """Keys of the items that are asked, given the answers; a hidden item counts as unanswered."""
    asked: set[str] = set()
    for item in items:
        known = {key: value for key, value in answers.items() if key in asked}
        if holds(item.get("show_if"), known):
            asked.add(item["key"])
    return asked


def holds(condition: Mapping[str, Any] | None, answers: Answers) -> bool:
    """Whether a condition is met; no condition is always met."""
    if not condition:
        return True
    if "any" in condition:
        return any(_holds(rule, answers) for rule in condition["any"])
    return all(_holds(rule, answers) for rule in condition["all"])


def _holds(rule: Mapping[str, Any], answers: Answers) -> bool:
    given, operator, value = answers.get(rule["item"]), rule["is"], rule.get("value")
    if operator in VALUELESS:
        return bool((given is None) == (operator == "not_answered"))
    if given is None:
        return False
    if operator == "includes":
        return bool(value in given)
    if operator in ("equals", "not_equals"):
        return bool((given == value) == (operator == "equals"))
    return bool(given >= value if operator == "at_least" else given <= value)


def faults(items: Sequence[Mapping[str, Any]], official: frozenset[str]) -> Found:
    """(path, problem) of every condition: known form, earlier items, values of the right kind."""
    earlier: dict[str, Mapping[str, Any]] = {}
    for place, item in enumerate(items):
        path, condition = f"items[{place}].show_if", item.get("show_if")
        if condition is not None:
            if item["key"] in official:
                yield path, "must be left out: an official item is asked of everybody"
            yield from _condition(condition, path, earlier)
        earlier[item["key"]] = item


def _condition(condition: Any, path: str, earlier: Mapping[str, Mapping[str, Any]]) -> Found:
    names = list(condition) if isinstance(condition, Mapping) else []
    if names not in (["all"], ["any"]) or not isinstance(condition[names[0]], list):
        yield path, "must be a mapping of all or any to a list of rules"
        return
    if not condition[names[0]]:
        yield path, "must hold a rule, or be left out"
    for place, rule in enumerate(condition[names[0]]):
        yield from _rule(rule, f"{path}.{names[0]}[{place}]", earlier)


def _rule(rule: Any, path: str, earlier: Mapping[str, Mapping[str, Any]]) -> Found:
    if not isinstance(rule, Mapping) or rule.keys() - {"item", "is", "value"}:
        yield path, "must be a mapping of item, is and value"
        return
    asked = earlier.get(str(rule.get("item")))
    if asked is None or asked["type"] == "note":
        yield f"{path}.item", f"no earlier item {rule.get('item')!r} that takes an answer"
    elif rule.get("is") not in OPERATORS:
        yield f"{path}.is", f"must be one of {', '.join(OPERATORS)}"
    elif rule["is"] in VALUELESS:
        if "value" in rule:
            yield f"{path}.value", f"must be left out with {rule['is']}"
    else:
        yield from _value(rule, path, asked)


def _value(rule: Mapping[str, Any], path: str, asked: Mapping[str, Any]) -> Found:
    operator, value, kind = rule["is"], rule.get("value"), asked["type"]
    if (operator == "includes") != (kind == "many"):
        yield f"{path}.is", f"does not go with an item of type {kind}"
    elif kind in ("short_text", "long_text"):
        yield f"{path}.is", "must be answered or not_answered with a free text"
    elif operator in ("at_least", "at_most") and kind == "one":
        yield f"{path}.is", "does not go with an item of type one"
    elif not _takes(asked, value):
        yield f"{path}.value", f"{value!r} is no answer of {asked['key']!r}"


def _takes(asked: Mapping[str, Any], value: Any) -> bool:
    kind = asked["type"]
    if kind in ("one", "many"):
        return any(choice["code"] == value for choice in asked["choices"])
    if kind == "date":
        return isinstance(value, str) and bool(value)
    if type(value) is not int:
        return False
    top = asked.get("points") or len(asked.get("options") or ())
    return kind == "number" or 1 <= value <= top
