"""Numbers and words as readers of a language read them."""

from collections.abc import Mapping


def whole(number: int, language: str) -> str:
    """1.234 in Indonesian, 1,234 in English."""
    english = f"{number:,}"
    return english.replace(",", ".") if language == "id" else english


def word_in(text: Mapping[str, str], language: str) -> str:
    """A unit's own question may be there in Indonesian alone."""
    return text.get(language) or text["id"]
