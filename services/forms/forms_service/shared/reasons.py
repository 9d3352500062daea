"""What a reason must be that somebody gives for a change, a refusal or a return; pure."""

SHORTEST_REASON = 10
NEEDED = f"is needed: at least {SHORTEST_REASON} characters"


def is_too_short(reason: str) -> bool:
    return len(reason.strip()) < SHORTEST_REASON
