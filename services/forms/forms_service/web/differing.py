"""A difference between two versions as rows for a page: what kind, where, both sides in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chassis.pages import lang, t

from forms_service.domain.difference import difference
from forms_service.domain.reading import LANGUAGES
from forms_service.web.fault_words import path_words


@dataclass(frozen=True, slots=True)
class Row:
    """`kind` is added, removed, moved or changed; the sides are plain text, '' for nothing."""

    kind: str
    where: str
    before: str
    after: str


def rows(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Row]:
    """In the order of `after`; removed items come last."""
    items = {item["key"]: item for each in (before, after) for item in each.get("items", [])}
    found = []
    for change in difference(before, after):
        place = path_words(change.path) or t(f"authoring.what.{change.kind}")
        if change.item:
            words = items[change.item].get("text") or {}
            named = words.get(lang()) or words.get("id", "")
            place = f"{change.item} – {named}: {place}" if named else f"{change.item}: {place}"
        sides = (_words(change.before), _words(change.after))
        if change.kind == "moved":
            sides = (
                t("authoring.at_place", n=change.before),
                t("authoring.at_place", n=change.after),
            )
        found.append(Row(change.kind, place, *sides))
    return found


def _words(value: Any, indent: str = "") -> str:
    """Any JSON value as lines of text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return t("authoring.yes") if value else t("authoring.no")
    if isinstance(value, Mapping):
        return "\n".join(_line(name, each, indent) for name, each in _ordered(value))
    if isinstance(value, list):
        return "\n".join(_words(each, indent) for each in value)
    return f"{value}"


def _line(name: str, value: Any, indent: str) -> str:
    if isinstance(value, Mapping | list):
        return f"{indent}{name}:\n{_words(value, indent + '  ')}"
    return f"{indent}{name}: {_words(value)}"


def _ordered(value: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Languages in their usual order; the database keeps none."""
    known = [(code, value[code]) for code in LANGUAGES if code in value]
    return [*known, *((name, each) for name, each in value.items() if name not in LANGUAGES)]
