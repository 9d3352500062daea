"""How many rows a rated unit gets, and when."""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from responses_service.domain.release import LEAST, rows_released


@pytest.mark.parametrize(
    ("counted", "step", "closed", "rows"),
    [
        (0, 5, False, 0),
        (29, 5, False, 0),
        (29, 5, True, 0),
        (30, 5, False, 30),
        (34, 5, False, 30),
        (35, 5, False, 35),
        (34, 5, True, 34),
        # Whole steps of 7 below 30 are 28: fewer than 30 rows are never shown.
        (34, 7, False, 0),
        (35, 7, False, 35),
        (31, 1, False, 31),
    ],
)
def test_rows_come_from_thirty_on_and_in_whole_steps(
    counted: int, step: int, closed: bool, rows: int
) -> None:
    assert rows_released(counted, step, closed=closed) == rows


@given(some.integers(0, 5000), some.integers(1, 500))
def test_a_row_more_is_never_a_single_one(counted: int, step: int) -> None:
    now, next_one = (rows_released(n, step, closed=False) for n in (counted, counted + 1))
    assert next_one - now in (0, step) or (now == 0 and next_one >= LEAST)
    assert now <= counted
