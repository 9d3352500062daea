"""The texts of a draft side by side in two languages, and how complete a language is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms_service.authoring.rules.drafting import may_edit, with_text
from forms_service.shared.definitions.translation import texts

# As a person reads a questionnaire; the database keeps no order of keys.
ORDER = (
    "title",
    "notice",
    "lead",
    "wording",
    "stars",
    "indices",
    "sections",
    "items",
    "profile",
    "page",
)


# Signs in a line of the box that a translation is typed into.
LINE = 40


@dataclass(frozen=True, slots=True)
class Pair:
    """One text by its path (`items[3].text`): the Indonesian words and those of one language."""

    path: str
    original: str
    translated: str


def lines(*words: str) -> int:
    """How many lines the box has: the longest of `words`, and room to go on."""
    return 1 + max(len(each) for each in words) // LINE


def pairs(definition: Mapping[str, Any], language: str) -> list[Pair]:
    """Every text that the author of this draft may translate, in reading order."""
    return [
        Pair(path, str(text.get("id", "")), str(text.get(language, "")))
        for path, text in texts(_writable(definition))
    ]


def complete(found: list[Pair]) -> tuple[int, int, int]:
    """How many texts are there, of how many, and the share in whole per cent, rounded down."""
    there = sum(bool(pair.translated.strip()) for pair in found)
    return there, len(found), there * 100 // len(found) if found else 100


def translated(definition: dict[str, Any], language: str, words: Mapping[str, str]) -> Any:
    """The definition with the texts of `words` (path to text); what is equal stays untouched."""
    known = {pair.path: pair.translated for pair in pairs(definition, language)}
    for path, said in words.items():
        if path in known and said != known[path]:
            definition = with_text(definition, path, language, said)
    return definition


def _writable(definition: Mapping[str, Any]) -> dict[str, Any]:
    """In reading order; official items of a draft of own questions are emptied, so that the paths
    of the others stay as they are."""
    parts = {name: definition[name] for name in ORDER if name in definition}
    if not definition.get("based_on"):
        return parts
    items = [item if may_edit(definition, item) else {} for item in definition["items"]]
    official = {item["section"] for item in definition["items"] if not item.get("own")}
    sections = [{} if section["key"] in official else section for section in definition["sections"]]
    return {"sections": sections, "items": items}
