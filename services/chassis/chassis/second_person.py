"""Two persons in one matter: whether who decides is truly another one than who asked.

Whoever made an account, gave it a role or changed it otherwise could have signed in as it, or owes
it: an account that one of two has in hand is no second person for the other. The token of a person
carries those makers, and their makers, so that no chain of accounts leads around the rule. Two
accounts that a third one has in hand are one person as well; only whoever administers the ministry
is left out of that, since every account comes from there in the end.
"""

from collections.abc import Iterable

from chassis.principal import Principal

# In place of more makers than a token holds: such an account is nobody's second person.
ANYBODY = "*"
# Before the id of a maker who administered the ministry when the account was made or changed.
MINISTRY = "+"
MOST_MAKERS = 30


def hand(by: Principal) -> str:
    """To keep with what somebody asked for, wrote or typed: their id, then those of the makers of
    their account at that moment as the token marks them, with blanks between."""
    return " ".join((by.subject, *by.made_by))


def independent(first: str, second: Principal) -> bool:
    """Whether `second` may decide on what `first` (as `hand` told it, or an id alone) has done.

    Never an API client, never the same person, neither account made by the other person, nor both
    by a third one, unless either side tells of that one as the ministry's: what was kept before
    makers were marked has no mark of its own.
    """
    person, *told = first.split() or [""]
    if second.kind != "person" or ANYBODY in (*told, *second.made_by):
        return False
    makers, others = _ids(told), _ids(second.made_by)
    if second.subject in {person, *makers} or person in others:
        return False
    return makers & others <= _ministrys((*told, *second.made_by))


def shortened(makers: list[str]) -> list[str]:
    """What a token says of `makers`."""
    return makers if len(makers) <= MOST_MAKERS else [ANYBODY]


def _ids(makers: Iterable[str]) -> set[str]:
    return {each.removeprefix(MINISTRY) for each in makers}


def _ministrys(makers: Iterable[str]) -> set[str]:
    return _ids(each for each in makers if each.startswith(MINISTRY))
