"""Flags: what is noticed, and what honest answers look like."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from responses_service.record.rules import BURST, Seen, flags_of
from responses_service.shared.mode_limits import MANNERS

NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)
ITEMS = [f"i{n}" for n in range(13)]


def seen(*stars: int, after: float = 0, mode: str = "self") -> Seen:
    """One star for all, or one for each statement; `after` in seconds."""
    given = stars * 13 if len(stars) == 1 else stars
    return Seen(dict(zip(ITEMS, given, strict=True)), NOON + timedelta(seconds=after), mode)


MIXED = (6, 5, 4, 6, 5, 4, 6, 5, 4, 6, 5, 4, 6)


def test_one_ordinary_answer_has_no_flag() -> None:
    assert flags_of(seen(*MIXED), (), [], 0) == []


def test_the_same_star_for_all_is_marked_with_haste_or_a_burst_alone() -> None:
    assert flags_of(seen(6), (), [], 0) == []
    assert flags_of(seen(6), ("fast",), [], 0) == ["fast", "straight"]
    crowd = [seen(*MIXED, after=-n) for n in range(BURST)][::-1]
    assert flags_of(seen(6), (), crowd, 0) == ["straight", "burst"]


def test_nearly_the_same_answers_in_a_row_are_marked_but_not_contented_ones() -> None:
    row = [seen(*MIXED, after=-600 * n) for n in (3, 2, 1)]
    nearly = (5, *MIXED[1:])
    assert flags_of(seen(*nearly), (), row, 0) == ["similar"]
    assert flags_of(seen(*nearly), (), row[1:], 0) == []
    assert flags_of(seen(1, 1, *MIXED[2:]), (), row, 0) == []
    # Six stars after six stars is what a good office gets.
    assert flags_of(seen(6), (), [seen(6, after=-600 * n) for n in (3, 2, 1)], 0) == []
    # Half an hour between each: the same people are not at the counter any more.
    assert flags_of(seen(*nearly), (), [seen(*MIXED, after=-4000)] * 3, 0) == []


def test_a_form_of_fewer_than_five_statements_is_answered_alike_by_chance() -> None:
    def of(count: int, after: float = 0) -> Seen:
        one = seen(*MIXED, after=after)
        return Seen(dict(list(one.answers.items())[:count]), one.answered_at, "self")

    for count, flags in ((4, ["fast"]), (5, ["fast", "straight"])):
        alike = Seen(dict.fromkeys(ITEMS[:count], 6), NOON, "self")
        assert flags_of(alike, ("fast",), [], 0) == flags
    for count, flags in ((4, []), (5, ["similar"])):
        row = [of(count, after=-600 * n) for n in (3, 2, 1)]
        assert flags_of(of(count), (), row, 0) == flags


def test_many_from_one_device_are_marked_and_a_lent_phone_later() -> None:
    most = MANNERS["self"].one_device or 0
    assert [flags_of(seen(*MIXED), (), [], n) for n in range(most)] == [[]] * most
    assert flags_of(seen(*MIXED), (), [], most) == ["device"]
    shared = seen(*MIXED, mode="shared")
    assert flags_of(shared, (), [], 20) == []
    assert flags_of(shared, (), [], MANNERS["shared"].one_device or 0) == ["device"]
    assert flags_of(seen(*MIXED, mode="kiosk"), (), [], 500) == []


def test_a_minute_with_too_many_at_one_point_is_a_burst() -> None:
    crowd = [seen(*MIXED, after=-5 * n) for n in range(BURST - 1)]
    assert flags_of(seen(*MIXED), (), crowd, 0) in ([], ["similar"])
    more = [*crowd, seen(1, after=-50)]
    assert "burst" in flags_of(seen(*MIXED), (), more, 0)


@pytest.mark.parametrize(("after", "marked"), [(60, True), (-60, True), (61, False), (-61, False)])
def test_a_burst_is_within_a_minute_on_either_side(after: float, *, marked: bool) -> None:
    crowd = [seen(1, after=after)] * BURST
    assert ("burst" in flags_of(seen(*MIXED), (), crowd, 0)) is marked


def test_what_is_typed_from_paper_is_never_marked() -> None:
    crowd = [seen(6, mode="paper")] * 50
    assert flags_of(seen(6, mode="paper"), ("fast", "hours"), crowd, 99) == []
    # Nor does it make its neighbours look like a crowd.
    assert flags_of(seen(*MIXED), (), crowd, 0) == []


def test_signs_of_the_intake_come_first_in_a_fixed_order() -> None:
    assert flags_of(seen(*MIXED), ("hours", "fast"), [], 0) == ["fast", "hours"]


def honest(chance: random.Random, answers: int) -> list[list[str]]:
    """A unit where people come by chance (8 an hour) and are mostly content; some are all six."""
    found, before, at = [], list[Seen](), 0.0
    for _ in range(answers):
        at += chance.expovariate(8 / 3600)
        mood = chance.gauss(5.1, 0.5)
        stars = [max(1, min(6, round(mood + chance.gauss(0, 0.5)))) for _ in ITEMS]
        if chance.random() < 0.25:
            stars = [6] * 13
        one = seen(*stars, after=at)
        found.append(flags_of(one, (), before[-60:], int(chance.random() < 0.02)))
        before.append(one)
    return found


def test_at_most_one_in_a_hundred_honest_answers_is_marked() -> None:
    marked = [flags for number in range(20) for flags in honest(random.Random(number), 200)]
    share = sum(bool(flags) for flags in marked) / len(marked)
    assert share <= 0.01
