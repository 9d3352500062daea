"""The variables of a file of answers: name, official wording, scale, labels by language."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from contracts.counting import COUNTED
from contracts.form_shapes import FormDefinition, Item
from contracts.text_answers import LONGEST

from responses_service.shared.answers import NUMBERS
from responses_service.shared.reasons import REASONS

Words = Mapping[str, str]
DETAILS = ("one", "many", "number", "date")
KINDS = ("answers", "microdata", "texts")
# Columns of the record itself; the wording stands in English, as code books of microdata do.
RECORD: Mapping[str, str] = {
    "tenant": "Code of the unit",
    "instrument": "Questionnaire",
    "period": "Period of the survey",
    "form_version": "Version of the questionnaire",
    "language": "Language in which it was answered",
    "mode": "How it was answered",
    "reason": "Why a member of the staff filled it in; empty for all who answered themselves",
    "service": "Service that the person had",
    "served_on": "Day of the service",
    "hours": "Hours of the day in which it was answered, in the zone of the unit",
    "token": "State of the visit code",
    "flags": "Quality flags",
    "state": "Counted, or too late to count",
    "excluded": "Taken out of the index by two persons (1) or not (0)",
}
# In every file of answers of practice tenants, and in no other.
PRACTICE = {"practice": "Given for practice (1): counts in no official index"}
# The hours between which most offices serve, as the questionnaires of the ministry cut the day.
BANDS = ((0, 8), (8, 12), (12, 17), (17, 24))
CODES: Mapping[str, Mapping[str, Words]] = {"reason": REASONS}
TEXTS: Mapping[str, str] = {
    **{name: RECORD[name] for name in ("tenant", "instrument", "period")},
    "field": "The question that the text answers",
    "text": "What the person wrote",
}
WHOLE = frozenset({"form_version", "excluded", *PRACTICE})


@dataclass(frozen=True)
class Variable:
    """`source` says where a row of the record holds it (`answers`, `details`, `profile`, or empty
    for the record itself) under `key`; `values` are the labels of its codes, in their order."""

    name: str
    key: str
    source: str
    scale: str
    label: Words
    values: Mapping[str, Words] = field(default_factory=dict)
    versions: tuple[int, ...] = ()

    @property
    def is_number(self) -> bool:
        return self.scale in NUMBERS or self.name in WHOLE and not self.source


def variables_of(
    kind: str, versions: Iterable[tuple[int, FormDefinition]], *, practice: bool = False
) -> list[Variable]:
    """The columns of a file of `kind` over form versions (number, definition), each once.

    A rated unit gets what is counted and nothing else: a date or a number of its own question may
    name the visitor.
    """
    known = list(versions)
    record = {"texts": TEXTS, "answers": {}}.get(kind, RECORD)
    told = {**record, **PRACTICE} if practice else record
    start = [_record(name, words) for name, words in told.items()]
    if kind == "texts":
        return start
    return _merged(start, known, _counted if kind == "answers" else _everything)


def fields_of(versions: Iterable[tuple[int, FormDefinition]]) -> list[str]:
    """What people may write in: the suggestion and the keys of text questions."""
    keys = [
        item["key"] for _, form in versions for item in form["items"] if item["type"] in LONGEST
    ]
    return ["suggestion", *dict.fromkeys(keys)]


def cells(variables: Iterable[Variable], row: Mapping[str, Any]) -> list[Any]:
    """The row of a file; choices of many in one cell, with blanks between them."""
    return [_cell(each, row) for each in variables]


def codebook(variables: Iterable[Variable]) -> Iterator[dict[str, Any]]:
    """One line a variable, then one a code: name, scale, versions, code, number, labels."""
    for each in variables:
        head = {"variable": each.name, "item": each.key, "scale": each.scale}
        versions = " ".join(map(str, each.versions))
        yield {**head, "versions": versions, "code": "", "number": "", "label": dict(each.label)}
        for number, (code, words) in enumerate(each.values.items(), 1):
            shown = int(code) if each.is_number else number
            yield {**head, "versions": "", "code": code, "number": shown, "label": dict(words)}


def as_plain(variables: Iterable[Variable]) -> list[dict[str, Any]]:
    return [asdict(each) for each in variables]


def from_plain(plain: Iterable[Mapping[str, Any]]) -> list[Variable]:
    return [Variable(**{**each, "versions": tuple(each["versions"])}) for each in plain]


def _cell(variable: Variable, row: Mapping[str, Any]) -> Any:
    held = row[variable.source] if variable.source else row
    value = held.get(variable.key)
    if isinstance(value, (list, tuple)):
        return " ".join(map(str, value))
    return int(value) if isinstance(value, bool) else value


def _record(name: str, words: str) -> Variable:
    return Variable(name, name, "", "record", {"en": words}, CODES.get(name, {}))


def _merged(
    start: list[Variable],
    versions: list[tuple[int, FormDefinition]],
    read: Callable[[FormDefinition], Iterator[Variable]],
) -> list[Variable]:
    """A key that several versions have is one column, with the wording of the newest."""
    found: dict[tuple[str, str], Variable] = {}
    taken = {each.name for each in start}
    for number, definition in sorted(versions, key=lambda each: each[0]):
        for each in read(definition):
            place = (each.source, each.key)
            before = found.get(place)
            free = f"item_{each.name}" if each.name in taken else each.name
            name = before.name if before else free
            seen = (*(before.versions if before else ()), number)
            found[place] = replace(each, name=name, versions=tuple(dict.fromkeys(seen)))
            taken.add(name)
    return [*start, *found.values()]


def _counted(definition: FormDefinition) -> Iterator[Variable]:
    for item in definition["items"]:
        if item["type"] in COUNTED:
            yield _item(definition, item, "answers")


def _everything(definition: FormDefinition) -> Iterator[Variable]:
    yield from _counted(definition)
    for item in definition["items"]:
        if item["type"] in DETAILS:
            yield _item(definition, item, "details")
    for question in definition.get("profile") or []:
        values = {each["code"]: each["label"] for each in question["options"]}
        name = f"profile_{question['key']}"
        text = question.get("text") or {}
        yield Variable(name, question["key"], "profile", question["type"], text, values)


def _item(definition: FormDefinition, item: Item, source: str) -> Variable:
    kind = item["type"]
    if kind == "stars":
        stars = definition.get("stars")
        words = stars["words"] if stars else []
        values = {str(number): each for number, each in enumerate(words, 1)}
    elif kind == "scale":
        values = {str(each["value"]): each.get("label") or {} for each in item["options"]}
    else:
        values = {each["code"]: each["label"] for each in item.get("choices") or []}
    return Variable(item["key"], item["key"], source, kind, item.get("text") or {}, values)


def band(hour: int) -> str:
    """`08-12`: as near as microdata come to a time."""
    return next(f"{low:02}-{high:02}" for low, high in BANDS if hour < high)
