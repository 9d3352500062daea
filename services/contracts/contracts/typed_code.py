"""Short codes that people read off a poster and type: forms makes them, responses resolves them.

Six characters and a check character of an alphabet without look-alikes (no 0 O, 1 I L, S, U).
29 is prime, so with weights 1 to 6 every single wrong character and every swap of neighbours,
the check character included, changes the check (ISO/IEC 7064 uses the same argument).
"""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRTVWXYZ"
LENGTH = 7
_VALUES = {character: value for value, character in enumerate(ALPHABET)}


def random_code() -> str:
    """A new code with its check character, for example `K7M4QXP`."""
    return with_check("".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1)))


def code_of(number: int) -> str:
    """The code of a number from 0 to 29^6 - 1 (about 594 million), for seeded points."""
    digits = []
    for _ in range(LENGTH - 1):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return with_check("".join(reversed(digits)))


def with_check(body: str) -> str:
    total = sum(weight * _VALUES[character] for weight, character in enumerate(body, start=1))
    return body + ALPHABET[total % len(ALPHABET)]


def normalise(typed: str) -> str:
    """What a person typed as the code is written: no spaces, hyphens or dots, capitals."""
    return "".join(character for character in typed.upper() if character not in " -._")


def is_code(text: str) -> bool:
    """Whether `text` (normalised) is well formed and its check character right."""
    return (
        len(text) == LENGTH
        and all(character in _VALUES for character in text)
        and with_check(text[:-1]) == text
    )


def spoken(code: str) -> str:
    """In groups of three as on a poster: `K7M-4QX-P`."""
    return "-".join(code[start : start + 3] for start in range(0, len(code), 3))
