"""Whole numbers as people type them into a form of one page, where they see what they typed."""

import re

from chassis.reading import read_whole

# One separator throughout, and exactly three digits behind each: "12,5" is no number of people.
GROUPS = re.compile(r"[1-9][0-9]{0,2}([., \u00a0])[0-9]{3}(?:\1[0-9]{3})*", re.ASCII)
MOST = 10**15 - 1


def typed_number(typed: str) -> int | None:
    """1234, 1.234, 1,234 and 1 234 are the same; None for everything else, also 12,5 and 1.23."""
    text = typed.strip()
    if GROUPS.fullmatch(text):
        text = re.sub(r"[^0-9]", "", text)
    return read_whole(text, 0, MOST)
