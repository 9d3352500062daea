"""Faults of a draft in the words of its author, each with the page that mends it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from chassis.pages import read_texts, t
from chassis.reading import read_whole

from forms_service.shared.definition_faults import words_of
from forms_service.shared.definitions.definition import Fault
from forms_service.shared.definitions.reading import LANGUAGES

ITEM = re.compile(r"^items\[([0-9]{1,4})\]\.?(.*)$")
LACKING = re.compile(r"^(.*)\.(id|en|ja|ko)$")
EMPTY = re.compile(r"^(no text in \w\w|'' should be non-empty|'' is too short)$")
# More items than any definition has.
MOST = 9_999
INPUTS = {"options": "option-0-id", "choices": "option-0-id", "show_if": "rule-0-item"}


@dataclass(frozen=True, slots=True)
class Said:
    """`where` and `what` in the visitor's language, and the address that mends it."""

    where: str
    what: str
    href: str


def said(faults: Sequence[Fault], definition: Mapping[str, Any], draft: str) -> list[Said]:
    """`draft` is the address of its page; languages that lack the same text make one line."""
    found: dict[str, Said] = {}
    lacking: dict[str, list[str]] = {}
    for fault in faults:
        path, what = fault.path, words_of(fault.problem)
        text = LACKING.match(fault.path)
        if text and EMPTY.match(fault.problem):
            path = text[1]
            lacking.setdefault(path, []).append(text[2])
            what = t("authoring.fault.no_text", codes=", ".join(_in_order(lacking[path])))
            found[path] = Said(
                where(path, definition), what, _href(path, text[2], draft, definition)
            )
        else:
            found[f"{path}: {what}"] = Said(
                where(path, definition), what, _href(path, "id", draft, definition)
            )
    return list(found.values())


def _in_order(languages: list[str]) -> list[str]:
    return [code for code in LANGUAGES if code in languages]


def where(path: str, definition: Mapping[str, Any]) -> str:
    """`items[3].text` as "Butir 4 (pungli), teks"."""
    place, key, rest = _item(path, definition)
    if key is None:
        return path_words(path) or t("authoring.fault.whole")
    named = t("authoring.fault.item", n=place + 1, name=key)
    return f"{named}, {path_words(rest)}" if rest else named


def path_words(path: str) -> str:
    """`sections[0].title.en` as "Bagian 1, Judul, Inggris"; an unknown name stays as it is."""
    steps = []
    for step in path.split(".") if path else []:
        name, _, place = step.partition("[")
        known = f"authoring.path.{name}" in read_texts("forms_service")
        word = t(f"authoring.path.{name}") if known else name
        number = read_whole(place.partition("]")[0], 0, MOST)
        steps.append(word if number is None else f"{word} {number + 1}")
    return ", ".join(steps)


def _href(path: str, language: str, draft: str, definition: Mapping[str, Any]) -> str:
    _, key, rest = _item(path, definition)
    name = rest.split("[")[0].split(".")[0]
    if key is not None:
        address = f"{draft}/butir?{urlencode({'kunci': key})}"
        texts = name in ("text", "short", "indicator", "info")
        return f"{address}#{f'{name}-{language}' if texts else INPUTS.get(name, name or 'key')}"
    head = ("title", "lead", "notice", "source", "minutes", "languages", "sections", "indices")
    if name in head or not name:
        return f"{draft}/kepala"
    return f"{draft}/terjemahan?{urlencode({'ke': language, 'kurang': 1})}"


def _item(path: str, definition: Mapping[str, Any]) -> tuple[int, str | None, str]:
    """Place and key of the item that `path` leads into, and the rest of the path."""
    found = ITEM.match(path)
    items = definition.get("items") or []
    place = read_whole(found[1], 0, len(items) - 1) if found else None
    if found is None or place is None:
        return 0, None, path
    return place, items[place]["key"], found[2]
