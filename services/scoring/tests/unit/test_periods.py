"""Months, quarters and semesters by name."""

import pytest
from scoring_service.domain.periods import last_day, months_of, quarter_of, spans_of, within

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


@pytest.mark.parametrize("month", YEAR)
def test_a_period_is_in_the_summaries_within_which_it_is(month: str) -> None:
    every = [*YEAR, *(f"2026-Q{n}" for n in (1, 2, 3, 4)), "2026-S1", "2026-S2"]
    assert {*spans_of(month)} == {each for each in every if month in within(each)}
    assert spans_of("2026-S1") == ["2026-S1"]


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2026-02", "2026-02-28"),
        ("2028-02", "2028-02-29"),
        ("2026-Q4", "2026-12-31"),
        ("2026-S1", "2026-06-30"),
    ],
)
def test_the_last_day_of_a_period(period: str, day: str) -> None:
    assert last_day(period).isoformat() == day
