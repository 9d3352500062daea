"""What a reader should know before trusting an index: how the answers came, in whole numbers."""

from contracts.enough import FLAGGED_PERCENT
from contracts.modes import KIOSK
from contracts.shapes import Finding

from scoring_service.domain.strata import Strata

# Where more than half came from a kiosk, the way of answering decides the index.
KIOSK_PERCENT = 50


def findings(strata: Strata, recipients: int | None, minimum: int) -> list[Finding]:
    """`recipients`: completed services of the period, once confirmed. Below `minimum` answers a
    share says nothing. A finding accuses nobody."""
    n = strata.total().responses
    found = list[Finding]()
    if recipients is not None and n > recipients:
        found.append({"code": "more_answers_than_services", "n": n, "limit": recipients})
    if n >= minimum:
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
