"""Whether a formula fits a form. One that does not would give an index outside its scale (5.80 of
4) or one that leaves statements out in silence, so no survey is made of the two."""

from collections.abc import Iterator, Mapping
from typing import Any

from forms_service.shared.definitions.definition import Fault
from forms_service.shared.definitions.instrument import Instrument, Item, read_instrument
from forms_service.shared.definitions.reading import Unreadable

State = Mapping[str, Any]
# Where the answers of a type stand in the definition of an item.
ANSWERS = {"stars": "points", "scale": "options"}


def misfits(formula: State, definition: Mapping[str, object]) -> list[Fault]:
    """What keeps the published `formula` from counting a form, by path in its `definition`; empty
    when it fits. Weighted statements, or what replaces them, are asked in a section of their index
    and have exactly the answers of the formula's scale; so has every own one that counts."""
    try:
        form = read_instrument(definition)
    except Unreadable as fault:
        return [Fault(fault.path, fault.problem)]
    return [Fault(*fault) for fault in _misfits(formula, form)]


def _misfits(formula: State, form: Instrument) -> Iterator[tuple[str, str]]:
    code, scale = formula["code"], formula["definition"]["scale"]
    wanted = tuple(range(scale["min"], scale["max"] + 1))
    index_of = {section.key: section.index for section in form.sections}
    asked = {item.replaces or item.key: place for place, item in enumerate(form.items)}
    for index in formula["definition"]["indices"]:
        if index["code"] not in index_of.values():
            yield "sections", f"must give the index {index['code']} of the formula {code}"
            continue
        for key in index["items"]:
            if key not in asked:
                yield "items", f"{key!r} is weighted by the formula {code} and must be asked"
            elif index_of.get(form.items[asked[key]].section) != index["code"]:
                said = f"{key!r} must stand in a section of the index {index['code']}"
                yield f"items[{asked[key]}].section", said
    weighted = {key for index in formula["definition"]["indices"] for key in index["items"]}
    for place, item in enumerate(form.items):
        counts = (item.replaces or item.key) in weighted or (item.own and item.weight is not None)
        if counts and _values(item) != wanted:
            path = f"items[{place}].{ANSWERS.get(item.type, 'type')}"
            yield path, f"{item.key!r} must have the answers {_span(wanted)} of the formula {code}"


def _values(item: Item) -> tuple[int, ...]:
    """What an answer counts; empty for what cannot be counted."""
    if item.type == "stars":
        return tuple(range(1, item.points + 1))
    return tuple(option.value for option in item.options) if item.type == "scale" else ()


def _span(values: tuple[int, ...]) -> str:
    return f"{values[0]} to {values[-1]}"
