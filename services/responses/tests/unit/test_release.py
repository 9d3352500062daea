"""How many rows a rated unit gets, and when."""

from datetime import UTC, datetime, timedelta

import pytest
from responses_service.exports.rules.release import ALWAYS, NEVER, rows_of, stepped_since
from responses_service.shared.projection import Survey

CLOSES = datetime(2026, 11, 30, 17, tzinfo=UTC)


@pytest.mark.parametrize(("released", "rows"), [(0, 0), (29, 0), (30, 30), (34, 34)])
def test_fewer_than_thirty_rows_are_none(released: int, rows: int) -> None:
    assert rows_of(released) == rows


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
