"""One item of a definition as the fields of a form, and back. What does not fit the type is left
out; whether the rest is right is for `definition` to say."""

from collections.abc import Iterator, Mapping, Sequence

from chassis.reading import read_whole
from contracts.conditions import OPERATORS, VALUELESS

from forms_service.shared.definitions.unchecked import Definition

Form = Mapping[str, str]

TYPES = (
    "stars",
    "scale",
    "one",
    "many",
    "number",
    "date",
    "short_text",
    "long_text",
    "note",
)
COUNTING = ("stars", "scale")
TEXTS = ("text", "short", "indicator", "info")
STARS = 6
EMPTY = {"id": ""}
SPARE_OPTIONS, SPARE_RULES = 3, 2
MOST, LARGEST = 60, 10**11 - 1


def fields_of(item: Definition, languages: Sequence[str]) -> dict[str, str]:
    """What the inputs hold, by name; the page asks for names that are absent with ''."""
    fields: dict[str, str] = {
        name: str(item[name]) for name in ("key", "section", "type") if name in item
    }
    for name in ("source", "weight", "replaces", "exclusive", "min", "max"):
        fields[name] = "" if item.get(name) is None else str(item[name])
    fields["required"] = "yes" if item.get("required") else ""
    fields["counts"] = "yes" if item.get("weight") else ""
    fields["latest"] = "today" if item.get("latest") else ""
    for name in TEXTS:
        fields |= {f"{name}-{code}": (item.get(name) or {}).get(code, "") for code in languages}
    for place, option in enumerate(_answers(item)):
        fields[f"option-{place}-code"] = str(option.get("code", option.get("value", "")))
        label = option.get("label") or {}
        fields |= {f"option-{place}-{code}": label.get(code, "") for code in languages}
    return {**fields, **_rule_fields(item.get("show_if") or {})}


def rows(item: Definition) -> tuple[range, range]:
    """How many rows of answers and of conditions to show, with some to spare."""
    rules = _rules(item.get("show_if") or {})[1]
    return range(len(_answers(item)) + SPARE_OPTIONS), range(len(rules) + SPARE_RULES)


def item_from(form: Form, definition: Definition) -> Definition:
    """The item as typed into a draft of `definition`; on an official version it is an own one."""
    languages, own = definition["languages"], bool(definition.get("based_on"))
    points = (definition.get("stars") or {}).get("points", STARS)
    kind = form.get("type", "")
    item: Definition = {
        "key": _word(form, "key"),
        "section": _word(form, "section"),
        "type": kind if kind in TYPES else TYPES[0],
        "weight": _weight(form, own) if kind in COUNTING else None,
        "required": form.get("required") == "yes" and kind != "note",
        "source": _word(form, "source"),
    }
    item["text"] = _text(form, "text", languages) or EMPTY
    item["short"] = _text(form, "short", languages) or item["text"]
    item["indicator"] = _text(form, "indicator", languages) or item["short"]
    item["info"] = _text(form, "info", languages) or None
    if own:
        item["own"] = True
    if replaced := _word(form, "replaces"):
        item["replaces"] = replaced
    item |= _of_type(form, item["type"], languages, points)
    coded = {each["key"] for each in definition["items"] if each["type"] in ("one", "many")}
    condition = _condition(form, coded)
    return {**item, "show_if": condition} if condition else item


def _weight(form: Form, own: bool) -> str | None:
    """Own statements weigh alike, in an index of their own; a replacement takes what it replaces
    had (`drafting.with_own`)."""
    if own:
        return "1" if form.get("counts") == "yes" else None
    return _word(form, "weight") or None


def _of_type(form: Form, kind: str, languages: Sequence[str], points: int) -> Definition:
    options = list(_options(form, languages))
    if kind == "stars":
        return {"points": points}
    if kind == "scale":
        labels = [{"value": n, "label": each["label"]} for n, each in enumerate(options, start=1)]
        return {"options": labels}
    if kind in ("one", "many"):
        exclusive = _word(form, "exclusive")
        return {"choices": options, **({"exclusive": exclusive} if exclusive else {})}
    if kind == "number":
        return {name: _number(form[name]) for name in ("min", "max") if _word(form, name)}
    return {"latest": "today"} if kind == "date" and form.get("latest") == "today" else {}


def _options(form: Form, languages: Sequence[str]) -> Iterator[Definition]:
    for place in range(MOST):
        label = _text(form, f"option-{place}", languages)
        code = _word(form, f"option-{place}-code")
        if label or code:
            yield {"code": code, "label": label or EMPTY}


def _condition(form: Form, coded: set[str]) -> Definition | None:
    """`coded`: items whose answers are codes, so that "1" stays a text."""
    rules = []
    for place in range(MOST):
        asked = _word(form, f"rule-{place}-item")
        operator = form.get(f"rule-{place}-is", "")
        if asked and operator in OPERATORS:
            rule: Definition = {"item": asked, "is": operator}
            if operator not in VALUELESS:
                value = _word(form, f"rule-{place}-value")
                rule["value"] = value if asked in coded else _number(value)
            rules.append(rule)
    return {"any" if form.get("match") == "any" else "all": rules} if rules else None


def _rule_fields(condition: Definition) -> dict[str, str]:
    match, rules = _rules(condition)
    fields = {"match": match}
    for place, rule in enumerate(rules):
        for name in ("item", "is", "value"):
            fields[f"rule-{place}-{name}"] = str(rule.get(name, ""))
    return fields


def _rules(condition: Definition) -> tuple[str, list[Definition]]:
    match = "any" if "any" in condition else "all"
    found = condition.get(match)
    return match, found if isinstance(found, list) else []


def _answers(item: Definition) -> list[Definition]:
    found = item.get("options") or item.get("choices")
    return found if isinstance(found, list) else []


def _text(form: Form, name: str, languages: Sequence[str]) -> dict[str, str]:
    """Only the languages that say something."""
    said = {code: form.get(f"{name}-{code}", "").strip() for code in languages}
    return {code: words.replace("\r\n", "\n") for code, words in said.items() if words}


def _word(form: Form, name: str) -> str:
    return form.get(name, "").strip()


def _number(given: str) -> int | str:
    """A whole number where it is one; else as it was typed, for the check to name."""
    bare = given.strip()
    number = read_whole(bare, -LARGEST, LARGEST)
    return bare if number is None else number
