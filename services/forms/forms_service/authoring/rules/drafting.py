"""What an author does to a definition: begin one, put, move and take out its items. Every function
returns a new definition; what is wrong with it is for `definition` to say."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from forms_service.shared.definitions.translation import texts
from forms_service.shared.definitions.unchecked import Definition

FURTHER = {
    "id": "Pertanyaan tambahan",
    "en": "Further questions",
    "ja": "追加の質問",
    "ko": "추가 질문",
}
# The instrument that a new one takes them from, and the parts of a page that hold for any
# instrument of its audience.
MODEL = "IKM"
SHARED = ("format", "audience", "languages", "unofficial_languages", "wording", "profile", "page")


def blank(model: Mapping[str, Any], code: str) -> Definition:
    """A first version without items, with the shared parts of the page of `model`."""
    return {
        **{name: deepcopy(model[name]) for name in SHARED},
        "code": code,
        "version": 1,
        "official": True,
        "source": "",
        "minutes": 1,
        "title": _empty_text(model),
        "notice": None,
        "lead": _empty_text(model),
        "stars": deepcopy(model.get("stars")),
        "indices": [],
        "sections": [{"key": "utama", "index": None, "title": _empty_text(model), "intro": None}],
        "items": [],
    }


def own_questions(
    base: Mapping[str, Any], form_version_id: str, before: Mapping[str, Any] | None = None
) -> Definition:
    """The official definition word for word, resting on that version, with the own questions of
    `before` if the tenant has any, and a section to add to."""
    definition = {**deepcopy(dict(base)), "based_on": form_version_id}
    held = {section["key"] for section in base["sections"]}
    sections = [each for each in (before or {}).get("sections", []) if each["key"] not in held]
    definition["sections"] += deepcopy(sections) or [_own_section(base["languages"])]
    definition["items"] += [deepcopy(item) for item in _items(before or {}) if item.get("own")]
    return definition


def _own_section(languages: list[str]) -> Definition:
    return {
        "key": "tambahan",
        "index": None,
        "title": {language: FURTHER[language] for language in languages},
        "intro": None,
    }


def is_national(definition: Mapping[str, Any]) -> bool:
    """Whether it replaces U4, U6 or U7, which the ministry alone may approve (PermenPANRB 14/2017,
    Lampiran I: only where a law makes the service free, or the service is web-based)."""
    return any(item.get("replaces") for item in _items(definition))


def place_of(definition: Mapping[str, Any], key: str) -> int | None:
    keys = [item.get("key") for item in _items(definition)]
    return keys.index(key) if key in keys else None


def with_item(definition: Definition, item: Definition, instead_of: str = "") -> Definition:
    """The item in the place of `instead_of`, or after the last item of its section."""
    items = list(_items(definition))
    place = place_of(definition, instead_of)
    if place is not None:
        items[place] = item
        return {**definition, "items": items}
    same = [n for n, each in enumerate(items) if each.get("section") == item.get("section")]
    items.insert(same[-1] + 1 if same else len(items), item)
    return {**definition, "items": items}


def with_own(
    definition: Definition, item: Definition, instead_of: str, base: Mapping[str, Any]
) -> Definition:
    """As `with_item`; one that replaces an official item of `base` takes its place, section and
    weight, and the official one that `instead_of` replaced before comes back."""
    rest, held = definition, place_of(definition, instead_of)
    if held is not None and definition["items"][held].get("replaces"):
        rest, instead_of = without_own(definition, instead_of, base), ""
    place = place_of(base, item.get("replaces") or "")
    if place is None or place_of(rest, item["replaces"]) is None:
        return with_item(rest, item, instead_of)
    official = base["items"][place]
    taken = {**item, "section": official["section"], "weight": official["weight"]}
    return with_item(without_item(rest, instead_of), taken, official["key"])


def without_own(definition: Definition, key: str, base: Mapping[str, Any]) -> Definition:
    """Without the item; the official one that it replaced comes back from `base`."""
    place = place_of(definition, key)
    target = definition["items"][place].get("replaces") if place is not None else None
    there = place_of(base, target) if target else None
    if there is None:
        return without_item(definition, key)
    return with_item(definition, deepcopy(base["items"][there]), key)


def without_item(definition: Definition, key: str) -> Definition:
    return {
        **definition,
        "items": [item for item in _items(definition) if item.get("key") != key],
    }


def moved(definition: Definition, key: str, by: int) -> Definition:
    """One item up (-1) or down (1); at the end it stays."""
    items, place = list(_items(definition)), place_of(definition, key)
    if place is not None and 0 <= place + by < len(items):
        items.insert(place + by, items.pop(place))
    return {**definition, "items": items}


def may_edit(definition: Mapping[str, Any], item: Mapping[str, Any]) -> bool:
    """Under own questions the official items stay word for word."""
    return not definition.get("based_on") or bool(item.get("own"))


def with_text(definition: Definition, path: str, language: str, words: str) -> Definition:
    """The text at `path` (as `translation.texts` names it) in one language; empty takes it out.

    Raise KeyError when there is no such text.
    """
    changed = deepcopy(definition)
    text = _at(changed, path)
    if words:
        text[language] = words
    else:
        text.pop(language, None)
    return changed


def in_languages(definition: Mapping[str, Any], languages: list[str]) -> Definition:
    """With `languages` alone: the words of a language that was left out go."""
    changed = deepcopy(dict(definition))
    for _, text in texts(changed):
        for language in set(text) - {*languages}:
            del text[language]  # type: ignore[attr-defined]
    return {**changed, "languages": languages}


def _at(definition: Any, path: str) -> dict[str, str]:
    found = definition
    for step in path.replace("]", "").replace("[", ".").split("."):
        try:
            found = found[int(step)] if isinstance(found, list) else found[step]
        except (IndexError, ValueError, TypeError) as fault:
            raise KeyError(path) from fault
    if not isinstance(found, dict):
        raise KeyError(path)
    return found


def _items(definition: Mapping[str, Any]) -> list[dict[str, Any]]:
    items = definition.get("items")
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _empty_text(model: Mapping[str, Any]) -> dict[str, str]:
    return dict.fromkeys(model["languages"], "")
