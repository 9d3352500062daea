"""Whether a point is open, on the clock of the unit: breaks, nights, zones, margins."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from contracts.opening_hours import OFFICE, Week, is_open

BREAK: Week = [*([[["08:00", "12:00"], ["13:00", "16:00"]]] * 5), [], []]
# Open in the night from Saturday to Sunday alone.
NIGHT: Week = [[], [], [], [], [], [["22:00", "02:00"]], []]


def local(day: int, clock: str, zone: str = "Asia/Jakarta") -> datetime:
    """Of November 2026, whose second day is a Monday."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("clock", "opened"),
    [
        ("07:59", False),
        ("08:00", True),
        ("11:59", True),
        ("12:00", False),
        ("12:59", False),
        ("13:00", True),
        ("15:59", True),
        ("16:00", False),
    ],
)
def test_a_break_at_noon_is_closed(clock: str, opened: bool) -> None:
    assert is_open(BREAK, local(2, clock), "Asia/Jakarta") is opened
    assert not is_open(BREAK, local(7, clock), "Asia/Jakarta")


@pytest.mark.parametrize(
    ("day", "clock", "opened"),
    [
        (7, "21:59", False),
        (7, "22:00", True),
        (7, "23:59", True),
        (8, "00:00", True),
        (8, "01:59", True),
        (8, "02:00", False),
        # The night before is closed, and so is the one after.
        (7, "00:30", False),
        (8, "22:30", False),
        (9, "00:30", False),
    ],
)
def test_hours_past_midnight_belong_to_the_day_they_begin_on(
    day: int, clock: str, opened: bool
) -> None:
    assert is_open(NIGHT, local(day, clock), "Asia/Jakarta") is opened


def test_an_end_at_its_start_is_a_day_later() -> None:
    """A hospital of a prison: open around the clock."""
    whole: Week = [[["08:00", "08:00"]]] + [[]] * 6
    clocks = ((2, "07:59"), (2, "08:00"), (2, "23:00"), (3, "07:59"), (3, "08:00"))
    opened = [is_open(whole, local(day, clock), "Asia/Jakarta") for day, clock in clocks]
    assert opened == [False, True, True, True, False]


def test_the_clock_is_that_of_the_unit() -> None:
    at = datetime(2026, 11, 1, 23, 30, tzinfo=UTC)
    # Monday 06.30 in Jakarta, 07.30 in Denpasar, 08.30 in Jayapura.
    assert [
        is_open(OFFICE, at, zone) for zone in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
    ] == [False, False, True]


def test_nothing_known_means_office_hours() -> None:
    assert is_open([], local(2, "09:00"), "Asia/Jakarta")
    assert not is_open([], local(7, "09:00"), "Asia/Jakarta")


@pytest.mark.parametrize(
    ("day", "clock", "near"),
    [
        (7, "19:59", False),
        (7, "20:00", True),
        (8, "03:59", True),
        (8, "04:00", False),
        (7, "01:00", False),
        (8, "21:00", False),
    ],
)
def test_a_margin_widens_a_night_at_both_ends(day: int, clock: str, near: bool) -> None:
    assert is_open(NIGHT, local(day, clock), "Asia/Jakarta", timedelta(hours=2)) is near


def test_a_margin_reaches_into_the_evening_before() -> None:
    """Doors that open at one in the night: who waits at half past eleven is near."""
    early: Week = [[["01:00", "05:00"]]] + [[]] * 6
    assert is_open(early, local(1, "23:30"), "Asia/Jakarta", timedelta(hours=2))
    assert not is_open(early, local(1, "22:30"), "Asia/Jakarta", timedelta(hours=2))
