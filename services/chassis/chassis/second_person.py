"""Two persons in one matter: whether who decides is truly another one than who asked.

Whoever made an account, gave it a role or changed it otherwise could have signed in as it, or owes
it: an account that one of two has in hand is no second person for the other. The token of a person
carries those makers, and their makers, so that no chain of accounts leads around the rule.
"""

from chassis.auth import Principal

# In place of more makers than a token holds: such an account is nobody's second person.
ANYBODY = "*"
MOST_MAKERS = 30


def hand(by: Principal) -> str:
    """To keep with what somebody asked for, wrote or typed: their id, then those of the makers of
    their account at that moment, with blanks between."""
    return " ".join((by.subject, *by.made_by))


def independent(first: str, second: Principal) -> bool:
    """Whether `second` may decide on what `first` (as `hand` told it, or an id alone) has done.

    Never an API client, never the same person, and neither account made by the other person.
    """
    person, *makers = first.split() or [""]
    if second.kind != "person" or ANYBODY in (*makers, *second.made_by):
        return False
    return second.subject not in (person, *makers) and person not in second.made_by


def shortened(makers: list[str]) -> list[str]:
    """What a token says of `makers`."""
    return makers if len(makers) <= MOST_MAKERS else [ANYBODY]
