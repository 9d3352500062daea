"""Every single typing error and every swap of neighbours in a code is noticed."""

import pytest
from contracts.typed_code import ALPHABET, code_of, is_code, normalise, random_code, spoken

CODES = [code_of(0), code_of(29**6 - 1), *(random_code() for _ in range(40))]


def test_codes_are_well_formed() -> None:
    assert all(is_code(code) for code in CODES)
    assert len({code_of(number) for number in range(5000)}) == 5000


@pytest.mark.parametrize("code", CODES)
def test_every_wrong_character_is_noticed(code: str) -> None:
    wrong = [
        code[:at] + other + code[at + 1 :]
        for at in range(len(code))
        for other in ALPHABET
        if other != code[at]
    ]
    assert len(wrong) == 7 * 28
    assert not any(is_code(text) for text in wrong)


def test_every_swap_of_neighbours_is_noticed() -> None:
    swapped = [
        code[:at] + code[at + 1] + code[at] + code[at + 2 :]
        for code in CODES + [random_code() for _ in range(2000)]
        for at in range(6)
        if code[at] != code[at + 1]
    ]
    assert len(swapped) > 10_000
    assert not any(is_code(text) for text in swapped)


def test_what_people_type_is_understood() -> None:
    code = CODES[0]
    assert normalise(f" {spoken(code).lower()} ") == code
    assert not is_code("")
    assert not is_code("O0IL1SU")
