"""Numbers as readers of a language write them."""


def whole(number: int, language: str) -> str:
    """1.234 in Indonesian, 1,234 in English."""
    english = f"{number:,}"
    return english.replace(",", ".") if language == "id" else english
