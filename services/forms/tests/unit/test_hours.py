"""Opening hours on the clock of the unit: breaks, nights that end the day after, zones."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from forms_service.domain.hours import OFFICE, faults, in_words, is_open, open_hours, same_every_day

BREAK = [[["08:00", "12:00"], ["13:00", "16:00"]]] * 5 + [[], []]
# Open in the night from Saturday to Sunday alone.
NIGHT: list[list[list[str]]] = [[], [], [], [], [], [["22:00", "02:00"]], []]
DAYS = dict(enumerate(("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")))


def local(day: int, clock: str, zone: str = "Asia/Jakarta") -> datetime:
    """Of November 2026, whose second day is a Monday."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("clock", "opened"),
    [
        *(("07:59", False), ("08:00", True), ("11:59", True), ("12:00", False)),
        *(("12:59", False), ("13:00", True), ("15:59", True), ("16:00", False)),
    ],
)
def test_a_break_at_noon_is_closed(clock: str, opened: bool) -> None:
    assert is_open(BREAK, local(2, clock), "Asia/Jakarta") is opened
    assert not is_open(BREAK, local(7, clock), "Asia/Jakarta")


@pytest.mark.parametrize(
    ("day", "clock", "opened"),
    [
        *((7, "21:59", False), (7, "22:00", True), (7, "23:59", True)),
        *((8, "00:00", True), (8, "01:59", True), (8, "02:00", False)),
        # The night before is closed, and so is the one after.
        *((7, "00:30", False), (8, "22:30", False), (9, "00:30", False)),
    ],
)
def test_hours_past_midnight_belong_to_the_day_they_begin_on(
    day: int, clock: str, opened: bool
) -> None:
    assert is_open(NIGHT, local(day, clock), "Asia/Jakarta") is opened


def test_the_clock_is_that_of_the_unit() -> None:
    at = datetime(2026, 11, 1, 23, 30, tzinfo=UTC)
    # Monday 06.30 in Jakarta, 07.30 in Denpasar, 08.30 in Jayapura.
    assert [
        is_open(OFFICE, at, zone) for zone in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
    ] == [False, False, True]


@pytest.mark.parametrize(
    ("zone", "first"), [("Asia/Jakarta", 1), ("Asia/Makassar", 0), ("Asia/Jayapura", -1)]
)
def test_open_hours_of_a_day_in_each_zone(zone: str, first: int) -> None:
    found = open_hours(OFFICE, local(2, "00:00", zone), local(3, "00:00", zone), zone)
    assert len(found) == 8
    assert (found[0] - datetime(2026, 11, 2, tzinfo=UTC)).total_seconds() == first * 3600


def test_nothing_known_means_office_hours() -> None:
    assert is_open([], local(2, "09:00"), "Asia/Jakarta")
    assert not is_open([], local(7, "09:00"), "Asia/Jakarta")


def test_right_weeks_have_no_fault() -> None:
    for week in (BREAK, NIGHT, list(OFFICE), same_every_day("00:00", "23:59", 7)):
        assert faults(week) == []


@pytest.mark.parametrize(
    "day",
    [
        *([["16:00", "16:00"]], [["08:00", "12:00"], ["11:00", "16:00"]], [["8", "x"]]),
        *(
            [["25:00", "26:00"]],
            [["08:00"]],
            "08:00-16:00",
            [["22:00", "02:00"], ["03:00", "04:00"]],
        ),
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
