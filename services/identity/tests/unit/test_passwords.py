"""An unknown name costs what a known one costs."""

import time

from argon2 import extract_parameters
from identity_service.handlers.passwords import HASHER, NOBODY, matches

KNOWN = HASHER.hash("right")


def test_only_the_right_password_matches() -> None:
    assert matches(KNOWN, "right")
    assert not matches(KNOWN, "wrong")
    assert not matches(KNOWN, "\ud800")
    assert not matches(None, "right")
    assert not matches("no hash at all", "right")


def test_nobody_is_hashed_as_everybody_is() -> None:
    assert extract_parameters(NOBODY) == extract_parameters(KNOWN)


def test_an_unknown_name_costs_as_much_as_a_wrong_password() -> None:
    """In processor time: what else the machine does is no part of it."""

    def cost(password_hash: str | None) -> float:
        began = time.process_time()
        matches(password_hash, "wrong")
        return time.process_time() - began

    pairs = [(cost(None), cost(KNOWN)) for _ in range(7)]
    unknown, known = (min(column) for column in zip(*pairs, strict=True))
    assert known / 2 < unknown < known * 2
