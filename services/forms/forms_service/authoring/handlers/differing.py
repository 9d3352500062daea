"""A difference between two versions as cards for a page: one for each item, and both sides of every
change in words, with the words marked that differ."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

from chassis.pages import lang, t

from forms_service.authoring.handlers.fault_words import path_words
from forms_service.authoring.rules.difference import ALIKE, FIRST, HIDDEN, Change, difference
from forms_service.shared.definitions.reading import LANGUAGES

TOKENS = re.compile(r"\s+|[\w’'-]+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Row:
    """One change: where, and each side as pieces (text, whether it differs); empty for nothing."""

    where: str
    before: list[tuple[str, bool]]
    after: list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Card:
    """What happened to one item, or to the questionnaire itself: added, removed or changed."""

    kind: str
    title: str
    key: str
    rows: list[Row] = field(default_factory=list)


def cards(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Card]:
    """In the order of `after`; removed items come last; empty when nothing differs for a reader."""
    items = {item["key"]: item for each in (before, after) for item in each.get("items", [])}
    changes = [each for each in difference(before, after) if each.path not in HIDDEN]
    found = []
    for key, held in groupby(changes, lambda change: change.item):
        some = list(held)
        kind = some[0].kind if some[0].kind in ("added", "removed") else "changed"
        title = _in_words(items[key]["text"]) if key else t("authoring.fault.whole")
        found.append(Card(kind, title, key, list(_rows(some))))
    return found


def marked(before: str, after: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Both texts in pieces, those marked that the other lacks."""
    sides = TOKENS.findall(before), TOKENS.findall(after)
    match = SequenceMatcher(None, *sides, autojunk=False)
    if not before or not after or match.ratio() < ALIKE:
        return [(each, False) for each in [before] if each], [(after, False)] if after else []
    steps = match.get_opcodes()
    return (
        [("".join(sides[0][i:j]), tag != "equal") for tag, i, j, _, _ in steps if j > i],
        [("".join(sides[1][i:j]), tag != "equal") for tag, _, _, i, j in steps if j > i],
    )


def _rows(changes: Iterable[Change]) -> Iterator[Row]:
    for change in changes:
        if change.kind == "added":
            yield from (Row(where, [], [(said, False)]) for where, said in _whole(change.after))
        elif change.kind == "removed":
            yield from (Row(where, [(said, False)], []) for where, said in _whole(change.before))
        elif change.kind == "moved":
            places = [t("authoring.at_place", n=n) for n in (change.before, change.after)]
            yield Row(t("authoring.what.moved"), *[[(place, False)] for place in places])
        else:
            name = re.split(r"[.\[]", change.path)[-1]
            sides = (_words(name, each) for each in (change.before, change.after))
            yield Row(path_words(change.path) or t("authoring.what.changed"), *marked(*sides))


def _whole(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every property of an item that says something new, the question first."""
    names = [*(name for name in FIRST if name in item), *(n for n in item if n not in FIRST)]
    for name in names:
        # Short name and indicator repeat the question where nobody wrote others.
        repeats = name != "text" and item[name] == item.get("text")
        said = "" if name in HIDDEN or repeats else _words(name, item[name])
        if said:
            yield path_words(name), said


def _words(name: str, value: Any) -> str:
    """A value as lines of text; `name` is the property that holds it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return t("authoring.yes") if value else t("authoring.no")
    if name == "type":
        return t(f"authoring.type.{value}")
    if isinstance(value, list):
        return _list(name, value)
    if not isinstance(value, Mapping):
        return t(f"authoring.path.{value}") if value in LANGUAGES else f"{value}"
    if {"all", "any"} & set(value):
        return _condition(value)
    if "label" in value:
        return f"{value.get('code', value.get('value', ''))}: {_in_words(value['label'])}"
    known = [code for code in LANGUAGES if value.get(code)]
    names = known or [each for each in value if each not in HIDDEN]
    lines = [(path_words(each), _words(each, value[each])) for each in names]
    return "\n".join(f"{where}: {said}" for where, said in lines if said)


def _list(name: str, value: list[Any]) -> str:
    said = [_words(name, each) for each in value]
    return ", ".join(said) if all(isinstance(each, str) for each in value) else "\n".join(said)


def _condition(rule: Mapping[str, Any]) -> str:
    match = "any" if "any" in rule else "all"
    lines = [
        " ".join((each["item"], t(f"authoring.is.{each['is']}"), str(each.get("value", ""))))
        for each in rule[match]
    ]
    return f"{t(f'authoring.match.{match}')}: {'; '.join(line.strip() for line in lines)}"


def _in_words(text: Mapping[str, str]) -> str:
    return text.get(lang()) or text.get("id", "")
