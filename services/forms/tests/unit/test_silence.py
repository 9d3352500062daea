"""A point is silent when it goes longer without a scan than it usually does while it is open."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from contracts.opening_hours import OFFICE
from forms_service.shared.hours import same_every_day
from forms_service.visits.rules.silence import Place, Silence, judge

JAKARTA, JAYAPURA = "Asia/Jakarta", "Asia/Jayapura"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def local(day: int, hour: int, zone: str = JAKARTA) -> datetime:
    """Hour of November 2026 on the unit's clock, as UTC; days before the first are of October."""
    first = datetime(2026, 11, 1, hour, tzinfo=ZoneInfo(zone))
    return (first + timedelta(days=day - 1)).astimezone(UTC)


def weekdays(first: int, last: int) -> list[int]:
    return [day for day in range(first, last + 1) if local(day, 12).weekday() < 5]


def place(channel: str = "qr", zone: str = JAKARTA, added: datetime = LONG_AGO) -> Place:
    return Place(channel, OFFICE, zone, added)


def verdict(hours: list[datetime], now: datetime, at: Place | None = None) -> Silence:
    return judge(at or place(), sorted(hours), 5 * len(hours), now)


# Every opening hour of four weeks up to Friday 20 November, 15.00.
BUSY = [local(day, hour) for day in weekdays(-6, 20) for hour in range(8, 16)]
# One scan a day at ten: eight opening hours from one to the next.
DAILY = [local(day, 10) for day in weekdays(-6, 20)]


def test_a_busy_point_is_silent_after_four_opening_hours() -> None:
    quiet = verdict(BUSY, local(23, 11))
    assert (quiet.state, quiet.usual, quiet.quiet) == ("heard", 4, 3)
    silent = verdict(BUSY, local(23, 12))
    assert silent == Silence("silent", 5 * len(BUSY), 4, 4, local(20, 15))


def test_closed_days_and_nights_are_no_silence() -> None:
    assert verdict(BUSY, local(23, 7)).quiet == 0
    assert verdict(BUSY, local(22, 20)).state == "heard"


def test_a_point_scanned_once_a_day_is_given_its_day() -> None:
    friday = local(20, 10)
    assert DAILY[-1] == friday
    assert verdict(DAILY, local(23, 10)).quiet == 7
    assert verdict(DAILY, local(23, 10)).state == "heard"
    silent = verdict(DAILY, local(23, 11))
    assert (silent.state, silent.usual, silent.since) == ("silent", 8, friday)


def test_three_opening_days_are_the_longest_whatever_is_usual() -> None:
    # Ten scans at one counter fortnight by fortnight: gaps of ten opening days.
    rare = [local(-3, 9), local(11, 9), local(11, 10)]
    assert judge(place(), rare, 10, local(16, 9)).state == "heard"
    silent = judge(place(), rare, 10, local(16, 11))
    assert (silent.state, silent.usual, silent.quiet) == ("silent", 24, 24)


def test_the_units_own_clock_decides() -> None:
    busy = [hour.replace(tzinfo=None) for hour in (moment.astimezone(UTC) for moment in BUSY)]
    jayapura = [hour.replace(tzinfo=UTC) - timedelta(hours=2) for hour in busy]
    now = local(23, 12, JAYAPURA)
    assert verdict(jayapura, now, place(zone=JAYAPURA)).state == "silent"
    assert verdict(BUSY, now).state == "heard"


def test_hours_of_the_point_itself_count() -> None:
    always = Place("qr", same_every_day("00:00", "23:59", days=7), JAKARTA, LONG_AGO)
    # Its nights are usual gaps of seventeen hours, and it is open on this Saturday, too.
    assert verdict(BUSY, local(21, 8), always).state == "heard"
    assert verdict(BUSY, local(21, 9), always).state == "silent"
    assert verdict(BUSY, local(21, 9)).quiet == 0
    closed = Place("qr", [[] for _ in range(7)], JAKARTA, LONG_AGO)
    assert verdict(BUSY, local(28, 2), closed).state == "heard"


def test_a_scan_outside_opening_hours_counts_as_heard() -> None:
    saturday = local(21, 13)
    assert verdict([*BUSY, saturday], local(23, 12)).since == saturday
    assert verdict([*BUSY, local(23, 6)], local(23, 11)).state == "heard"


@pytest.mark.parametrize("channel", ["paper", "kiosk"])
def test_what_nobody_scans_is_not_judged(channel: str) -> None:
    assert verdict(BUSY, local(27, 15), place(channel)).state == "not_scanned"


def test_too_young_and_too_rare_are_told_apart() -> None:
    now = local(24, 15)
    assert verdict(BUSY, now, place(added=now - timedelta(days=2))).state == "young"
    assert judge(place(), BUSY[-3:], 9, now) == Silence("few", 9)
    assert judge(place(), BUSY[-3:], 10, now).state == "silent"
    assert judge(place(), [], 0, now).state == "few"
