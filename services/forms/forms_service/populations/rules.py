"""What may happen to a number of recipients: entered by the unit, confirmed or returned by its
kanwil, and once confirmed locked: then only a correction with a reason changes it."""

from collections.abc import Mapping
from typing import Any

from forms_service.shared.reasons import NEEDED, SHORTEST_REASON, is_too_short

State = dict[str, Any]
STAGES = ("provisional", "final")
# Of one service in one period.
MOST = 10_000_000
# So many months back a number may still be entered or corrected.
MONTHS_BACK = 12


class RefusedError(Exception):
    """The change is not allowed as things stand; `field` and the message say why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def is_locked(held: Mapping[str, Any] | None) -> bool:
    """Whether it was confirmed once, so that it changes with a reason alone."""
    return held is not None and held["confirmed_recipients"] is not None


def entered(held: Mapping[str, Any] | None, new: State, hand: str, reason: str = "") -> State:
    """The row after somebody entered `new["recipients"]`; `hand` tells who, and who made them.

    Raise RefusedError when the number is locked and no reason is given.
    """
    locked = is_locked(held)
    if locked and held and held["recipients"] == new["recipients"]:
        return dict(held)
    if locked and is_too_short(reason):
        raise RefusedError(
            "reason",
            f"is needed to correct a confirmed number: at least {SHORTEST_REASON} characters",
        )
    kept = {"confirmed_recipients": None, "fell_from": None, **(held or {})}
    return {
        **kept,
        **new,
        "population_id": kept.get("population_id") or new["population_id"],
        "state": "entered",
        "entered_by": hand,
        "decided_by": None,
        "reason": reason.strip() or None,
    }


def decided(
    held: Mapping[str, Any],
    person: str,
    *,
    independent: bool,
    confirm: bool,
    reason: str = "",
) -> State:
    """The row after a second person, `independent` of the first, confirmed or returned it; raise
    RefusedError.

    A confirmed number below the one confirmed before keeps that as `fell_from`: a finding.
    """
    if held["state"] != "entered":
        raise RefusedError("population", "waits for no decision; load the page anew")
    if not independent:
        raise RefusedError(
            "population",
            "was entered by you or an account tied to yours; somebody else must confirm it",
        )
    if not confirm and is_too_short(reason):
        raise RefusedError("reason", NEEDED)
    after: State = {**held, "decided_by": person, "reason": reason.strip() or held["reason"]}
    if not confirm:
        return {**after, "state": "returned"}
    before, now = held["confirmed_recipients"], held["recipients"]
    fell = before if before is not None and now < before else held["fell_from"]
    return {**after, "state": "confirmed", "confirmed_recipients": now, "fell_from": fell}


def in_force(row: Mapping[str, Any]) -> State:
    """What other services are told: the confirmed number while there is one, else the entered."""
    confirmed = row["confirmed_recipients"]
    return {
        "population_id": row["population_id"],
        "tenant_id": row["tenant_id"],
        "period": row["period"],
        "service": row["service"],
        "stage": row["stage"],
        "status": row["status"],
        "fell_from": row["fell_from"],
        "recipients": row["recipients"] if confirmed is None else confirmed,
        "confirmed": confirmed is not None,
        "unit_services": row["unit_services"],
    }
