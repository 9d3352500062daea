"""Checks a definition before it is stored or published: `check_definition` for one by itself,
`check_successor` against the version before it. Every fault names its path in the data."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from fractions import Fraction

from forms_service.shared.definitions import answers, show_if, translation
from forms_service.shared.definitions.instrument import (
    Instrument,
    Item,
    ProfileQuestion,
    read_instrument,
)
from forms_service.shared.definitions.reading import Unreadable

AUDIENCES = ("public", "employees")
# Of the letters of a corrected word, those that it shares with the word before it.
ALIKE = 0.8
PROFILE_TYPES = ("one", "many")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: `items[3].text.ko`, `indices[1]`."""

    path: str
    problem: str


def check_definition(data: Mapping[str, object]) -> list[Fault]:
    """All faults of a definition, empty when it may be published. A wrong shape gives one fault."""
    try:
        instrument = read_instrument(data)
    except Unreadable as error:
        return [Fault(error.path, error.problem)]
    return [Fault(*fault) for fault in _faults(instrument, data)]


def check_successor(old: Mapping[str, object], new: Mapping[str, object]) -> list[Fault]:
    """Faults of `new` as the next version of `old`: an item that keeps its key keeps its answers,
    so that its figures stay comparable. Both must be free of faults by themselves."""
    before, after = read_instrument(old), read_instrument(new)
    kept = {item.key: item for item in before.items}
    faults = list(_succession(before, after))
    for place, item in enumerate(after.items):
        if item.key in kept:
            faults += _changes(kept[item.key], item, f"items[{place}]")
    return [Fault(*fault) for fault in faults]


def content_hash(data: Mapping[str, object]) -> str:
    """SHA-256 in hex of the definition as JSON with sorted keys, no spaces, UTF-8."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


Found = Iterator[tuple[str, str]]


def _faults(instrument: Instrument, data: Mapping[str, object]) -> Found:
    yield from _head(instrument)
    yield from _repeated_keys(instrument)
    yield from _references(instrument)
    for place, item in enumerate(instrument.items):
        yield from answers.faults(instrument, item, f"items[{place}]")
    yield from show_if.faults(list(data["items"]), _official(instrument))  # type: ignore[call-overload]
    yield from _own(instrument)
    yield from _weights(instrument)
    for place, question in enumerate(instrument.profile):
        yield from _profile(question, f"profile[{place}]")
    yield from translation.faults(instrument, data)


def _head(instrument: Instrument) -> Found:
    if instrument.audience not in AUDIENCES:
        yield "audience", f"must be one of {', '.join(AUDIENCES)}"
    if instrument.official == (instrument.notice is not None):
        yield "notice", "must say that the instrument is not official, and only then be there"
    if instrument.version < 1:
        yield "version", "must be 1 or more"
    if not instrument.items:
        yield "items", "must not be empty"
    if instrument.stars and len(instrument.stars.words) != instrument.stars.points:
        yield "stars.words", f"must be {instrument.stars.points}, one per star"


def _repeated_keys(instrument: Instrument) -> Found:
    yield from _repeated("items", "key", [item.key for item in instrument.items])
    yield from _repeated("sections", "key", [section.key for section in instrument.sections])
    yield from _repeated("indices", "code", [index.code for index in instrument.indices])
    yield from _repeated("profile", "key", [question.key for question in instrument.profile])


def _repeated(path: str, name: str, keys: Sequence[str]) -> Found:
    for place, key in enumerate(keys):
        if key in keys[:place]:
            yield f"{path}[{place}].{name}", f"{key!r} is there already"


def _references(instrument: Instrument) -> Found:
    sections = {section.key for section in instrument.sections}
    indices = {index.code for index in instrument.indices}
    for place, item in enumerate(instrument.items):
        if item.section not in sections:
            yield f"items[{place}].section", f"no section {item.section!r}"
    for place, section in enumerate(instrument.sections):
        if section.index is not None and section.index not in indices:
            yield f"sections[{place}].index", f"no index {section.index!r}"


def _official(instrument: Instrument) -> frozenset[str]:
    """Items that every respondent answers: those that count in an index and are not a unit's."""
    counted = {section.key for section in instrument.sections if section.index}
    return frozenset(
        item.key for item in instrument.items if item.section in counted and not item.own
    )


def _own(instrument: Instrument) -> Found:
    """A unit's own questions rest on an official version; those that count weigh alike."""
    for place, item in enumerate(instrument.items):
        if (item.own or item.replaces) and instrument.based_on is None:
            yield f"items[{place}].own", "must be left out: the form rests on no official version"
        if item.replaces and not item.own:
            yield f"items[{place}].replaces", "must be left out: only a unit's own item replaces"
        if item.own and not item.replaces and item.weight not in (None, Fraction(1)):
            yield f"items[{place}].weight", "must be 1, or null if the item does not count"


def _weights(instrument: Instrument) -> Found:
    index_of = {section.key: section.index for section in instrument.sections}
    for place, item in enumerate(instrument.items):
        if item.weight is not None and item.weight <= 0:
            yield f"items[{place}].weight", "must be above 0, or null if the item does not count"
        if item.weight is not None and index_of.get(item.section, "") is None:
            yield f"items[{place}].weight", "must be null, since the section belongs to no index"
    for place, index in enumerate(instrument.indices):
        members = (
            item
            for item in instrument.items
            if index_of.get(item.section) == index.code and (item.replaces or not item.own)
        )
        total = sum((item.weight or Fraction(0) for item in members), Fraction(0))
        if total != 1:
            yield f"indices[{place}]", f"weights of {index.code} sum to {total}, not 1"


def _profile(question: ProfileQuestion, path: str) -> Found:
    codes = [option.code for option in question.options]
    if question.type not in PROFILE_TYPES:
        yield f"{path}.type", f"must be one of {', '.join(PROFILE_TYPES)}"
    if question.exclusive is not None and question.exclusive not in codes:
        yield f"{path}.exclusive", f"no option {question.exclusive!r}"
    yield from _repeated(f"{path}.options", "code", codes)


def _succession(before: Instrument, after: Instrument) -> Found:
    if after.code != before.code:
        yield "code", f"must stay {before.code}"
    if after.version != before.version + 1:
        yield "version", f"must be {before.version + 1}"


def _changes(before: Item, after: Item, path: str) -> Iterable[tuple[str, str]]:
    if after.type != before.type:
        yield f"{path}.type", f"{before.key!r} was {before.type}; use a new key"
    elif after.answers != before.answers:
        name = {"stars": "points", "scale": "options"}.get(after.type, "choices")
        yield f"{path}.{name}", f"{before.key!r} had {len(before.answers)} answers; use a new key"
    if not _reads_alike(before.text["id"], after.text["id"]):
        yield f"{path}.text.id", f"{before.key!r} asked something else; use a new key"


def corrections(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    """Keys of items that keep their key with other letters in their question: slips of the pen, if
    the second person says that the meaning is the same."""
    kept = {item.key: _bare(item.text["id"]) for item in read_instrument(old).items}
    return [
        item.key
        for item in read_instrument(new).items
        if item.key in kept and _bare(item.text["id"]) != kept[item.key]
    ]


def _reads_alike(before: str, after: str) -> bool:
    """As many words, each as it was or nearly, as `pungutn` and `pungutan`."""
    pairs = before.lower().split(), after.lower().split()
    if len(pairs[0]) != len(pairs[1]):
        return _bare(before) == _bare(after)
    likeness = (
        SequenceMatcher(None, _bare(old), _bare(new)).ratio()
        for old, new in zip(*pairs, strict=True)
        if _bare(old) != _bare(new)
    )
    return all(each >= ALIKE for each in likeness)


def _bare(words: str) -> str:
    """Letters and digits alone: a corrected comma or space does not change what is asked."""
    return "".join(letter for letter in words.lower() if letter.isalnum())
