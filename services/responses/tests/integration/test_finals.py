"""A unit's file is of its final result, on the real database: which answers, and when others."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from chassis.database import Scope
from responses_service.exports.store import finals
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

AT = datetime(2026, 12, 14, 17, tzinfo=UTC)
LATER = AT + timedelta(days=1)


def numbers(*parts: range) -> list[int]:
    return [number for part in parts for number in part]


@pytest.mark.parametrize(
    ("stage", "kind"),
    [("open", "coarse"), ("provisional", "coarse"), ("open", "practice"), ("final", "coarse")],
)
def test_there_is_no_file_before_the_result_is_final(place: Any, stage: str, kind: str) -> None:
    place.add(place.unit, 60)
    assert place.own(place.unit) == []
    place.final(place.unit, 60, AT, kind, stage=stage)
    assert place.own(place.unit) == []
    place.final(place.unit, 60, AT)
    assert sorted(place.own(place.unit)) == numbers(range(1, 61))


def test_below_thirty_answers_there_is_none(place: Any) -> None:
    place.add(place.unit, 29)
    place.final(place.unit, 29, AT)
    assert place.own(place.unit) == []
    place.add(place.unit, 10, first=30)
    place.final(place.unit, 39, LATER, "correction", reason="answers")
    assert len(place.own(place.unit)) == 39


def test_what_is_late_or_excluded_is_not_in_it_and_what_came_back_is(place: Any) -> None:
    ids = place.add(place.unit, 40)
    place.add(place.unit, 9, state="late", first=41)
    place.exclude(place.unit, ids[:2], True)
    place.exclude(place.unit, ids[2:4], True, False)
    place.final(place.unit, 38, AT)
    assert sorted(place.own(place.unit)) == numbers(range(3, 41))


def test_it_is_of_the_moment_of_the_result_whenever_that_is_heard_of(place: Any) -> None:
    ids = place.add(place.unit, 40)
    place.exclude(place.unit, ids[:1], True, at=LATER)
    late = (LATER - place.start) // timedelta(minutes=1)
    place.add(place.unit, 1, first=late)
    place.final(place.unit, 40, AT)
    assert sorted(place.own(place.unit)) == numbers(range(1, 41))


@pytest.mark.parametrize("few", [1, 9])
def test_fewer_than_ten_never_leave_or_come_back(place: Any, few: int) -> None:
    ids = place.add(place.unit, 60)
    place.exclude(place.unit, ids[:few], True)
    place.final(place.unit, 60 - few, AT)
    held = place.own(place.unit)
    place.exclude(place.unit, ids[:few], False, at=LATER)
    place.final(place.unit, 60, LATER, "correction", reason="exclusions")
    assert place.own(place.unit) == held
    place.exclude(place.unit, ids[60 - few :], True, at=LATER + timedelta(days=1))
    place.final(place.unit, 60 - few, LATER + timedelta(days=1), "correction", reason="exclusions")
    assert place.own(place.unit) == held


def test_fewer_than_ten_never_come_in(place: Any) -> None:
    place.add(place.unit, 60)
    place.final(place.unit, 60, AT)
    place.add(place.unit, 9, first=61)
    place.final(place.unit, 69, LATER, "correction", reason="answers")
    assert sorted(place.own(place.unit)) == numbers(range(1, 61))


def test_ten_leave_and_nobody_leaves_or_comes_back_alone_afterwards(place: Any) -> None:
    ids = place.add(place.unit, 60)
    place.final(place.unit, 60, AT)
    place.exclude(place.unit, ids[:10], True, at=LATER)
    place.final(place.unit, 50, LATER, "correction", reason="exclusions")
    assert sorted(place.own(place.unit)) == numbers(range(11, 61))
    # Beside the first file it would be the one; beside the second it is eleven.
    place.exclude(place.unit, ids[:10], False, at=LATER + timedelta(days=1))
    place.exclude(place.unit, ids[59:], True, at=LATER + timedelta(days=1))
    place.final(place.unit, 59, LATER + timedelta(days=1), "correction", reason="exclusions")
    assert sorted(place.own(place.unit)) == numbers(range(11, 61))


def test_imported_answers_come_by_ten_and_take_nobody_along(place: Any) -> None:
    ids = place.add(place.unit, 60)
    place.final(place.unit, 60, AT)
    place.exclude(place.unit, ids[:1], True, at=LATER)
    new = place.add(place.unit, 12, first=61)
    place.exclude(place.unit, new[:1], True, at=LATER)
    place.final(place.unit, 71, LATER, "correction", reason="answers")
    assert sorted(place.own(place.unit)) == numbers(range(1, 61), range(62, 73))


def test_another_number_of_recipients_changes_no_row(place: Any) -> None:
    ids = place.add(place.unit, 60)
    place.final(place.unit, 60, AT)
    place.exclude(place.unit, ids[:20], True, at=LATER)
    place.final(place.unit, 40, LATER, "correction", reason="recipients")
    assert len(place.own(place.unit)) == 60


def test_a_result_that_is_told_once_more_has_the_same_rows(place: Any) -> None:
    ids = place.add(place.unit, 60)
    place.final(place.unit, 60, AT)
    # Under way at that moment, and stored only now.
    place.exclude(place.unit, ids[:1], True, at=AT)
    place.final(place.unit, 60, AT)
    place.final(place.unit, 59, AT)
    assert sorted(place.own(place.unit)) == numbers(range(1, 61))


def test_answers_that_are_not_those_of_the_result_are_no_file(place: Any) -> None:
    place.add(place.unit, 60)
    place.final(place.unit, 59, AT)
    assert place.own(place.unit) == []


def test_where_every_answer_is_excluded_there_is_no_file_any_more(place: Any) -> None:
    ids = place.add(place.unit, 60)
    # Before there was a result, too, all of them were out for a moment.
    place.final(place.unit, None, AT - timedelta(days=1))
    place.final(place.unit, 60, AT)
    place.exclude(place.unit, ids, True, at=LATER)
    place.final(place.unit, None, LATER)
    assert place.own(place.unit) == []
    # All of them came back: scoring tells the result of before.
    place.exclude(place.unit, ids, False, at=LATER + timedelta(days=1))
    place.final(place.unit, 60, AT)
    assert len(place.own(place.unit)) == 60


def test_a_unit_sees_how_its_own_surveys_stand(place: Any) -> None:
    place.add(place.unit, 60)
    place.add(place.kanwil, 40)
    place.final(place.unit, 60, AT)
    place.final(place.kanwil, 40, AT)
    with place.web.scope(Scope(place.kanwil)) as connection:
        connection.execute(
            text("SELECT set_config('app.tenant_id', :unit, true)"), {"unit": place.unit}
        )
        rows = finals.standing(connection, [place.unit, place.kanwil])
    assert [(row.survey_id, row.n, row.released_at) for row in rows] == [(place.unit, 60, AT)]


def test_nobody_changes_which_answers_a_result_was_of(place: Any) -> None:
    place.add(place.unit, 60)
    place.final(place.unit, 60, AT)
    for database in (place.web, place.worker):
        for query in ("UPDATE final_rows SET number = 2", "DELETE FROM final_rows"):
            with database.scope(Scope(place.unit)) as connection, pytest.raises(DBAPIError):
                connection.execute(text(query))
