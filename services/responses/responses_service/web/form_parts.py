"""What the form's template needs beside the definition: words of stars and conditions, names."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from responses_service.web.words import words

Definition = dict[str, Any]
STAR = {"id": "bintang", "en": "stars", "ja": "つ星", "ko": "개 별"}


def parts_of(definition: Definition, language: str, names: Mapping[str, str]) -> dict[str, Any]:
    """`names` fill the placeholders of the texts: {"{unit}": "Lapas Kelas IIA Bandung"}."""
    return {
        "sections": {section["key"]: section for section in definition["sections"]},
        "total": sum(item["type"] != "note" for item in definition["items"]),
        "conditions": _conditions(definition, language),
        "today": f"{datetime.now(UTC):%Y-%m-%d}",
        "fill": _filler(names, words(language)["this_service"]),
        **_stars(definition, language),
    }


def _filler(names: Mapping[str, str], service: str) -> Callable[[str], str]:
    def fill(text: str) -> str:
        for mark, name in {"{service}": service, **names}.items():
            text = text.replace(mark, name)
        return text

    return fill


def _conditions(definition: Definition, language: str) -> dict[str, str]:
    """When each conditional item is asked, in words, for those without a script."""
    items, said = {item["key"]: item for item in definition["items"]}, words(language)
    found = {}
    for item in definition["items"]:
        rule = item.get("show_if")
        if rule:
            joined = said["or"] if "any" in rule else said["and"]
            parts = [_rule(each, items, language, said) for each in next(iter(rule.values()))]
            found[item["key"]] = said["only_if"].replace("{rules}", f" {joined} ".join(parts))
    return found


def _rule(
    rule: Mapping[str, Any], items: Mapping[str, Any], language: str, said: Mapping[str, str]
) -> str:
    asked = items[rule["item"]]
    value = str(rule.get("value", ""))
    for choice in asked.get("choices") or ():
        if choice["code"] == value:
            value = choice["label"][language]
    for option in asked.get("options") or ():
        if str(option["value"]) == value:
            value = option["label"][language]
    template = said[f"rule_{rule['is']}"]
    return template.replace("{short}", asked["short"][language]).replace("{value}", value)


def _stars(definition: dict[str, Any], language: str) -> dict[str, Any]:
    """Words of the star scale: what each is called, both ends, and what repeats a choice."""
    stars = definition.get("stars")
    if not stars:
        return {"repeats": [], "star_names": {}, "ends": ("", "")}
    said = [word[language] for word in stars["words"]]
    repeat = stars["repeat_back"][language]
    return {
        "repeats": [
            repeat.replace("{n}", str(n)).replace("{word}", word)
            for n, word in enumerate(said, start=1)
        ],
        "star_names": {
            n: f"{n} / {len(said)} {STAR[language]}: {word}" for n, word in enumerate(said, start=1)
        },
        "ends": (said[0], said[-1]),
    }
