"""Which statements count."""

from typing import Any

import pytest
from contracts.counting import counting

STARS: dict[str, Any] = {"key": "a", "type": "stars"}


@pytest.mark.parametrize(
    ("more", "counts"),
    [
        ({"weight": "1/8"}, True),
        ({"weight": "1", "own": True}, True),
        ({"weight": None, "own": True, "replaces": "u4"}, True),
        ({"weight": None, "own": True}, False),
        ({}, False),
        ({"weight": "1", "type": "scale"}, True),
        ({"weight": "1", "type": "one"}, False),
    ],
)
def test_stars_and_scales_with_a_weight_count(more: dict[str, Any], *, counts: bool) -> None:
    assert counting([{**STARS, **more}]) == ({"a"} if counts else set())
