"""What an item must say for its type to be answerable; used by `definition`."""

from collections.abc import Callable, Iterator, Mapping

from contracts.text_answers import LONGEST

from forms_service.shared.definitions.instrument import Instrument, Item

COUNTING = ("stars", "scale")
CHOOSING = ("one", "many")
FREE = tuple(LONGEST)
ITEM_TYPES = (*COUNTING, *CHOOSING, "number", "date", *FREE, "note")
# Fields that belong to some types alone, and the value that means "not given".
BELONGS: Mapping[str, tuple[str, ...]] = {
    "points": ("stars",),
    "options": ("scale",),
    "choices": CHOOSING,
    "exclusive": ("many",),
    "min": ("number",),
    "max": ("number",),
    "latest": ("date",),
}
Found = Iterator[tuple[str, str]]


def faults(instrument: Instrument, item: Item, path: str) -> Found:
    """(path, problem) of one item."""
    if item.type not in ITEM_TYPES:
        yield f"{path}.type", f"must be one of {', '.join(ITEM_TYPES)}"
        return
    for name, types in BELONGS.items():
        if item.type not in types and getattr(item, name) not in (None, 0, ()):
            yield f"{path}.{name}", f"only for {' and '.join(types)}"
    if item.weight is not None and item.type not in COUNTING:
        yield f"{path}.weight", f"must be null: only {' and '.join(COUNTING)} count"
    yield from CHECKS.get(item.type, _nothing)(instrument, item, path)


def _nothing(instrument: Instrument, item: Item, path: str) -> Found:
    yield from ()


def _stars(instrument: Instrument, item: Item, path: str) -> Found:
    if instrument.stars is None:
        yield "stars", "must be given, since there are items with stars"
    elif item.points != instrument.stars.points:
        yield f"{path}.points", f"must be {instrument.stars.points}"


def _scale(instrument: Instrument, item: Item, path: str) -> Found:
    values = [option.value for option in item.options]
    if len(values) < 2 or values != list(range(1, len(values) + 1)):
        yield f"{path}.options", "values must be 1, 2, ... in this order, two or more"


def _choices(instrument: Instrument, item: Item, path: str) -> Found:
    codes = [choice.code for choice in item.choices]
    if len(codes) < 2:
        yield f"{path}.choices", "must be two or more"
    for place, code in enumerate(codes):
        if not code:
            yield f"{path}.choices[{place}].code", "must not be empty"
        elif code in codes[:place]:
            yield f"{path}.choices[{place}].code", f"{code!r} is there already"
    if item.exclusive is not None and item.exclusive not in codes:
        yield f"{path}.exclusive", f"no choice {item.exclusive!r}"


def _number(instrument: Instrument, item: Item, path: str) -> Found:
    if item.min is not None and item.max is not None and item.min > item.max:
        yield f"{path}.max", f"must be {item.min} or more"


def _date(instrument: Instrument, item: Item, path: str) -> Found:
    if item.latest not in (None, "today"):
        yield f"{path}.latest", "must be today, or left out"


def _note(instrument: Instrument, item: Item, path: str) -> Found:
    if item.required:
        yield f"{path}.required", "must be false: a note takes no answer"


CHECKS: Mapping[str, Callable[[Instrument, Item, str], Found]] = {
    "stars": _stars,
    "scale": _scale,
    "one": _choices,
    "many": _choices,
    "number": _number,
    "date": _date,
    "note": _note,
}
