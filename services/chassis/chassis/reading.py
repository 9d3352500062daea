"""The one way in which text from outside becomes a number or an id: ASCII, and within bounds.

Python's `int` takes "１２", "1_0" and "+7" and fails on 4,301 digits; `isdecimal` is true of the
first, `isdigit` even of "²"; and a column of PostgreSQL ends long before either.
"""

import re
from collections.abc import Mapping
from typing import TypeGuard

from chassis.problems import invalid

# The most digits of which every number fits a bigint of PostgreSQL.
LONGEST = 18
DIGITS = re.compile(rf"-?[0-9]{{1,{LONGEST}}}")
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
DECIMAL = re.compile(r"[0-9]{1,9}([.,][0-9]{1,9})?")


def read_whole(text: str, low: int, high: int) -> int | None:
    """The number that `text` writes, from `low` to `high`; None for anything else."""
    found = int(text) if DIGITS.fullmatch(text) else None
    return found if is_whole(found, low, high) else None


def whole_in(given: Mapping[str, str], name: str, low: int, high: int) -> int | None:
    """A field of a form as `read_whole` reads it, without the spaces typed around it; None when it
    is not there."""
    return read_whole(given.get(name, "").strip(), low, high)


def is_whole(value: object, low: int, high: int) -> TypeGuard[int]:
    """Of a number that JSON already is: `True` and 7.0 are none."""
    return type(value) is int and low <= value <= high


def bounded(name: str, value: object, low: int, high: int) -> int:
    """`value` if it is a whole number from `low` to `high`; raise Invalid naming the field."""
    if not is_whole(value, low, high):
        raise invalid(name, f"must be a whole number from {low} to {high}")
    return value


def read_decimal(text: str, low: float, high: float) -> float | None:
    """The number that `text` writes, with a comma or a point if any, from `low` to `high`; None
    for anything else."""
    found = float(text.replace(",", ".")) if DECIMAL.fullmatch(text) else None
    return found if found is not None and low <= found <= high else None


def read_uuid(value: object) -> str | None:
    """The id that `value` writes as our lists show it, None for anything else: `uuid.UUID` also
    reads "１" and braces, which PostgreSQL refuses or nobody of ours sends."""
    return value.lower() if isinstance(value, str) and UUID.fullmatch(value) else None
