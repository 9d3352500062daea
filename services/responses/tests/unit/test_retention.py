"""When the time of a period is over, for months and half-years, at every end of a year."""

from datetime import date

import pytest
from responses_service.retention.rules import (
    EVERY,
    KINDS,
    applied,
    erased_from,
    periods_over,
    shown,
)


@pytest.mark.parametrize(
    ("period", "months", "day"),
    [
        ("2026-11", 1, date(2027, 1, 1)),
        ("2026-11", 24, date(2028, 12, 1)),
        ("2026-12", 12, date(2028, 1, 1)),
        ("2026-12", 1, date(2027, 2, 1)),
        ("2026-S1", 6, date(2027, 1, 1)),
        ("2026-S2", 6, date(2027, 7, 1)),
    ],
)
def test_kept_for_whole_months_after_the_end_of_the_period(
    period: str, months: int, day: date
) -> None:
    assert erased_from(period, months) == day


def test_due_on_the_day_and_not_before() -> None:
    assert "2026-11" not in periods_over(date(2027, 5, 31), 6)
    assert "2026-11" in periods_over(date(2027, 6, 1), 6)
    assert "2026-S2" not in periods_over(date(2027, 6, 30), 6)
    assert {"2026-S2", "2026-12", "2019-01"} <= set(periods_over(date(2027, 7, 1), 6))


def test_every_period_since_the_first_is_over_once_and_no_other() -> None:
    months = [f"2010-{month:02}" for month in range(1, 13)]
    found = periods_over(date(2011, 3, 1), 1)
    assert found == [*months, "2011-01", "2010-S1", "2010-S2"]


def test_a_rule_of_one_instrument_leaves_the_others() -> None:
    changed = {("IKM", "text"): 3}
    assert shown(changed, ["IKM", "SPKP-SPAK"]) == {
        ("IKM", "text"): 3,
        ("IKM", "device"): KINDS["device"],
        ("SPKP-SPAK", "text"): KINDS["text"],
        ("SPKP-SPAK", "device"): KINDS["device"],
        (EVERY, "contact"): KINDS["contact"],
        (EVERY, "copy"): KINDS["copy"],
    }
    assert applied(changed)["IKM", "text"] == 3
    assert applied(changed)[EVERY, "text"] == KINDS["text"]
