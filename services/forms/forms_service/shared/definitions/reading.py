"""Reads plain mappings (from YAML or JSON) into frozen dataclasses and names the path of what does
not fit. The dataclass is the shape: its type hints say what is expected, its defaults what may be
absent. For `instrument`."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from fractions import Fraction
from types import UnionType
from typing import Any, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

LANGUAGES = ("id", "en", "ja", "ko")

Text = NewType("Text", dict[str, str])
"""The same words per language code, e.g. {"id": "Biaya", "en": "Cost"}; never empty."""


Raw = NewType("Raw", dict[str, Any])
"""A mapping that another module reads: a condition."""


class Unreadable(Exception):
    """What stands at `path` does not have the expected shape."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path or 'definition'}: {problem}")
        self.path = path
        self.problem = problem


def read(cls: type[T], data: object, path: str = "") -> T:
    """Make a `cls` of a mapping; raises Unreadable at the first absent, unknown or wrong key."""
    if not isinstance(data, Mapping):
        raise Unreadable(path, "must be a mapping")
    hints = get_type_hints(cls)
    _refuse_unknown_keys(hints, data, path)
    names = _present(cls, data, path)
    return cls(**{name: _value(hints[name], data[name], join(path, name)) for name in names})


def join(path: str, key: str) -> str:
    """`items[3]` and `text` give `items[3].text`."""
    return f"{path}.{key}" if path else key


def _refuse_unknown_keys(hints: Mapping[str, Any], data: Mapping[Any, object], path: str) -> None:
    for key in data:
        if key not in hints:
            raise Unreadable(join(path, str(key)), "unknown key")


def _present(cls: type[Any], data: Mapping[str, object], path: str) -> list[str]:
    for field in fields(cls):
        if field.name not in data and field.default is MISSING:
            raise Unreadable(join(path, field.name), "is missing")
    return [field.name for field in fields(cls) if field.name in data]


def _value(hint: Any, data: object, path: str) -> object:
    if get_origin(hint) in (Union, UnionType):
        return None if data is None else _value(get_args(hint)[0], data, path)
    if get_origin(hint) is tuple:
        return _sequence(get_args(hint)[0], data, path)
    if isinstance(hint, type) and is_dataclass(hint):
        return read(hint, data, path)
    return _scalar(hint, data, path)


def _sequence(hint: Any, data: object, path: str) -> tuple[object, ...]:
    if not isinstance(data, list):
        raise Unreadable(path, "must be a list")
    return tuple(_value(hint, entry, f"{path}[{place}]") for place, entry in enumerate(data))


def _scalar(hint: Any, data: object, path: str) -> object:
    if hint is Text:
        return _text(data, path)
    if hint is Fraction:
        return _fraction(data, path)
    if hint is Raw:
        return data
    if type(data) is not hint:  # not isinstance: True is an int to Python, not to a questionnaire
        raise Unreadable(path, f"must be of type {hint.__name__}")
    return data


def _text(data: object, path: str) -> dict[str, str]:
    if not isinstance(data, Mapping) or not data:
        raise Unreadable(path, "must be a text per language")
    for language, words in data.items():
        if language not in LANGUAGES:
            raise Unreadable(join(path, str(language)), f"must be one of {', '.join(LANGUAGES)}")
        if not isinstance(words, str):
            raise Unreadable(join(path, str(language)), "must be of type str")
    return dict(data)


def _fraction(data: object, path: str) -> Fraction:
    if not isinstance(data, str):
        raise Unreadable(path, "must be a fraction like 1/8")
    try:
        return Fraction(data)
    except (ValueError, ZeroDivisionError):
        raise Unreadable(path, f"{data!r} is not a fraction") from None
