"""Months, quarters and semesters by name."""

import pytest
from scoring_service.domain.periods import months_of, quarter_of

YEAR = [f"2026-{month:02}" for month in range(1, 13)]


def test_a_semester_has_six_months() -> None:
    assert [*months_of("2026-S1"), *months_of("2026-S2")] == YEAR
    assert len(months_of("2026-S1")) == 6


def test_four_quarters_make_a_year() -> None:
    named = [months_of(f"2026-Q{number}") for number in (1, 2, 3, 4)]
    assert [month for months in named for month in months] == YEAR
    assert {len(months) for months in named} == {3}


@pytest.mark.parametrize("month", YEAR)
def test_a_month_is_in_its_quarter(month: str) -> None:
    assert month in months_of(quarter_of(month))
