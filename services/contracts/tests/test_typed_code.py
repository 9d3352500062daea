"""Every single typing error and every swap of neighbours in a code is noticed.

Whether one is noticed depends on its place and its two characters alone, not on the rest of the
code: so all of them are tried, in a few fixed surroundings, and then whole codes at random.
"""

import pytest
from contracts.typed_code import (
    ALPHABET,
    LENGTH,
    code_of,
    is_code,
    normalise,
    random_code,
    spoken,
    with_check,
)

PAIRS = [(one, other) for one in ALPHABET for other in ALPHABET if one != other]
SURROUNDINGS = ("222222", "ZZZZZZ", "K7M4QX")


def holding(wanted: str, place: int, rest: str) -> str:
    """The code with `wanted` at `place` and `rest` elsewhere, but for one character that makes the
    check character fit where it is among the wanted."""
    spare = 0 if place else LENGTH - 2
    for character in ALPHABET:
        body = list(rest)
        body[spare] = character
        body[place : place + len(wanted)] = wanted
        code = with_check("".join(body[: LENGTH - 1]))
        if code[place : place + len(wanted)] == wanted:
            return code
    raise LookupError(wanted)


def wrong_characters(code: str) -> list[str]:
    return [
        code[:place] + other + code[place + 1 :]
        for place in range(LENGTH)
        for other in ALPHABET
        if other != code[place]
    ]


def swaps(code: str) -> list[str]:
    return [
        code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        for place in range(LENGTH - 1)
        if code[place] != code[place + 1]
    ]


def test_codes_are_well_formed() -> None:
    assert is_code(code_of(0))
    assert is_code(code_of(29**6 - 1))
    assert len({code_of(number) for number in range(5000)}) == 5000


@pytest.mark.parametrize(
    ("number", "code"), [(0, "2222222"), (1, "2222238"), (29, "2222327"), (29**6 - 1, "ZZZZZZA")]
)
def test_a_number_has_the_code_that_is_printed_for_it(number: int, code: str) -> None:
    """By hand: 29 is 10 in base 29; a 1 at place 5 weighs 5; 28 x (1 + … + 6) leaves 8 of 29."""
    assert code_of(number) == code


@pytest.mark.parametrize("rest", SURROUNDINGS)
@pytest.mark.parametrize("place", range(LENGTH))
def test_every_character_for_every_other_at_every_place_is_noticed(place: int, rest: str) -> None:
    for right, wrong in PAIRS:
        code = holding(right, place, rest)
        assert is_code(code)
        assert not is_code(code[:place] + wrong + code[place + 1 :])


@pytest.mark.parametrize("rest", SURROUNDINGS)
@pytest.mark.parametrize("place", range(LENGTH - 1))
def test_every_pair_of_neighbours_swapped_at_every_place_is_noticed(place: int, rest: str) -> None:
    for first, second in PAIRS:
        code = holding(first + second, place, rest)
        assert is_code(code)
        assert not is_code(code[:place] + second + first + code[place + 2 :])


def test_no_error_in_a_random_code_passes() -> None:
    codes = [random_code() for _ in range(2000)]
    assert all(is_code(code) for code in codes)
    wrong = [text for code in codes for text in (*wrong_characters(code), *swaps(code))]
    assert len(wrong) > 2000 * 7 * 28
    assert not any(is_code(text) for text in wrong)


def test_what_people_type_is_understood() -> None:
    code = random_code()
    assert normalise(f" {spoken(code).lower()} ") == code
    assert normalise("x-k. 7_M") == "XK7M"
    assert not is_code("")
    assert not is_code("O0IL1SU")
