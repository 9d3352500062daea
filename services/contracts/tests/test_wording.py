"""Numbers and words as readers of a language read them."""

import pytest
from contracts.wording import whole, word_in


@pytest.mark.parametrize(
    ("number", "indonesian", "english"),
    [(0, "0", "0"), (999, "999", "999"), (1200, "1.200", "1,200"), (-1200, "-1.200", "-1,200")],
)
def test_whole_numbers(number: int, indonesian: str, english: str) -> None:
    assert whole(number, "id") == indonesian
    assert whole(number, "en") == english


def test_a_word_that_a_language_lacks_is_said_in_indonesian() -> None:
    text = {"id": "Parkir", "en": ""}
    assert [word_in(text, language) for language in ("id", "en", "ja")] == ["Parkir"] * 3
    assert word_in({**text, "en": "Parking"}, "en") == "Parking"
