"""What a username looks like; the same rule when one is chosen and when one is typed."""

import re

PATTERN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")
HELP = "2 to 64 letters, digits or . _ - @, starting with a letter or digit"


def normal(typed: str) -> str:
    """As it is kept: without blanks around it, in lower case."""
    return typed.strip().lower()


def is_username(name: str) -> bool:
    return PATTERN.fullmatch(name) is not None
