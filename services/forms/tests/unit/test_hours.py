"""Opening hours as an office enters, counts and reads them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from contracts.opening_hours import OFFICE
from forms_service.shared.hours import faults, in_words, open_hours, same_every_day

BREAK = [[["08:00", "12:00"], ["13:00", "16:00"]]] * 5 + [[], []]
# Open in the night from Saturday to Sunday alone.
NIGHT: list[list[list[str]]] = [[], [], [], [], [], [["22:00", "02:00"]], []]
DAYS = dict(enumerate(("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")))


def local(day: int, clock: str, zone: str = "Asia/Jakarta") -> datetime:
    """Of November 2026, whose second day is a Monday."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "first"), [("Asia/Jakarta", 1), ("Asia/Makassar", 0), ("Asia/Jayapura", -1)]
)
def test_open_hours_of_a_day_in_each_zone(zone: str, first: int) -> None:
    found = open_hours(OFFICE, local(2, "00:00", zone), local(3, "00:00", zone), zone)
    assert len(found) == 8
    assert (found[0] - datetime(2026, 11, 2, tzinfo=UTC)).total_seconds() == first * 3600


def test_right_weeks_have_no_fault() -> None:
    for week in (BREAK, NIGHT, list(OFFICE), same_every_day("00:00", "23:59", 7)):
        assert faults(week) == []


@pytest.mark.parametrize(
    "day",
    [
        [["16:00", "16:00"]],
        [["08:00", "12:00"], ["11:00", "16:00"]],
        [["8", "x"]],
        [["25:00", "26:00"]],
        [["08:00"]],
        "08:00-16:00",
        [["22:00", "02:00"], ["03:00", "04:00"]],
    ],
)
def test_a_faulty_day_is_named(day: object) -> None:
    week = [*BREAK[:2], day, *BREAK[3:]]
    assert [fault.split(":")[0] for fault in faults(week)] == ["day 3"]
    assert faults(week[:6]) == faults("always") == ["must be a list of seven days, Monday first"]


def test_equal_days_are_said_once() -> None:
    assert in_words(BREAK, DAYS) == [
        ("Senin–Jumat", "08.00–12.00, 13.00–16.00"),
        ("Sabtu–Minggu", ""),
    ]
