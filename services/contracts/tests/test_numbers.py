"""Numbers as readers of a language write them."""

import pytest
from contracts.numbers import whole


@pytest.mark.parametrize(
    ("number", "indonesian", "english"),
    [(0, "0", "0"), (999, "999", "999"), (1200, "1.200", "1,200"), (-1200, "-1.200", "-1,200")],
)
def test_whole_numbers(number: int, indonesian: str, english: str) -> None:
    assert whole(number, "id") == indonesian
    assert whole(number, "en") == english
