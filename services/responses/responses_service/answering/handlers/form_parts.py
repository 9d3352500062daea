"""What the form's template and script need beside the definition: words of stars, conditions."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal

from contracts.counting import counting
from contracts.form_shapes import FormDefinition, Item, Rule
from contracts.wording import word_in

from responses_service.answering.rules import WHEN
from responses_service.shared.projection import Projection, State
from responses_service.shared.words import words, words_of_script

# What a form may say in words of its own.
Said = Literal["start", "progress", "choose", "missing_one", "missing_many"]


def parts_of(
    definition: FormDefinition, language: str, names: Mapping[str, str], today: date
) -> dict[str, Any]:
    """`names` fill the placeholders of the texts: {"{unit}": "Lapas Kelas IIA Bandung"}."""
    total = _total(definition)
    progress = own_words(definition, "progress", language) or "{n} / {total}"
    start = own_words(definition, "start", language)
    minutes = str(definition.get("minutes", ""))
    return {
        "sections": {section["key"]: section for section in definition["sections"]},
        "progress": progress.replace("{total}", str(total)),
        "start_words": start.replace("{total}", str(total)).replace("{minutes}", minutes),
        "conditions": _conditions(definition, language),
        "counting": counting(definition["items"]),
        "when": WHEN,
        "today": today.isoformat(),
        "fill": _filler(names, words(language)["this_service"]),
        **_stars(definition, language),
    }


def facts_of(definition: FormDefinition, language: str) -> dict[str, Any]:
    """Words that the script says, and those of this very form."""
    said = words(language)

    def word(name: Said) -> str:
        return own_words(definition, name, language) or said[name]

    return {
        "lang": language,
        "choose": word("choose"),
        "missing": [word("missing_one"), word("missing_many")],
        "nothing": said["nothing_counts"],
        "stars": _repeats(definition, language),
        "say": words_of_script(language),
    }


def own_words(definition: FormDefinition, name: Said, language: str) -> str:
    """What the form itself says there; empty where it says nothing in this language."""
    wording = definition.get("wording")
    return ((wording.get(name) if wording else None) or {}).get(language, "")


def repeat_style(definition: FormDefinition, language: str) -> str:
    """Rules that repeat a choice in words where there is no script; one each, since an old browser
    drops a whole list with `:has` in it."""
    return "".join(
        f'fieldset:has([value="{n}"]:checked) .rb::before{{content:{_css(before)} attr(data-s)'
        f" {_css(after)}}}"
        for n, said in enumerate(_repeats(definition, language), start=1)
        for before, _, after in [said.partition("{short}")]
    )


def sounds_of(
    projection: Projection, point: State | None, definition: FormDefinition, language: str
) -> dict[str, dict[str, Any]]:
    """Recordings by item: path and size in kB."""
    code = str(definition.get("code", ""))
    found = {}
    for item in definition["items"] if point else ():
        owner = point["tenant_id"] if item.get("own") and point else ""
        if sound := projection.recording(owner, code, item["key"], language):
            path = f"/rekaman/{sound['sha256']}.{sound['kind']}"
            found[item["key"]] = {"path": path, "kb": max(1, round(sound["size"] / 1000))}
    return found


def _css(text: str) -> str:
    """As a string of a style sheet that stands in a page."""
    return '"' + "".join(c if c not in '"\\<\n' else f"\\{ord(c):x} " for c in text) + '"'


def _total(definition: FormDefinition) -> int:
    return sum(item["type"] != "note" for item in definition["items"])


def _filler(names: Mapping[str, str], service: str) -> Callable[[str], str]:
    def fill(text: str) -> str:
        for mark, name in {"{service}": service, **names}.items():
            text = text.replace(mark, name)
        return text

    return fill


def _conditions(definition: FormDefinition, language: str) -> dict[str, str]:
    """When each conditional item is asked, in words, for those without a script."""
    items, said = {item["key"]: item for item in definition["items"]}, words(language)
    found = {}
    for item in definition["items"]:
        rule = item.get("show_if")
        if rule:
            joined = said["or"] if "any" in rule else said["and"]
            rules = rule["any"] if "any" in rule else rule["all"]
            parts = [_rule(each, items, language, said) for each in rules]
            found[item["key"]] = said["only_if"].replace("{rules}", f" {joined} ".join(parts))
    return found


def _rule(rule: Rule, items: Mapping[str, Item], language: str, said: Mapping[str, str]) -> str:
    asked = items[rule["item"]]
    value = str(rule.get("value", ""))
    for choice in asked.get("choices") or ():
        if choice["code"] == value:
            value = word_in(choice["label"], language)
    for option in asked.get("options") or ():
        if str(option["value"]) == value:
            value = word_in(option["label"], language)
    template = said[f"rule_{rule['is']}"]
    short = word_in(asked["short"], language)
    return template.replace("{short}", short).replace("{value}", value)


def _repeats(definition: FormDefinition, language: str) -> list[str]:
    """What repeats the choice of 1, 2, ... stars, with {short} for the statement."""
    stars = definition.get("stars")
    if not stars:
        return []
    repeat = stars["repeat_back"][language]
    return [
        repeat.replace("{n}", str(n)).replace("{word}", word[language])
        for n, word in enumerate(stars["words"], start=1)
    ]


def _stars(definition: FormDefinition, language: str) -> dict[str, Any]:
    """What each star is called after its number, and the words at both ends."""
    stars = definition.get("stars")
    if not stars:
        return {"star_names": {}, "ends": ("", "")}
    said, called = [word[language] for word in stars["words"]], words(language)["star_called"]
    return {
        "star_names": {
            n: called.replace("{points}", str(len(said))).replace("{word}", word)
            for n, word in enumerate(said, start=1)
        },
        "ends": (said[0], said[-1]),
    }
