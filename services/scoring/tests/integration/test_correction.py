"""Which number of recipients makes an index surer: that of the period itself, once confirmed."""

from typing import Any

import pytest
from contracts.codec import Event
from scoring_service.handlers.rebuild import compare
from scoring_service.store.snapshot import take_snapshot
from scoring_testing import World

N, PLAIN, HALVED = 30, "0.055709", "0.039392"


def answers(world: World) -> list[Event]:
    """Half five stars and half six: s2/n of the persons' own means is (3/5)2/4/29."""
    stars = [dict.fromkeys("ab", 5 + n % 2) for n in range(N)]
    return [world.recorded(0, n, given) for n, given in enumerate(stars)]


def error(state: dict[str, Any]) -> str | None:
    told: str | None = state["released"]["indices"][0]["standard_error"]
    return told


@pytest.mark.parametrize(
    ("recipients", "more", "expected"),
    [
        # 30 of last month's 30: the index was never certain.
        (30, {"period": "2026-10", "confirmed": True}, PLAIN),
        (60, {"period": "2026-10", "confirmed": True}, PLAIN),
        (60, {"confirmed": False}, PLAIN),
        (30, {"confirmed": True}, PLAIN),
        (29, {"confirmed": True}, PLAIN),
        (60, {"confirmed": True}, HALVED),
    ],
    ids=["last month's", "more of it", "unconfirmed", "all", "too few", "confirmed"],
)
def test_only_this_periods_confirmed_number_corrects(
    scored, databases, recipients: int, more: dict[str, Any], expected: str
) -> None:
    world = World()
    events = answers(world)
    state = scored(world, *world.known(), world.population(recipients, **more), *events)
    assert (state["released"]["n"], error(state)) == (N, expected)
    record = [dict(event.payload) for event in events]
    assert compare(take_snapshot(databases.worker), record).differences == []


def test_the_months_of_a_semester_that_are_known_do_not_correct(scored) -> None:
    world = World()
    known = [*world.known()[:3], world.survey(period="2026-S2")]
    months = [world.population(60, period=f"2026-{n:02}", confirmed=True) for n in (7, 8)]
    state = scored(world, *known, *months, *answers(world))
    assert (state["target"], error(state)) == (92, PLAIN)


def test_a_number_confirmed_after_the_close_corrects_and_one_withdrawn_no_longer(scored) -> None:
    world = World()
    state = scored(world, *world.known(), *answers(world), world.survey(status="closed"))
    assert error(state) == PLAIN
    own = world.population(60, confirmed=False)
    assert error(scored(world, own)) == PLAIN
    own.payload["confirmed"] = True
    assert error(scored(world, own)) == HALVED
    own.payload["confirmed"] = False
    assert error(scored(world, own)) == PLAIN


def test_a_number_confirmed_moves_no_answer_that_waits(scored) -> None:
    """Neither one that came since, nor one that was excluded while the survey is open."""
    world = World()
    events = answers(world)
    first = scored(world, *world.known(), *events)["released"]
    own = world.population(60, confirmed=True)
    state = scored(world, world.recorded(0, N, {"a": 1, "b": 1}), own)
    assert (state["count"], state["released"]) == (N + 1, first)
    other = World()
    events = answers(other)
    first = scored(other, *other.known(), *events)["released"]
    state = scored(other, other.excluded(events[0]), other.population(60, confirmed=True))
    assert state["released"] == first


def test_equal_answers_have_no_standard_error(scored) -> None:
    world = World()
    same = [world.recorded(0, n, {"a": 6, "b": 6}) for n in range(N)]
    state = scored(world, *world.known(), *same)
    assert state["released"]["indices"][0]["value"] == "4.000000"
    assert error(state) is None
