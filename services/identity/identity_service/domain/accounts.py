"""An account and a grant as they are written down; rows of `people` and `grants`."""

from datetime import date
from typing import TypedDict

# Characters of a name or another line, and of a division.
LONGEST_LINE, LONGEST_DIVISION = 200, 120


class Account(TypedDict):
    """`division` is where in the unit the person sits; empty when nobody has said so."""

    person_id: str
    tenant_id: str
    username: str
    name: str
    division: str
    password_hash: str


class Grant(TypedDict):
    """A role over the tenant and all below it; no unit types are all of them, `valid_to` is the
    first day without it."""

    grant_id: str
    person_id: str
    tenant_id: str
    role: str
    unit_types: list[str]
    valid_from: date
    valid_to: date | None
