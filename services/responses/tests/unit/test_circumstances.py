"""What one answer alone shows: haste, a closed office; and the names of device and token."""

from datetime import UTC, datetime

import pytest
from contracts.catalogue import topics
from responses_service.intake.rules import ON_THE_SPOT, out_of_hours
from responses_service.shared.arrival import device_in, token_hash
from responses_service.shared.pace import shortest_seconds

WEEK = [[["08:00", "16:00"]]] * 5 + [[], []]
POINT = {"channel": "qr", "hours": WEEK}
# 24 November 2026 is a Tuesday; Jakarta is seven hours ahead.
TUESDAY = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hour", "closed"), [(1, False), (0, False), (9, False), (11, True), (12, True), (18, True)]
)
def test_an_office_is_closed_two_hours_after_its_hours(hour: int, *, closed: bool) -> None:
    assert out_of_hours(POINT, "Asia/Jakarta", TUESDAY.replace(hour=hour)) is closed


@pytest.mark.parametrize(
    ("day", "clock", "closed"),
    [
        # A counter of an airport: 20.00 to 04.00, every day.
        *(("20:00-04:00", clock, False) for clock in ("18:00", "20:30", "23:59", "00:30", "05:59")),
        *(("20:00-04:00", clock, True) for clock in ("06:01", "12:00", "17:59")),
        # To midnight, as an end of 00.00 says it.
        *(("08:00-00:00", clock, False) for clock in ("06:00", "12:00", "23:30", "00:30", "01:59")),
        *(("08:00-00:00", clock, True) for clock in ("02:01", "05:59")),
    ],
)
def test_visitors_of_the_night_are_not_marked(day: str, clock: str, *, closed: bool) -> None:
    point = {"channel": "kiosk", "hours": [[day.split("-")]] * 7}
    at = datetime.fromisoformat(f"2026-11-25T{clock}:00+07:00")
    assert out_of_hours(point, "Asia/Jakarta", at) is closed


def test_weekends_are_closed_and_other_zones_have_other_hours() -> None:
    assert out_of_hours(POINT, "Asia/Jakarta", datetime(2026, 11, 22, 3, tzinfo=UTC))
    # 09.30 UTC is 18.30 in Jayapura, 16.30 in Jakarta.
    late = TUESDAY.replace(hour=9, minute=30)
    assert out_of_hours(POINT, "Asia/Jayapura", late)
    assert not out_of_hours(POINT, "Asia/Jakarta", late)


def test_what_is_answered_at_home_has_no_hours_nor_has_a_point_that_nobody_described() -> None:
    night = TUESDAY.replace(hour=18)
    assert not out_of_hours({**POINT, "channel": "card"}, "Asia/Jakarta", night)
    assert not out_of_hours({"channel": "qr"}, "Asia/Jakarta", night)


def test_the_shortest_time_follows_the_words_of_required_statements() -> None:
    words = {"id": "satu dua tiga empat", "ja": "一二三四五六"}
    items = [
        {"key": "a", "type": "stars", "required": True, "text": words},
        {"key": "b", "type": "stars", "required": False, "text": words},
        {"key": "c", "type": "note", "required": True, "text": words},
        {"key": "d", "type": "scale", "required": True, "text": words, "show_if": {"all": []}},
    ]
    found = shortest_seconds({"items": items, "languages": ["id", "ja"]})
    assert found == pytest.approx({"id": 0.8, "ja": 0.6})


def test_a_device_has_another_name_in_every_survey() -> None:
    one, two = (device_in(b"key", survey, "cookie") for survey in ("a", "b"))
    assert one != two
    assert one == device_in(b"key", "a", "cookie")
    assert device_in(b"key", "a", "") is None
    assert token_hash(b"key", "K7M4") != token_hash(b"other", "K7M4")


def test_where_people_answer_on_the_spot_is_among_the_channels_of_points() -> None:
    known = topics()["forms.collection-points.v1"].payload["properties"]["channel"]["enum"]
    assert {*known} > ON_THE_SPOT
