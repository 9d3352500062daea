"""Sheets of paper: their numbers, what can be asked on one, and how two typings compare."""

import hashlib
import hmac
import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.form_shapes import Item

# Sheets of a batch, and batches that a person sees.
MOST, NEWEST = 200, 100
FIRST_NUMBER, NUMBERS = 1_000_000, 9_000_000
REASONS = ("unused", "misprint", "blank", "unreadable", "incomplete")
# Left empty, or the key for it: a hand on the number pad need not leave it.
NOT_ANSWERED = ("", "0")
KEYS = "123456789"
# H. M. Damm's table: every wrong digit and every swap of neighbours changes the last one.
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_DIGITS, _BATCH = 11, 7
_SPAN = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?", re.ASCII)


@dataclass(frozen=True)
class Desk:
    """Who works with a sheet, for which unit, and where in it; `apart` tells whether what somebody
    else did (as their hand is kept) was another person's doing."""

    apart: Callable[[str], bool]
    tenant_id: str
    division: str


def number_of(batch: int, place: int) -> str:
    """Digits alone, so that a number pad is enough to type it."""
    body = f"{batch:07}{place:03}"
    return f"{body}{_damm(body)}"


def spoken(number: str) -> str:
    return f"{number[:_BATCH]}-{number[_BATCH:-1]}-{number[-1]}"


def read_number(typed: str) -> tuple[int, int] | None:
    """Batch and place of a number as typed, or as the address in its code; None when mistyped."""
    digits = re.sub(r"[\s\-.]", "", typed.rpartition("=")[2])
    if len(digits) != _DIGITS or not (digits.isascii() and digits.isdecimal()) or _damm(digits):
        return None
    return int(digits[:_BATCH]), int(digits[_BATCH:-1])


def places(typed: str, batch: int, sheets: int) -> set[int] | None:
    """Places that a person names: numbers of sheets, `7` or `12-20`; None when one is not of the
    batch."""
    found: set[int] = set()
    for part in re.split(r"[\s,;]+", typed.strip()):
        span = _SPAN.fullmatch(part)
        if span:
            low, high = int(span[1]), int(span[2] or span[1])
        else:
            named = read_number(part)
            low = high = named[1] if named and named[0] == batch else 0
        if not 1 <= low <= high <= sheets:
            return None
        found |= set(range(low, high + 1))
    return found


def keys_of(item: Item) -> dict[str, Any]:
    """The answer that each key stands for; empty for what cannot be asked with numbered boxes."""
    if item["type"] == "stars":
        return {str(n): n for n in range(1, item["points"] + 1)}
    if item["type"] == "scale":
        values = [option["value"] for option in item["options"]]
        return {str(n): n for n in values} if set(map(str, values)) <= set(KEYS) else {}
    if item["type"] == "one" and len(item["choices"]) <= len(KEYS):
        return {str(n): each["code"] for n, each in enumerate(item["choices"], start=1)}
    return {}


def on_paper(items: Iterable[Item]) -> list[Item]:
    return [item for item in items if keys_of(item)]


def fits_paper(items: Iterable[Item]) -> bool:
    """Whether a sheet can hold everything that must be answered."""
    return all(keys_of(item) for item in items if item["required"])


def answers_of(
    items: Iterable[Item], typed: Mapping[str, str]
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Answers by item, and faults; `typed` are keys by item."""
    answers, faults = {}, []
    for item in items:
        key, known = typed.get(item["key"], "").strip(), keys_of(item)
        if key in known:
            answers[item["key"]] = known[key]
        elif key not in NOT_ANSWERED:
            faults.append((f"answers.{item['key']}", "must be one of the printed numbers"))
    return answers, faults


def key_for(item: Item, answer: Any) -> str:
    """What a person types for `answer`; empty for none."""
    return next((key for key, value in keys_of(item).items() if value == answer), "")


def differing(
    items: Iterable[Item], first: Mapping[str, Any], second: Mapping[str, Any]
) -> list[Item]:
    """The items that the two typings do not agree on."""
    return [item for item in items if first.get(item["key"]) != second.get(item["key"])]


def issuing_fault(sheet: Mapping[str, Any], by: Desk) -> str:
    """`issuer` or `division` where the sheet comes from that very desk: another division or the
    kanwil types it. Unnamed divisions of one unit are one division. Empty when they may."""
    if not by.apart(sheet["issued_by"]):
        return "issuer"
    if str(sheet["issuer_tenant"]) != by.tenant_id:
        return ""
    return "division" if _plain(sheet["issuer_division"]) == _plain(by.division) else ""


def typing_fault(sheet: Mapping[str, Any], typists: Iterable[str], by: Desk) -> str:
    """Why this person may not type this sheet now, in one word; empty when they may."""
    if sheet["state"] in ("counted", "late", "spoiled", "differs"):
        return str(sheet["state"])
    if sheet["state"] == "issued" and sheet["closed_at"]:
        return "closed"
    return issuing_fault(sheet, by) or ("" if all(map(by.apart, typists)) else "same")


def response_id(key: bytes, batch_id: str, place: int) -> str:
    """One sheet, one answer, however often it is sent. Who sees the tables but not the key cannot
    tell which record a sheet became."""
    raw = hmac.digest(key, f"paper:{batch_id}:{place}".encode(), hashlib.sha256)
    return str(uuid.UUID(bytes=raw[:16], version=4))


def _plain(division: str) -> list[str]:
    return division.casefold().split()


def _damm(digits: str) -> int:
    state = 0
    for digit in digits:
        state = int(_DAMM[state][int(digit)])
    return state
