"""What two definitions of one instrument differ in, for reviewers: items by key, texts by path."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms_service.shared.definitions.reading import LANGUAGES, join

KINDS = ("added", "removed", "moved", "changed")
# What names an entry of a list: sections by key, indices by code, answers by code or value.
NAMES = ("key", "code", "value")
# What says nothing to a reader: the number and base of a version, marks that a card shows itself.
HIDDEN = frozenset({"version", "based_on", "own", "key"})
# The rest of an item that is new or gone follows in its own order.
FIRST = ("text", "type", "required", "options", "choices", "show_if")
# Below it, two texts are not the same sentence any more and marks would be noise.
ALIKE = 0.4


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `item` is a key of an item, or empty for the rest of the definition; `path`
    says where within it (`text.en`, `required`); `before` and `after` are plain values."""

    kind: str
    item: str
    path: str
    before: Any
    after: Any


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Every difference in the order of `after`, removed items at the end; empty when equal."""
    return [*_head(before, after), *_items(before.get("items", []), after.get("items", []))]


def _head(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    names = [name for name in {**before, **after} if name not in ("items", "version")]
    for name in names:
        yield from _values("", name, before.get(name), after.get(name))


def _items(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> Iterator[Change]:
    old = {item["key"]: item for item in before}
    new = {item["key"]: item for item in after}
    stayed = _in_order([key for key in old if key in new], [key for key in new if key in old])
    for key, item in new.items():
        if key not in old:
            yield Change("added", key, "", None, item)
            continue
        if key not in stayed:
            yield Change("moved", key, "", list(old).index(key) + 1, list(new).index(key) + 1)
        yield from _values(key, "", old[key], item)
    for key, item in old.items():
        if key not in new:
            yield Change("removed", key, "", item, None)


def _in_order(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The longest run of keys in the same order on both sides: the others have moved."""
    longest: list[list[str]] = [[] for _ in range(len(after) + 1)]
    for key in before:
        above = longest[0]
        for place, other in enumerate(after, start=1):
            kept = longest[place]
            longest[place] = (
                [*above, key] if key == other else max(kept, longest[place - 1], key=len)
            )
            above = kept
    return set(longest[-1])


def _values(item: str, path: str, before: Any, after: Any) -> Iterator[Change]:
    """Goes down into mappings and lists of named entries; the rest is compared whole."""
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping) and not _is_leaf(before, after):
        for name in {**before, **after}:
            yield from _values(item, join(path, name), before.get(name), after.get(name))
    elif (old := _named(before)) and (new := _named(after)):
        yield from _entries(item, path, old, new)
    else:
        yield Change("changed", item, path, before, after)


def _entries(
    item: str, path: str, before: Mapping[Any, Any], after: Mapping[Any, Any]
) -> Iterator[Change]:
    """Entries by name; places in the path are those of the side that has the entry."""
    for place, (name, entry) in enumerate(after.items()):
        yield from _values(item, f"{path}[{place}]", before.get(name), entry)
    for place, (name, entry) in enumerate(before.items()):
        if name not in after:
            yield Change("changed", item, f"{path}[{place}]", entry, None)
    orders = [name for name in before if name in after], [name for name in after if name in before]
    if orders[0] != orders[1]:
        yield Change("changed", item, path, [*map(str, orders[0])], [*map(str, orders[1])])


def _named(entries: Any) -> Mapping[Any, Any] | None:
    """By name, when every entry is a mapping with one of its own."""
    if not isinstance(entries, list) or not all(isinstance(each, Mapping) for each in entries):
        return None
    for name in NAMES:
        found = {each[name]: each for each in entries if name in each}
        if found and len(found) == len(entries):
            return found
    return None


def _is_leaf(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Texts go down to their language; a condition is read whole."""
    return not (before and after) or bool({"all", "any"} & {*before, *after} - set(LANGUAGES))
