"""What a person may change of free text and contact afterwards: what is there, never anew."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from contracts.form_shapes import Item

from responses_service.shared import answers
from responses_service.shared.submission_rules import TEXT_LIMIT, Faults, contact_faults

SHAPES: dict[str, type] = {"text": str, "items": dict, "contact": dict}
NOTHING = "nothing is written there; only what is there can be corrected"
Body = Mapping[str, Any]


def amendment_faults(items: Mapping[str, Item], before: Body, body: Body, today: date) -> Faults:
    """`before` and `body`: `text`, `items` by key, `contact` by field; `body` may lack any, and an
    empty text erases. `items` are those of the form version."""
    unknown = [name for name in body if name not in SHAPES]
    faults: Faults = [(name, "is not a field of a correction") for name in unknown]
    given = {name: body[name] for name in SHAPES if body.get(name) is not None}
    for name, value in given.items():
        if not isinstance(value, SHAPES[name]):
            faults.append((name, "must be text" if name == "text" else "must be an object"))
        elif value and not before[name]:
            faults.append((name, NOTHING))
    if faults:
        return faults
    return [
        *_text_faults(given.get("text", "")),
        *_item_faults(items, before["items"], given.get("items", {}), today),
        *contact_faults(given.get("contact", {})),
    ]


def corrected(before: Body, body: Body) -> dict[str, Any]:
    """`text`, `items`, `contact` after a correction without faults; what became empty is gone."""
    text = before["text"] if body.get("text") is None else body["text"]
    items, contact = (
        {key: value for key, value in {**before[name], **(body.get(name) or {})}.items() if value}
        for name in ("items", "contact")
    )
    return {"text": text, "items": items, "contact": contact}


def _text_faults(text: str) -> Faults:
    too_long = len(text) > TEXT_LIMIT
    return [("text", f"must be at most {TEXT_LIMIT} characters")] if too_long else []


def _item_faults(items: Mapping[str, Item], before: Body, given: Body, today: date) -> Faults:
    faults: Faults = []
    strange = [key for key in given if key not in items]
    for key in (*(key for key in items if key in given), *strange):
        value = given[key]
        if key not in before:
            faults.append((f"items.{key}", NOTHING))
        elif words := answers.fault(items[key], value, today):
            faults.append((f"items.{key}", words))
    return faults
