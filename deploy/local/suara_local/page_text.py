"""The words of a page, as tests read them."""

import re


def text_of(page: str) -> str:
    """Without tags, with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
