"""What is shown, and no longer shown, when few answered and when answers are excluded."""

from typing import Any

from contracts.codec import Event
from scoring_service.handlers.rebuild import compare
from scoring_service.store import scores
from scoring_service.store.snapshot import take_snapshot
from scoring_testing import World

GOOD = {"a": 6, "b": 5}


def answers(world: World, count: int, start: int = 0, **more: Any) -> list[Event]:
    return [world.recorded(0, start + n, GOOD, **more) for n in range(count)]


def excluded(world: World, events: list[Event]) -> list[Event]:
    return [world.excluded(event) for event in events]


def details(released: dict[str, Any]) -> tuple[int, str | None, bool]:
    """How many answers, what withholds their details, and whether there are any."""
    return released["n"], released["withheld"], bool(released["indicators"])


def test_fewer_than_ten_show_no_options_and_no_statements_open_or_closed(scored) -> None:
    world = World()
    state = scored(world, *world.known(), *answers(world, 5))
    assert details(state["released"]) == (5, "few", False)
    assert state["released"]["indices"][0]["value"] == "3.700000"
    state = scored(world, *answers(world, 4, 5), world.survey(status="closed"))
    assert details(state["released"]) == (9, "few", False)
    more = World()
    state = scored(more, *more.known(), *answers(more, 10, 20))
    assert details(state["released"]) == (10, None, True)


def test_the_one_answer_of_a_closed_survey_is_not_read_off(scored) -> None:
    world = World()
    state = scored(world, *world.known(), *answers(world, 1), world.survey(status="closed"))
    assert details(state["released"]) == (1, "few", False)
    assert "options" not in str(state)


def test_an_exclusion_of_few_withholds_until_ten_have_left_what_was_shown(scored) -> None:
    world = World()
    events = answers(world, 30)
    state = scored(world, *world.known(), *events, world.survey(status="closed"))
    assert details(state["released"]) == (30, None, True)
    for left, why in ((29, "excluded_few"), (21, "excluded_few"), (20, None)):
        out = excluded(world, events[: 30 - left])
        state = scored(world, *out)
        assert details(state["released"]) == (left, why, why is None)
    # One comes back: beside both of those that were shown, it or its like would be told apart.
    state = scored(world, world.excluded(events[0], 2, back=True))
    assert details(state["released"]) == (21, "excluded_few", False)


def test_what_left_before_details_were_shown_withholds_nothing(scored) -> None:
    world = World()
    events = answers(world, 5)
    scored(world, *world.known(), *events)
    state = scored(world, *excluded(world, events[:2]), *answers(world, 12, 5))
    assert details(state["released"]) == (15, None, True)


def test_neither_republishing_nor_a_rebuild_forgets(scored, databases) -> None:
    world = World()
    events = answers(world, 30)
    scored(world, *world.known(), *events, world.survey(status="closed"))
    state = scored(world, *excluded(world, events[:1]))
    assert state["released"]["withheld"] == "excluded_few"
    with databases.worker.unbound() as connection:
        kept = scores.everything(connection, "scores")
    assert [row.state for row in kept] == [state]
    record = [dict(event.payload) for event in events]
    assert compare(take_snapshot(databases.worker), record).differences == []
    assert scored(world, world.survey(status="closed")) == state


def test_all_excluded_shows_no_result_but_the_count(scored, databases) -> None:
    world = World()
    events = answers(world, 12)
    before = scored(world, *world.known(), *events)
    assert before["released"]["n"] == 12
    state = scored(world, *excluded(world, events))
    assert (state["released"], state["count"], state["excluded"]) == (None, 12, 12)
    assert state["revision"] > before["revision"]
    record = [dict(event.payload) for event in events]
    assert compare(take_snapshot(databases.worker), record).differences == []
    # The next visitor is not the only one of a result: the step counts from here.
    state = scored(world, *answers(world, 4, 12))
    assert (state["released"], state["count"], state["excluded"]) == (None, 16, 12)
    state = scored(world, *answers(world, 1, 16))
    assert details(state["released"]) == (5, "few", False)


def test_what_is_taken_back_while_no_result_stands_is_fresh(scored, databases) -> None:
    world = World()
    events = answers(world, 12)
    scored(world, *world.known(), *events)
    scored(world, *excluded(world, events))
    state = scored(world, *[world.excluded(event, 2, back=True) for event in events[:4]])
    assert (state["released"], state["count"], state["excluded"]) == (None, 12, 8)
    state = scored(world, *[world.excluded(event, 2, back=True) for event in events[4:]])
    assert details(state["released"]) == (12, None, True)
    record = [dict(event.payload) for event in events]
    assert compare(take_snapshot(databases.worker), record).differences == []


def test_excluded_answers_are_no_part_of_a_step(scored) -> None:
    """Four of the five that came are out: a release would be the fifth one's answer."""
    world = World()
    events = answers(world, 4)
    scored(world, *world.known(), *events)
    state = scored(world, *excluded(world, events), *answers(world, 1, 4))
    # Nothing is released, and yet not all are out: a reader can tell the one from the other.
    assert (state["released"], state["count"], state["excluded"]) == (None, 5, 4)
    state = scored(world, *answers(world, 4, 5))
    assert state["released"]["n"] == 5
    latest = answers(world, 5, 9)
    state = scored(world, *excluded(world, latest[:4]), *latest)
    assert state["released"]["n"] == 5
