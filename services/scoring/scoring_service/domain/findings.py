"""What a reader should know before trusting an index: how the answers came, in whole numbers."""

from contracts.modes import KIOSK

from scoring_service.domain.strata import Strata

# Below this many answers a share says nothing.
ENOUGH = 30
# More than half at a kiosk, more than a fifth marked: the mode or a few people decide the index.
KIOSK_PERCENT, FLAGGED_PERCENT = 50, 20


def findings(strata: Strata, recipients: int | None) -> list[dict[str, int | str]]:
    """`recipients`: completed services of the period, once confirmed. A finding accuses nobody."""
    n = strata.total().responses
    found = list[dict[str, int | str]]()
    if recipients is not None and n > recipients:
        found.append({"code": "more_answers_than_services", "n": n, "limit": recipients})
    if n >= ENOUGH:
        kiosk = strata.total(lambda each: each.mode == KIOSK).responses
        flagged = strata.total(lambda each: each.flagged).responses
        for code, part, percent in (
            ("kiosk_share", kiosk, KIOSK_PERCENT),
            ("flagged_share", flagged, FLAGGED_PERCENT),
        ):
            limit = n * percent // 100
            if part > limit:
                found.append({"code": code, "n": part, "limit": limit})
    return found
