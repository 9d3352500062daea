"""When results move: in steps, the rest at the close and once no late answer can come."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from scoring_service.domain.release import ends_at, is_rest, results_move

CLOSES = datetime(2026, 11, 30, 17, tzinfo=UTC)


def survey(status: str, **more: Any) -> dict[str, Any]:
    return {"status": status, "closes_at": CLOSES.isoformat(), **more}


@pytest.mark.parametrize(
    ("fresh", "rest", "expected"),
    [
        (0, False, False),
        (4, False, False),
        (5, False, True),
        (0, True, False),
        (1, True, True),
        (4, True, True),
    ],
)
def test_releases_come_in_steps_but_for_the_rest(fresh: int, *, rest: bool, expected: bool) -> None:
    assert results_move(fresh, 5, rest=rest, changed=False) is expected


def test_what_changed_moves_results_without_a_new_answer() -> None:
    assert results_move(0, 5, rest=False, changed=True)
    # It would show the one answer that came since, beside the one that went.
    assert not results_move(1, 5, rest=False, changed=True)


@pytest.mark.parametrize(
    ("status", "then", "days", "expected"),
    [
        ("open", "open", 0, False),
        ("open", None, 30, False),
        ("closed", "open", 0, True),
        ("closed", None, 0, True),
        # Late ones wait for a whole step, until the last day on which they count is over.
        ("closed", "closed", 0, False),
        ("closed", "closed", 6.9, False),
        ("closed", "closed", 7, True),
    ],
)
def test_the_rest_is_released_at_the_close_and_at_the_end(
    status: str, then: str | None, days: float, *, expected: bool
) -> None:
    assert is_rest(survey(status), then, CLOSES + timedelta(days=days)) is expected


def test_the_end_follows_the_schedule() -> None:
    assert ends_at(survey("closed", late_days=0)) == CLOSES
    assert ends_at(survey("closed", late_days=14)) == CLOSES + timedelta(days=14)
