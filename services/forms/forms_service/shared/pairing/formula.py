"""Which formula version a survey takes; versions stay as they are, so the choice is by date."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

State = Mapping[str, Any]


def in_force(formulas: Iterable[State], instrument: str, day: date) -> State | None:
    """The formula of an instrument in force on `day`; of several, the one that came in last.

    `formulas` stand in the order in which they were stored.
    """
    held = [
        each
        for each in formulas
        if each["instrument"] == instrument
        and each["status"] == "in_force"
        and each["in_force_from"] <= day.isoformat()
        and (each["in_force_to"] is None or day.isoformat() < each["in_force_to"])
    ]
    # max() would keep the first of equals; the last stored must win.
    return sorted(held, key=lambda each: each["in_force_from"])[-1] if held else None


def in_force_since(formulas: Iterable[State], instrument: str, day: date) -> list[State]:
    """The formula in force on `day`, if there is one, and those that come after it."""
    held = list(formulas)
    present = in_force(held, instrument, day)
    coming = [
        each
        for each in held
        if (each["instrument"], each["status"]) == (instrument, "in_force")
        and each["in_force_from"] > day.isoformat()
    ]
    return [*filter(None, [present]), *coming]


def named(formulas: Iterable[State], instrument: str, code: str) -> State | None:
    """The newest version of the formula `code`, in force or selectable."""
    found = [
        each
        for each in formulas
        if (each["instrument"], each["code"]) == (instrument, code)
        and each["status"] != "withdrawn"
    ]
    return found[-1] if found else None
