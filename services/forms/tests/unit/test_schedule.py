"""Which survey the national schedule asks of which unit, and when."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from forms_service.schedule.rules import Due, Skipped, applies, current_period, due

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)


def schedule(**more: Any) -> dict[str, Any]:
    return {
        "schedule_id": "s",
        "instrument": "SPKP-SPAK",
        "period_kind": "month",
        "opens_day": 1,
        "opens_time": "00:00",
        "unit_types": [],
        "from_period": "2024-01",
        "to_period": None,
        "late_days": 7,
        "release_step": 5,
        "status": "active",
        **more,
    }


def tenant(**more: Any) -> dict[str, Any]:
    known = {"tenant_id": "t", "code": "W11-01", "kind": "upt", "unit_type": "lapas"}
    return {**known, "status": "active", "time_zone": "Asia/Jakarta", **more}


def opened(**more: Any) -> Due:
    found = due(schedule(**more), tenant(), "2026-12", NOW)
    assert isinstance(found, Due)
    return found


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Asia/Jakarta", datetime(2026, 11, 30, 17, tzinfo=UTC)),
        ("Asia/Makassar", datetime(2026, 11, 30, 16, tzinfo=UTC)),
        ("Asia/Jayapura", datetime(2026, 11, 30, 15, tzinfo=UTC)),
    ],
)
def test_a_month_opens_and_closes_at_the_units_own_midnight(zone: str, first: datetime) -> None:
    found = due(schedule(), tenant(time_zone=zone), "2026-12", NOW)
    assert isinstance(found, Due)
    assert (found.opens_at, found.day) == (first, date(2026, 12, 1))
    assert found.closes_at == datetime(2026, 12, 31, first.hour, tzinfo=UTC)


def test_it_may_open_on_a_later_day_and_hour() -> None:
    found = opened(opens_day=3, opens_time="07:30")
    assert found.day == date(2026, 12, 3)
    assert found.opens_at == datetime(2026, 12, 3, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("unit", "why"),
    [
        ({"status": "closed"}, "closed"),
        ({"kind": "ministry"}, "no_public_service"),
        ({"kind": "unit_utama"}, "no_public_service"),
        ({"unit_type": "kanim"}, "unit_type"),
    ],
)
def test_who_gets_no_survey_is_named_with_the_reason(unit: dict[str, Any], why: str) -> None:
    found = due(schedule(unit_types=["lapas"]), tenant(**unit), "2026-12", NOW)
    assert found == Skipped("t", unit.get("code", "W11-01"), "SPKP-SPAK", why)


def test_a_period_that_is_over_is_not_opened() -> None:
    found = due(schedule(), tenant(), "2026-10", NOW)
    assert isinstance(found, Skipped)
    assert found.why == "over"


def test_what_is_no_period_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-11"):
        due(schedule(), tenant(), "November", NOW)


@pytest.mark.parametrize(
    ("more", "period", "speaks"),
    [
        ({}, "2026-12", True),
        ({}, "2026-S2", False),
        ({"period_kind": "semester", "from_period": "2024-S1"}, "2026-S2", True),
        ({"status": "paused"}, "2026-12", False),
        ({"from_period": "2027-01"}, "2026-12", False),
        ({"to_period": "2026-12"}, "2026-12", True),
        ({"to_period": "2026-11"}, "2026-12", False),
    ],
)
def test_which_schedule_speaks_of_a_period(more: dict[str, Any], period: str, speaks: bool) -> None:
    assert applies(schedule(**more), period) is speaks


def test_the_present_period_is_that_of_the_units_zone() -> None:
    late = datetime(2026, 11, 30, 16, tzinfo=UTC)
    assert current_period(schedule(), tenant(), late) == "2026-11"
    assert current_period(schedule(), tenant(time_zone="Asia/Jayapura"), late) == "2026-12"
