"""How often a timer works."""

import pytest
from chassis.process import next_turn


@pytest.mark.parametrize(
    ("ended", "due"),
    [(100.0, 110.0), (102.0, 110.0), (104.0, 120.0)],
    ids=["at once", "a fifth of the time", "more than that"],
)
def test_what_takes_long_is_done_less_often(ended: float, due: float) -> None:
    assert next_turn(10, 100.0, ended) == due
