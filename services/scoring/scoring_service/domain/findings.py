"""What a reader should know before trusting an index: how the answers came, in whole numbers."""

from contracts.enough import FLAGGED_PERCENT
from contracts.modes import KIOSK
from contracts.shapes import Counts, Finding

# Where more than half came from a kiosk, the way of answering decides the index.
KIOSK_PERCENT = 50


def findings(n: int, counts: Counts, recipients: int | None, minimum: int) -> list[Finding]:
    """Of `n` answers that came as `counts` say. `recipients`: completed services of the period,
    once confirmed. Below `minimum` answers a share says nothing. A finding accuses nobody."""
    found = list[Finding]()
    if recipients is not None and n > recipients:
        found.append({"code": "more_answers_than_services", "n": n, "limit": recipients})
    if n >= minimum:
        for code, part, percent in (
            ("kiosk_share", counts["modes"].get(KIOSK, 0), KIOSK_PERCENT),
            ("flagged_share", counts["flagged"], FLAGGED_PERCENT),
        ):
            limit = n * percent // 100
            if part > limit:
                found.append({"code": code, "n": part, "limit": limit})
    return found
