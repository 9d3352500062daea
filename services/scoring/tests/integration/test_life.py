"""A result from the first answer to its correction: what is shown when, and what moves it."""

from datetime import timedelta
from typing import Any

import pytest
from chassis import clock
from contracts.codec import Event
from scoring_service.handlers.rebuild import compare
from scoring_service.handlers.scoring import mark_due
from scoring_service.store.marks import CLOCK
from scoring_service.store.snapshot import take_snapshot
from scoring_testing import World
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

# 1 + 3 x (5.5 - 1) / 5, and a person at 2.8.
GOOD, POOR = {"a": 6, "b": 5}, {"a": 4, "b": 4}
FINAL = {"days": 24.6}


def answers(world: World, count: int, start: int = 0, **more: Any) -> list[Event]:
    return [world.recorded(0, start + n, GOOD, **more) for n in range(count)]


def excluded(world: World, events: list[Event], sequence: int = 1) -> list[Event]:
    return [world.excluded(event, sequence) for event in events]


def told(state: dict[str, Any]) -> tuple[str, int, int] | None:
    """Kind, number and n of the newest release."""
    made = state["released"]
    return made and (made["kind"], made["number"], made["n"])


@pytest.fixture
def opened(scored, passes):
    """A survey of so many answers in its month, at the second coarse picture's day."""

    def opening(count: int, **more: Any) -> tuple[World, list[Event], dict[str, Any]]:
        world = World()
        events = answers(world, count, **more)
        scored(world, *world.known(), *events)
        return world, events, passes(world, days=1)

    return opening


@pytest.fixture
def finished(scored, passes, opened):
    """The same, once its result is final."""

    def finishing(count: int) -> tuple[World, list[Event], dict[str, Any]]:
        world, events, _ = opened(count)
        scored(world, world.survey(status="closed"))
        return world, events, passes(world, **FINAL)

    return finishing


@pytest.fixture
def differences(databases):
    def compared(events: list[Event]) -> list[str]:
        record = [dict(event.payload) for event in events]
        return compare(take_snapshot(databases.worker), record).differences

    return compared


def test_below_forty_the_count_alone_is_shown_until_the_final_result(
    opened, scored, passes
) -> None:
    world, _, state = opened(39)
    assert (state["count"], state["released"], state["stage"]) == (39, None, "open")
    state = scored(world, world.survey(status="closed"))
    assert (state["released"], state["stage"]) == (None, "provisional")
    assert state["final_at"] == "2026-12-14T17:00:00+00:00"
    assert told(passes(world, **FINAL)) == ("final", 1, 39)


def test_a_coarse_picture_tells_no_more_than_its_rounded_index(opened) -> None:
    _, _, state = opened(40)
    made = state["released"]
    assert told(state) == ("coarse", 1, 40)
    assert (made["withheld"], made["margin"], made["indicators"]) == ("not_final", "0.12", [])
    assert made["variants"] == []
    assert "basis" not in made
    (index,) = made["indices"]
    assert index["note"] == "not_final"
    assert float(index["value"]) == pytest.approx(3.7, abs=0.25)
    assert round(float(index["value"]) * 20) == pytest.approx(float(index["value"]) * 20)
    assert index["display4"] == index["value"]
    hidden = ("display100", "band_value", "band", "band_label", "interval")
    assert [index[name] for name in hidden] == [None] * len(hidden)
    assert index["tipping"] == []


def test_the_clock_and_five_unmarked_answers_move_it_together(opened, scored, passes) -> None:
    world, _, first = opened(40)
    state = scored(world, *answers(world, 4, 40))
    assert (state["count"], state["released"]) == (44, first["released"])
    assert passes(world, days=1)["released"] == first["released"]
    # The fifth comes while the day goes on, and marked ones are no step.
    state = scored(world, *answers(world, 1, 44), *answers(world, 9, 45, flagged=True))
    assert state["released"] == first["released"]
    assert passes(world, minutes=5)["released"] == first["released"]
    assert told(passes(world, days=1)) == ("coarse", 2, 54)


def test_marked_answers_begin_no_picture(opened, scored, passes) -> None:
    world, _, _ = opened(39)
    scored(world, *answers(world, 60, 39, flagged=True))
    assert passes(world, days=1)["released"] is None
    scored(world, *answers(world, 1, 99))
    assert told(passes(world, days=1)) == ("coarse", 1, 100)


def test_decisions_on_answers_wait_for_the_final_result(opened, scored, passes) -> None:
    """What the picture holds it keeps; what was excluded before never enters it."""
    world, events, _ = opened(40)
    came = answers(world, 10, 40)
    scored(world, *came, *excluded(world, [events[0], came[0]]))
    state = passes(world, days=1)
    assert told(state) == ("coarse", 2, 49)
    assert (state["excluded"], state["released"]["counts"]["excluded"]) == (2, 1)
    back = [world.excluded(each, 2, back=True) for each in (events[0], came[0])]
    scored(world, *back, *answers(world, 5, 50))
    assert told(passes(world, days=1)) == ("coarse", 3, 54)
    scored(world, world.survey(status="closed"), *excluded(world, [events[1]]))
    state = passes(world, **FINAL)
    assert told(state) == ("final", 4, 54)
    assert state["released"]["counts"]["excluded"] == 1


def test_a_close_shows_nothing_more(opened, scored, passes) -> None:
    world, _, first = opened(40)
    scored(world, *answers(world, 1, 40))
    state = scored(world, world.survey(status="closed"))
    assert (state["stage"], state["released"]) == ("provisional", first["released"])
    assert passes(world, days=1)["released"] == first["released"]
    # Late ones are as those before: by the day, and by five.
    scored(world, *answers(world, 4, 41))
    assert told(passes(world, days=1)) == ("coarse", 2, 45)


def test_the_final_result_knows_what_was_decided_after_the_close(
    opened, scored, passes, differences
) -> None:
    world, events, _ = opened(45)
    poor = [world.recorded(0, 45 + n, POOR) for n in range(5)]
    scored(world, *poor, world.survey(status="closed"))
    late = [*excluded(world, poor), world.population(60, confirmed=True)]
    assert told(scored(world, *late)) == ("coarse", 1, 45)
    state = passes(world, days=23.5)
    assert state["stage"] == "provisional"
    state = passes(world, days=0.2)
    made = state["released"]
    assert (state["stage"], told(state)) == ("final", ("final", 2, 45))
    assert (made["withheld"], made["indices"][0]["value"]) == (None, "3.700000")
    assert [row["options"] for row in made["indicators"]] == [[0] * 5 + [45], [0] * 4 + [45, 0]]
    assert made["basis"]["recipients"] == 60
    assert made["indices"][0]["tipping"][0]["others"] == 15
    assert differences([*events, *poor]) == []


@pytest.mark.parametrize(
    ("count", "why", "value", "note"), [(9, "few", None, "few"), (10, None, "3.700000", None)]
)
def test_fewer_than_ten_have_no_figure_even_then(
    finished, count: int, why: str | None, value: str | None, note: str | None
) -> None:
    _, _, state = finished(count)
    made = state["released"]
    assert (told(state), made["withheld"]) == (("final", 1, count), why)
    assert [(index["value"], index["note"]) for index in made["indices"]] == [(value, note)]
    assert bool(made["indicators"]) is (why is None)


def test_a_decision_afterwards_waits_until_ten_answers_are_affected(
    finished, scored, passes, differences
) -> None:
    world, events, first = finished(40)
    for before, after in ((0, 1), (1, 9)):
        state = scored(world, *excluded(world, events[before:after]))
        assert (state["excluded"], state["released"]) == (after, first["released"])
    assert differences(events) == []
    state = scored(world, *excluded(world, events[9:10]))
    made = state["released"]
    assert (told(state), made["reason"]) == (("correction", 3, 30), "exclusions")
    assert (made["withheld"], made["indicators"], made["variants"]) == ("corrected", [], [])
    assert made["indices"][0]["value"] == "3.700000"
    assert (state["stage"], differences(events)) == ("final", [])
    assert passes(world, days=3) == state


def test_no_two_exact_results_differ_by_a_few(finished, scored) -> None:
    """Ten come back and one leaves: eleven from the correction, but one from the final result."""
    world, events, _ = finished(40)
    corrected = scored(world, *excluded(world, events[:10]))
    back = [world.excluded(each, 2, back=True) for each in events[:10]]
    state = scored(world, *back, *excluded(world, events[10:11]))
    assert state["released"] == corrected["released"]
    state = scored(world, *excluded(world, events[11:20]))
    assert told(state) == ("correction", 4, 30)


def test_another_number_of_recipients_corrects_what_is_final(finished, scored, differences) -> None:
    world, events, first = finished(40)
    state = scored(world, world.population(60, confirmed=True))
    made = state["released"]
    assert (told(state), made["reason"]) == (("correction", 3, 40), "recipients")
    assert made["indicators"] == first["released"]["indicators"]
    assert [row["others"] for row in made["indices"][0]["tipping"]] == [20]
    assert differences(events) == []


def test_what_is_brought_in_later_comes_by_tens(finished, scored, passes, differences) -> None:
    """Earlier answers of a month long over."""
    world, events, first = finished(40)
    more = answers(world, 9, 40)
    scored(world, *more)
    assert passes(world, days=1)["released"] == first["released"]
    more += answers(world, 1, 49)
    assert scored(world, *more)["released"] == first["released"]
    state = passes(world, days=1)
    assert (told(state), state["released"]["reason"]) == (("correction", 3, 50), "answers")
    assert state["released"]["withheld"] is None
    assert differences([*events, *more]) == []


@pytest.mark.parametrize(("excluding", "late", "waits"), [(0, 0, 0), (11, 0, 0), (0, 1, 1)])
def test_a_day_asks_nothing_of_what_is_final_and_knows_all(
    finished, scored, databases, clock_file, excluding: int, late: int, waits: int
) -> None:
    """Years of final results would be computed again each midnight."""
    world, events, _ = finished(40)
    scored(world, *excluded(world, events[:excluding]), *answers(world, late, 40))
    clock.move(clock_file, by=timedelta(days=1))
    mark_due(databases.worker)
    with databases.worker.unbound() as connection:
        found = connection.execute(text("SELECT part FROM pending_scores")).scalars().all()
    assert found == [CLOCK] * waits


def test_all_excluded_shows_no_result_but_the_count(opened, scored) -> None:
    world, events, _ = opened(45)
    state = scored(world, *excluded(world, events))
    assert (state["released"], state["count"], state["excluded"]) == (None, 45, 45)
    state = scored(world, *[world.excluded(each, 2, back=True) for each in events])
    assert told(state) == ("coarse", 1, 45)


def test_a_practice_tenant_sees_exact_figures_at_once(scored, passes) -> None:
    world = World(practice=True)
    state = scored(world, *world.known(), *answers(world, 1))
    assert (told(state), len(state["released"]["indicators"])) == (("practice", 1, 1), 2)
    assert state["released"]["indices"][0]["value"] == "3.700000"
    scored(world, world.survey(status="closed"))
    assert told(passes(world, **FINAL)) == ("final", 1, 1)


def test_a_release_is_kept_for_good(finished, databases) -> None:
    finished(40)
    for attempt in ("UPDATE releases SET number = 7", "DELETE FROM releases"):
        with (
            pytest.raises(DBAPIError, match="permission denied"),
            databases.worker.unbound() as connection,
        ):
            connection.execute(text(attempt))
