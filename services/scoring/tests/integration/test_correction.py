"""Which number of recipients makes an index surer, and turns verdicts: that of the period itself,
once confirmed; and it makes surer only where everybody was asked."""

from collections.abc import Callable
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


@pytest.fixture
def final(scored, passes) -> Callable[..., dict[str, Any]]:
    """`final(world, *events)`: its final result, which knows these."""

    def made(world: World, *events: Event, **survey: Any) -> dict[str, Any]:
        scored(world, *events, world.survey("closed", **survey))
        return passes(world, days=25)

    return made


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
    final,
    databases,
    recipients: int,
    more: dict[str, Any],
    source: str,
    expected: list[tuple[int, str | None]],
) -> None:
    world = World()
    events = answers(world)
    state = final(world, *world.known(), world.population(recipients, **more), *events)
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
    final,
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
    state = final(world, *census(world), number, *events)
    assert (state["released"]["basis"]["correction"], ends(state)) == (correction, expected)
    record = [dict(event.payload) for event in events]
    assert compare(take_snapshot(databases.worker), record).differences == []


def test_the_months_of_a_semester_that_are_known_do_not_correct(final) -> None:
    world = World()
    months = [world.population(60, period=f"2026-{n:02}", confirmed=True) for n in (7, 8)]
    state = final(world, *world.known()[:3], *months, *answers(world), period="2026-S2")
    assert (state["target"], ends(state), turns(state)) == (92, PLAIN, [])
    assert state["released"]["basis"]["source"] == "months"


def test_a_number_confirmed_later_counts_and_one_withdrawn_no_longer(final, scored) -> None:
    world = World()
    state = final(world, *world.known(), *answers(world))
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


def test_a_number_confirmed_moves_no_answer_that_waits(final, scored) -> None:
    """One that came since."""
    world = World()
    first = final(world, *world.known(), *answers(world))["released"]
    own = world.population(60, confirmed=True)
    state = scored(world, world.recorded(0, N, {"a": 1, "b": 1}), own)
    assert (state["count"], state["released"]) == (N + 1, first)


def test_a_number_confirmed_moves_no_decision_that_waits(final, scored) -> None:
    """One answer that was excluded since."""
    world = World()
    events = answers(world)
    first = final(world, *world.known(), *events)["released"]
    own = world.population(60, confirmed=True)
    state = scored(world, world.excluded(events[0]), own)
    assert (state["released"]["n"], state["released"]["reason"]) == (N, "recipients")
    assert state["released"]["indicators"] == first["indicators"]


def test_equal_answers_are_not_certain(final) -> None:
    world = World()
    same = [world.recorded(0, n, {"a": 6, "b": 6}) for n in range(N)]
    state = final(world, *world.known(), *same)
    assert state["released"]["indices"][0]["value"] == "4.000000"
    assert ends(state) == {"low": "3.85", "high": "4.00"}
