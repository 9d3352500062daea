"""How many rows a rated unit gets, and when."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from responses_service.domain.projection import Survey
from responses_service.domain.release import (
    ALWAYS,
    LEAST,
    NEVER,
    rows_released,
    stepped_since,
)

CLOSES = datetime(2026, 11, 30, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("counted", "stepped", "step", "rows"),
    [
        (0, 0, 5, 0),
        (29, 29, 5, 0),
        (29, 0, 5, 0),
        (30, 30, 5, 30),
        (34, 34, 5, 30),
        (35, 35, 5, 35),
        (34, 0, 5, 34),
        # Three late ones wait for two more.
        (37, 3, 5, 34),
        (39, 5, 5, 39),
        # Whole steps of 7 below 30 are 28: fewer than 30 rows are never shown.
        (34, 34, 7, 0),
        (35, 35, 7, 35),
        (31, 31, 1, 31),
    ],
)
def test_rows_come_from_thirty_on_and_in_whole_steps(
    counted: int, stepped: int, step: int, rows: int
) -> None:
    assert rows_released(counted, stepped, step) == rows


@given(some.integers(0, 5000), some.integers(0, 500), some.integers(1, 500))
def test_a_row_more_is_never_a_single_one(before: int, late: int, step: int) -> None:
    now, next_one = (rows_released(before + n, n, step) for n in (late, late + 1))
    assert next_one - now in (0, step) or (now == 0 and next_one >= LEAST)
    assert now <= before + late


@pytest.mark.parametrize(
    ("is_open", "days", "since"),
    [
        (True, -1, ALWAYS),
        (False, 0, CLOSES.isoformat()),
        (False, 6.9, CLOSES.isoformat()),
        (False, 7, NEVER),
    ],
)
def test_late_answers_are_released_in_steps_too(is_open: bool, days: float, since: str) -> None:
    ids, opens = ("s", "t", "IKM", "2026-S2", "f"), CLOSES - timedelta(days=30)
    survey = Survey(*ids, opens, CLOSES, is_open=is_open, release_step=5, late_days=7)
    assert stepped_since(survey, CLOSES + timedelta(days=days)) == since
