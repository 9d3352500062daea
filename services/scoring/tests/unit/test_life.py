"""When a result is final."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from scoring_service.domain.life import final_at, may_be_final, stage

CLOSES = datetime(2026, 11, 30, 17, tzinfo=UTC)


def survey(status: str = "closed", **more: Any) -> dict[str, Any]:
    return {"status": status, "closes_at": CLOSES.isoformat(), **more}


@pytest.mark.parametrize(
    ("late_days", "days"), [({}, 14), ({"late_days": 0}, 14), ({"late_days": 31}, 31)]
)
def test_two_weeks_after_the_close_and_no_sooner_than_the_last_late_answer(
    late_days: dict[str, int], days: int
) -> None:
    assert final_at(survey(**late_days)) == CLOSES + timedelta(days=days)


@pytest.mark.parametrize(
    ("status", "seconds", "expected"),
    [("closed", -1, False), ("closed", 0, True), ("open", 99, False)],
)
def test_nothing_is_final_sooner_or_while_open(
    status: str, seconds: int, *, expected: bool
) -> None:
    now = CLOSES + timedelta(days=14, seconds=seconds)
    assert may_be_final(survey(status), now) is expected


def test_the_stages() -> None:
    assert stage(survey("open"), final=False) == "open"
    assert stage(survey(), final=False) == "provisional"
    assert stage(survey(), final=True) == "final"
