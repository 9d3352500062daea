"""Numbers as people type them: what can be read in one way, and nothing else."""

import pytest
from forms_service.shared.typed_number import typed_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0", 0),
        (" 31 ", 31),
        ("007", 7),
        ("1234", 1234),
        ("1.234", 1234),
        ("1,234", 1234),
        ("1 234", 1234),
        ("1\u00a0234", 1234),
        ("1.234.567", 1234567),
    ],
)
def test_plain_digits_and_groups_of_three_are_read(typed: str, number: int) -> None:
    assert typed_number(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "12,5",
        "12.5",
        "1.23",
        "1.2345",
        "1234.567",
        "1.234,5",
        "1.234,567",
        "1 234.567",
        "0.123",
        ".123",
        "1.",
        "1..234",
        "-1",
        "+1",
        "12a",
        "",
        " ",
        "1e3",
        "１２",
        "１.２３４",
        "٣",
        "²",
        "9" * 16,
    ],
)
def test_a_fraction_or_what_could_be_one_is_not_guessed_at(typed: str) -> None:
    assert typed_number(typed) is None
