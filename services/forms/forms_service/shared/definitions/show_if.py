"""When an item is asked: conditions as data, a closed set of operators.

Here they are checked before they are published; `contracts.conditions` says when one is met."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from contracts.conditions import OPERATORS, VALUELESS

Found = Iterator[tuple[str, str]]


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
