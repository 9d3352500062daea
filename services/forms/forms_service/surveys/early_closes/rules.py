"""When an early close may be asked for, and who decides on it."""

from datetime import datetime

LONGEST_REASON = 500
# Requests that wait no more, of a year or two; the audit trail keeps them all.
PAST_SHOWN = 50
REFUSED = {
    "closed": "is closed already",
    "ahead": "cannot be closed before it opens",
    "own": "is of an instrument that is not official: close it at /surveys/{id}/close",
    "asked": "waits for a decision on an early close already",
}
REASONS = {
    "role": "Deciding on an early close needs a person of the kanwil or ministry who may",
    "own": "A second person decides: you asked for it yourself",
    "maker": "A second person decides: one of the two accounts was made or changed by the other, or"
    " both by the same person",
    "below": "The kanwil or ministry above the unit decides, not the unit itself",
}


def why_not_asked(
    status: str, opens_at: datetime, now: datetime, *, official: bool, waiting: bool
) -> str:
    """Empty when an early close of the survey may be asked for, else a key of REFUSED; `official`
    is its form, `waiting` says whether somebody asked already."""
    if status != "open":
        return "closed"
    if opens_at >= now:
        return "ahead"
    if not official:
        return "own"
    return "asked" if waiting else ""


def why_not_decider(*, may: bool, independent: bool, asked: bool, of_the_unit: bool) -> str:
    """Empty for who may decide on a request, else a key of REASONS: somebody `independent` of who
    asked (`asked`: the same person), from above the unit whose survey it is."""
    if not may:
        return "role"
    if not independent:
        return "own" if asked else "maker"
    return "below" if of_the_unit else ""
