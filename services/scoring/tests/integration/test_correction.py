"""Which number of recipients makes an index surer, and turns verdicts: that of the period itself,
once confirmed; and it makes surer only where everybody was asked."""

from typing import Any

import pytest
from contracts.codec import Event
from scoring_service.handlers.rebuild import compare
from scoring_service.store.snapshot import take_snapshot
from scoring_testing import World

N = 30
# Persons at 3.4 and 4.0, and one at 2.5: 3.6613 -/+ 2.042 x 0.0663; of 60 people 3.6806 -/+ 0.0958.
PLAIN, HALVED = {"low": "3.52", "high": "3.80"}, {"low": "3.58", "high": "3.78"}


def answers(world: World) -> list[Event]:
    """Half five stars and half six."""
    stars = [dict.fromkeys("ab", 5 + n % 2) for n in range(N)]
    return [world.recorded(0, n, given) for n, given in enumerate(stars)]


def ends(state: dict[str, Any]) -> dict[str, str] | None:
    told: dict[str, str] | None = state["released"]["indices"][0]["interval"]
    return told


def turns(state: dict[str, Any]) -> list[tuple[int, str | None]]:
    return [(row["others"], row["mean"]) for row in state["released"]["indices"][0]["tipping"]]


def census(world: World) -> list[Event]:
    """Of employees, who are asked once each."""
    return [world.tenants(), world.form("employees"), world.formula(), world.survey()]


@pytest.mark.parametrize(
    ("recipients", "more", "source", "expected"),
    [
        # 30 of last month's 30: the index was never certain.
        (30, {"period": "2026-10", "confirmed": True}, "before", []),
        (60, {"period": "2026-10", "confirmed": True}, "before", []),
        (60, {"confirmed": False}, "unconfirmed", []),
        (30, {"confirmed": True}, "own", []),
        (29, {"confirmed": True}, "own", []),
        # (60 x 3.60 - 30 x 3.70) / 30, and of one other nothing turns it.
        (60, {"confirmed": True}, "own", [(30, "3.50")]),
        (31, {"confirmed": True}, "own", [(1, None)]),
    ],
    ids=["last month's", "more of it", "unconfirmed", "all", "too few", "confirmed", "one other"],
)
def test_an_open_code_is_never_corrected_and_this_periods_number_may_turn_it(
    scored,
    databases,
    recipients: int,
    more: dict[str, Any],
    source: str,
    expected: list[tuple[int, str | None]],
) -> None:
    world = World()
    events = answers(world)
    state = scored(world, *world.known(), world.population(recipients, **more), *events)
    assert (state["released"]["n"], ends(state), turns(state)) == (N, PLAIN, expected)
    assert state["released"]["basis"] == {
        "recipients": recipients,
        "source": source,
        "reach": "open",
        "correction": "none",
    }
    record = [dict(event.payload) for event in events]
    assert compare(take_snapshot(databases.worker), record).differences == []


@pytest.mark.parametrize(
    ("employees", "confirmed", "correction", "expected"),
    [
        (60, True, "finite_population", HALVED),
        (30, True, "all_counted", None),
        (29, True, "none", PLAIN),
        (60, False, "none", PLAIN),
    ],
)
def test_who_asks_everybody_is_corrected_and_may_have_counted_all(
    scored,
    databases,
    employees: int,
    correction: str,
    expected: dict[str, str] | None,
    *,
    confirmed: bool,
) -> None:
    world = World()
    events = answers(world)
    number = world.population(employees, "pegawai", confirmed=confirmed)
    state = scored(world, *census(world), number, *events)
    assert (state["released"]["basis"]["correction"], ends(state)) == (correction, expected)
    record = [dict(event.payload) for event in events]
    assert compare(take_snapshot(databases.worker), record).differences == []


def test_the_months_of_a_semester_that_are_known_do_not_correct(scored) -> None:
    world = World()
    known = [*world.known()[:3], world.survey(period="2026-S2")]
    months = [world.population(60, period=f"2026-{n:02}", confirmed=True) for n in (7, 8)]
    state = scored(world, *known, *months, *answers(world))
    assert (state["target"], ends(state), turns(state)) == (92, PLAIN, [])
    assert state["released"]["basis"]["source"] == "months"


def test_a_number_confirmed_after_the_close_counts_and_one_withdrawn_no_longer(scored) -> None:
    world = World()
    state = scored(world, *world.known(), *answers(world), world.survey(status="closed"))
    assert turns(state) == []
    own = world.population(60, confirmed=False)
    state = scored(world, own)
    assert (turns(state), state["released"]["basis"]["source"]) == ([], "unconfirmed")
    own.payload["confirmed"] = True
    assert turns(scored(world, own)) == [(30, "3.50")]
    own.payload["recipients"] = 90
    assert turns(scored(world, own)) == [(60, "3.55")]
    own.payload["confirmed"] = False
    assert turns(scored(world, own)) == []


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


def test_equal_answers_are_not_certain(scored) -> None:
    world = World()
    same = [world.recorded(0, n, {"a": 6, "b": 6}) for n in range(N)]
    state = scored(world, *world.known(), *same)
    assert state["released"]["indices"][0]["value"] == "4.000000"
    assert ends(state) == {"low": "3.85", "high": "4.00"}
