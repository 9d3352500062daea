"""One answer against the item it answers; no library on the hot path."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from contracts.counting import COUNTED
from contracts.form_shapes import Item
from contracts.text_answers import LONGEST

NUMBERS = frozenset({*COUNTED, "number"})
# Of a whole number that somebody answers with; and how many digits there is room to type.
LARGEST, DIGITS = 10**12, 13


def fault(item: Item, value: Any, today: date) -> str:
    """What is wrong with `value`, in words; empty when it may be stored."""
    kind = item["type"]
    if kind in COUNTED:
        return _counted(item, value)
    if kind == "one":
        fits = isinstance(value, str) and value in _codes(item)
        return "" if fits else "must be one of the offered choices"
    if kind == "many":
        return _many(item, value)
    if kind == "number":
        return _number(item, value)
    if kind == "date":
        return _date(item, value, today)
    if kind in LONGEST:
        fits = isinstance(value, str) and len(value) <= LONGEST[kind]
        return "" if fits else f"must be text of at most {LONGEST[kind]} characters"
    return "takes no answer"


def split(items: Mapping[str, Item], answers: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    """(counted, other closed, free texts): what indices rest on, what stands beside, what is sealed
    because people may name somebody in it."""
    parts: tuple[dict[str, Any], ...] = ({}, {}, {})
    for key, value in answers.items():
        kind = items[key]["type"]
        parts[0 if kind in COUNTED else 2 if kind in LONGEST else 1][key] = value
    return parts[0], parts[1], parts[2]


def _counted(item: Item, value: Any) -> str:
    low, high = 1, item.get("points") or 0
    values: Sequence[int] = range(1, high + 1)
    if item["type"] == "scale":
        values = [option["value"] for option in item["options"]]
        low, high = min(values), max(values)
    # `True` is an int in Python, and 1 == True: only a real whole number will do.
    if type(value) is int and value in values:
        return ""
    return f"must be a whole number from {low} to {high}"


def _many(item: Item, value: Any) -> str:
    if not isinstance(value, list) or not value or not set(map(str, value)) <= _codes(item):
        return "must be a list of offered choices, one or more"
    if len(set(value)) < len(value):
        return "must name every choice once"
    alone = item.get("exclusive")
    return f"must be {alone} alone, or without it" if alone in value and len(value) > 1 else ""


def _number(item: Item, value: Any) -> str:
    low, high = item.get("min"), item.get("max")
    if type(value) is not int or abs(value) > LARGEST:
        return "must be a whole number"
    if low is not None and value < low:
        return f"must be {low} or more"
    return f"must be {high} or less" if high is not None and value > high else ""


def _date(item: Item, value: Any, today: date) -> str:
    given = date.min
    with suppress(TypeError, ValueError):
        given = date.fromisoformat(value)
    if given.isoformat() != value:
        return "must be a date like 2026-11-24"
    return "must not be in the future" if item.get("latest") and given > today else ""


def _codes(item: Item) -> set[str]:
    return {choice["code"] for choice in item["choices"]}
