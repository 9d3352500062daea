"""Own questions rest on an official version: its words stay as they are, letter for letter. Asked
before a unit's draft goes to review, so that official figures stay comparable."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from forms_service.authoring.rules.difference import Change, difference
from forms_service.authoring.rules.drafting import place_of
from forms_service.shared.definitions.definition import Fault

REPLACEABLE = ("u4", "u6", "u7")


def resting_faults(base: Mapping[str, Any], definition: Mapping[str, Any]) -> list[Fault]:
    """What of `base` was changed, moved or taken out, and what was added without `own`. An item
    that an own one `replaces` may go: U4, U6 and U7 of IKM only (PermenPANRB 14/2017, Lampiran I).
    """
    replaced = [item.get("replaces") for item in definition["items"]]
    gone = {key for key in REPLACEABLE if base["code"] == "IKM" and key in replaced}
    found = [fault for change in difference(base, definition) for fault in _fault(change, gone)]
    found += _replacements(base, definition, gone)
    for name in ("sections", "indices"):
        kept = definition.get(name, [])[: len(base[name])]
        if kept != base[name]:
            found.append(Fault(name, "the official ones must stay first and as they are"))
    return [Fault(_place(fault.path, definition), fault.problem) for fault in found]


def _fault(change: Change, gone: set[str]) -> Iterator[Fault]:
    if change.kind == "added":
        if not change.after.get("own"):
            yield Fault(change.item, "must be marked as an own question")
    elif change.kind == "removed":
        if change.item not in gone:
            yield Fault("items", f"{change.item!r} is official and must stay")
    elif change.item:
        yield Fault(change.item, "is official and must stay as it is")
    elif re.split(r"[.\[]", change.path)[0] not in ("based_on", "sections", "indices"):
        yield Fault(change.path, "is official and must stay as it is")


def _replacements(
    base: Mapping[str, Any], definition: Mapping[str, Any], gone: set[str]
) -> Iterator[Fault]:
    official = {item["key"]: item for item in base["items"]}
    for item in definition["items"]:
        target = item.get("replaces")
        if target and target not in gone:
            names = ", ".join(REPLACEABLE)
            yield Fault(item["key"], f"replaces {target!r}: only {names} of IKM may be replaced")
        elif target and place_of(definition, target) is not None:
            yield Fault(item["key"], f"replaces {target!r}, which is still there")
        elif target and not _asked_alike(official[target], item):
            problem = f"must be asked as {target!r} was: same type, section, weight and answers"
            yield Fault(item["key"], problem)


def _asked_alike(official: Mapping[str, Any], item: Mapping[str, Any]) -> bool:
    """So that the index keeps its nine weights and its scale."""
    same = ("type", "section", "points", "required", "weight")
    counts = [len(each.get("options") or ()) for each in (official, item)]
    return counts[0] == counts[1] and all(official.get(name) == item.get(name) for name in same)


def _place(path: str, definition: Mapping[str, Any]) -> str:
    """A key of an item as its path."""
    place = place_of(definition, path)
    return path if place is None else f"items[{place}]"
