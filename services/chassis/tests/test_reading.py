"""What is a whole number, and what only looks like one to Python."""

import pytest
from chassis.problems import Invalid
from chassis.reading import bounded, is_whole, read_decimal, read_whole, whole_in
from hypothesis import given
from hypothesis import strategies as st

# Each is a number to `int`, to `isdecimal` or to a person, or breaks one of them.
NO_NUMBERS = (
    "5" * 5000,
    "9" * 20,
    "+1",
    "１２",
    "٣",
    "²",
    "½",
    "",
    " ",
    " 7 ",
    "1_0",
    "1e3",
    "0x10",
    "1.0",
    "1,5",
    "NaN",
    "inf",
    "-",
    "--1",
    "1\n",
    "\0",
    "7\0",
    "None",
    "true",
)
LARGE = 10**18


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert read_whole(text, -LARGE, LARGE) is None


@given(st.integers(-(LARGE - 1), LARGE - 1))
def test_every_number_of_eighteen_digits_is_read_as_it_is_written(number: int) -> None:
    assert read_whole(str(number), -LARGE, LARGE) == number
    assert read_whole(str(number), number, number) == number
    assert read_whole(str(number), number + 1, LARGE) is None
    assert read_whole(str(number), -LARGE, number - 1) is None


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    found = read_whole(text, 0, LARGE)
    assert found is None or text.strip("0123456789") == ""


def test_a_field_of_a_form_may_have_spaces_around_it_or_be_absent() -> None:
    assert whole_in({"count": " 7\r\n"}, "count", 1, 9) == 7
    assert whole_in({}, "count", 0, 9) is None


@pytest.mark.parametrize("value", [True, 7.0, "7", None, [7], 0, 10])
def test_json_has_whole_numbers_of_its_own(value: object) -> None:
    assert not is_whole(value, 1, 9)
    with pytest.raises(Invalid) as refused:
        bounded("count", value, 1, 9)
    fault = refused.value.faults[0]
    assert (fault.field, fault.message) == ("count", "must be a whole number from 1 to 9")


@pytest.mark.parametrize(
    ("text", "number"),
    [("3", 3.0), ("2,5", 2.5), ("2.5", 2.5), ("0.1", 0.1), ("10", 10.0)],
)
def test_a_decimal_has_a_comma_or_a_point(text: str, number: float) -> None:
    assert read_decimal(text, 0.1, 10) == number


@pytest.mark.parametrize("text", ["5" * 5000, "NaN", "inf", "1_0", "１,5", "2,", ",5", "-1", "11"])
def test_what_is_no_decimal_within_bounds_is_none(text: str) -> None:
    assert read_decimal(text, 0.1, 10) is None
