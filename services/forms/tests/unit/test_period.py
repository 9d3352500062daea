"""Months and semesters begin and end at midnight of the office, not of the server."""

from datetime import UTC, datetime

import pytest
from forms_service.shared.period import (
    before,
    bounds,
    months_before,
    onward,
    period_of,
    survey_bounds,
)

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
JAKARTA, JAYAPURA = "Asia/Jakarta", "Asia/Jayapura"


@pytest.mark.parametrize(
    ("period", "zone", "opens", "closes"),
    [
        ("2026-11", JAKARTA, "2026-10-31T17:00:00+00:00", "2026-11-30T17:00:00+00:00"),
        ("2026-11", JAYAPURA, "2026-10-31T15:00:00+00:00", "2026-11-30T15:00:00+00:00"),
        ("2026-12", JAKARTA, "2026-11-30T17:00:00+00:00", "2026-12-31T17:00:00+00:00"),
        ("2028-02", "UTC", "2028-02-01T00:00:00+00:00", "2028-03-01T00:00:00+00:00"),
        ("2026-S1", JAKARTA, "2025-12-31T17:00:00+00:00", "2026-06-30T17:00:00+00:00"),
        ("2026-S2", JAKARTA, "2026-06-30T17:00:00+00:00", "2026-12-31T17:00:00+00:00"),
    ],
)
def test_bounds_are_the_midnights_of_the_zone(period, zone, opens, closes) -> None:
    assert [each.isoformat() for each in bounds(period, zone)] == [opens, closes]


@pytest.mark.parametrize(
    "wrong", ["", "2026", "2026-00", "2026-13", "2026-S3", "26-11", "2026-11\n", "2026-1\u0661"]
)
def test_what_is_no_period_is_refused(wrong) -> None:
    with pytest.raises(ValueError, match="must be a month like 2026-11 or a semester like 2026-S2"):
        bounds(wrong, JAKARTA)


def test_a_month_begins_earlier_in_the_east() -> None:
    eve = datetime(2026, 11, 30, 16, tzinfo=UTC)
    assert period_of("SPKP-SPAK", eve, JAKARTA) == "2026-11"
    assert period_of("SPKP-SPAK", eve, JAYAPURA) == "2026-12"
    assert period_of("IKM", eve, JAYAPURA) == "2026-S2"
    assert period_of("INTEGRITAS", datetime(2026, 6, 30, tzinfo=UTC), JAKARTA) == "2026-S1"


def test_each_instrument_keeps_its_rhythm() -> None:
    assert survey_bounds("SPKP-SPAK", "2026-12", JAKARTA, NOW) == bounds("2026-12", JAKARTA)
    assert survey_bounds("IKM", "2026-S2", JAKARTA, NOW) == bounds("2026-S2", JAKARTA)
    with pytest.raises(ValueError, match="SPKP-SPAK runs monthly"):
        survey_bounds("SPKP-SPAK", "2026-S2", JAKARTA, NOW)
    with pytest.raises(ValueError, match="IKM runs once a semester"):
        survey_bounds("IKM", "2026-12", JAKARTA, NOW)


def test_a_period_that_is_over_takes_no_survey_and_names_the_current_one() -> None:
    with pytest.raises(ValueError, match="is over; the current one is 2026-11"):
        survey_bounds("SPKP-SPAK", "2026-10", JAKARTA, NOW)
    with pytest.raises(ValueError, match="is over; the current one is 2026-S2"):
        survey_bounds("OWN", "2026-S1", JAKARTA, NOW)
    last = bounds("2026-11", JAKARTA)[1]
    with pytest.raises(ValueError, match="is over"):
        survey_bounds("SPKP-SPAK", "2026-11", JAKARTA, last)


def test_months_before_cross_the_year() -> None:
    assert months_before("2027-02", 3) == ["2026-11", "2026-12", "2027-01"]


def test_the_period_before_is_of_the_same_kind() -> None:
    assert [before(each) for each in ("2027-01", "2026-11", "2026-S2", "2026-S1")] == [
        "2026-12",
        "2026-10",
        "2026-S1",
        "2025-S2",
    ]


def test_periods_onward_cross_the_year_and_keep_their_kind() -> None:
    assert onward("2026-11", 2) == ["2026-11", "2026-12", "2027-01"]
    assert onward("2026-S2", 2) == ["2026-S2", "2027-S1", "2027-S2"]
    assert onward("2026-11", 0) == ["2026-11"]
