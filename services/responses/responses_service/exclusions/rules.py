"""Who may take answers out of the index, and why: never for what they say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

# A new one also wants its words (texts.yaml here), the enum of `responses.exclusions.v1` and the
# CHECK of the table, by a migration.
REASONS = ("test_entry", "token", "wrong_unit", "staff_fill_in")
# Answers of one request.
MOST = 200
# Characters of what the first person says, and of what the second one does: a refusal needs words.
SHORTEST, LONGEST = 20, 500
SHORTEST_NOTE, LONGEST_NOTE = 10, 500
# With these a visit code is no reason.
GOOD_TOKENS = frozenset({"valid", "none"})
# Requests that a person sees.
NEWEST = 100
# Those who decide learn the part of the day alone: until which hours of the office an answer came
# in the morning, then around midday, then later.
MORNING_ENDS, MIDDAY_ENDS = 11, 15


@dataclass(frozen=True, slots=True)
class Request:
    """What the first person asked for, and what the second one said; `confirmed` is None while it
    waits. `requested_by` as `chassis.second_person.hand` told it; `answers` is how many."""

    request_id: str
    tenant_id: str
    unit: str
    excludes: bool
    reason: str
    justification: str
    requested_by: str
    requester: str
    requested_at: datetime
    confirmed: bool | None
    note: str | None
    decider: str | None
    decided_at: datetime | None
    answers: int


def request_faults(wish: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Of `reason`, `justification`, `excludes`, `receipts` and `responses`."""
    faults = []
    if wish.get("reason") not in REASONS:
        faults.append(("reason", f"must be one of {', '.join(REASONS)}"))
    said = wish.get("justification")
    if not isinstance(said, str) or not SHORTEST <= len(said.strip()) <= LONGEST or "\0" in said:
        faults.append(("justification", f"must be text of {SHORTEST} to {LONGEST} characters"))
    if not isinstance(wish.get("excludes", True), bool):
        faults.append(("excludes", "must be true or false"))
    named = 0
    for name in ("receipts", "responses"):
        given = wish.get(name) or []
        if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
            faults.append((name, "must be a list of texts"))
        else:
            named += len(given)
    if not faults and not 1 <= named <= MOST:
        faults.append(("receipts", f"name 1 to {MOST} answers"))
    return faults


def decision_fault(request: Request, by_tenant: str, *, independent: bool) -> str:
    """Why this person cannot decide; empty when they can. Two persons, `independent` of each
    other, and the second one above the unit that the answers are about."""
    if request.confirmed is not None:
        return "is decided already"
    if not independent:
        return (
            "was asked for by you, or one of you two made or changed the account of the other,"
            " or the same person made or changed both: somebody else decides"
        )
    if request.tenant_id == by_tenant:
        return "is about your own office: the kanwil or the ministry decides"
    return ""
