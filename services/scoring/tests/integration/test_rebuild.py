"""The record against the stored tallies and published indices, to the last digit."""

from typing import Any

from chassis.consumer import Message
from contracts.codec import Event
from scoring_service.consumers import keep_forms, keep_formulas, keep_surveys
from scoring_service.handlers.folding import fold, keep_exclusions
from scoring_service.handlers.rebuild import Report, compare
from scoring_service.handlers.scoring import mark_due, publish_marked
from scoring_service.store.snapshot import take_snapshot
from scoring_testing import KEY, World
from sqlalchemy import text


def record(events: list[Event]) -> list[dict[str, Any]]:
    return [dict(event.payload) for event in events]


def stored(database, world: World, events: list[Event], out: list[Event] | None = None) -> None:
    """A month long over, with its final result; `out` was excluded before."""
    survey = world.survey("closed", closes_at="2026-08-31T17:00:00+00:00")
    with database.unbound() as connection:
        keep_forms(connection, [Message(world.form(), 0, 0)])
        keep_formulas(connection, [Message(world.formula(), 0, 0)])
        keep_surveys(connection, [Message(survey, 0, 0)])
        fold(connection, [Message(event, 0, n) for n, event in enumerate(events)])
        if out:
            keep_exclusions(connection, [Message(event, 0, n) for n, event in enumerate(out)])
    publish_marked(database, KEY)
    with database.unbound() as connection:
        # As if it had rested.
        past = "UPDATE scores SET published_at = published_at - interval '2 minutes'"
        connection.execute(text(past))
    mark_due(database)
    publish_marked(database, KEY)


def answers(world: World, count: int) -> list[Event]:
    return [
        world.recorded(part, offset, {"a": 1 + (offset * 7 + part) % 6, "b": 1 + offset % 5})
        for part in range(3)
        for offset in range(count)
    ]


def checked(database, lines: list[dict[str, Any]]) -> Report:
    return compare(take_snapshot(database), lines)


def test_the_record_gives_the_same_numbers_in_any_order(databases) -> None:
    world = World()
    events = answers(world, 20)
    stored(databases.worker, world, events)
    report = checked(databases.worker, record(events)[::-1])
    assert (report.surveys, report.responses, report.indices) == (1, 60, 1)
    assert report.differences == []


def test_answers_after_the_snapshot_and_after_the_release_are_left_out(databases) -> None:
    world = World()
    events = answers(world, 20)
    stored(databases.worker, world, events)
    with databases.worker.unbound() as connection:
        late = [world.recorded(0, 20, {"a": 1, "b": 1})]
        fold(connection, [Message(event, 0, 0) for event in late])
    unseen = [world.recorded(1, 99, {"a": 1, "b": 1})]
    report = checked(databases.worker, record(events + late + unseen))
    assert (report.responses, report.differences) == (61, [])


def test_a_missing_and_a_changed_response_are_named(databases) -> None:
    world = World()
    events = answers(world, 20)
    stored(databases.worker, world, events)
    missing = checked(databases.worker, record(events[1:]))
    assert "tally of 20 responses, record of 19" in str(missing)
    assert f"survey {world.survey_id}, n: released 60, record 59" in str(missing)

    changed = record(events)
    value = changed[0]["answers"]["a"]
    changed[0]["answers"] = {**changed[0]["answers"], "a": value + 1}
    found = str(checked(databases.worker, changed))
    assert "counts differ" in found
    assert f"survey {world.survey_id}, IPAK: released" in found


def test_a_response_counted_under_another_mode_is_named(databases) -> None:
    world = World()
    events = answers(world, 5)
    stored(databases.worker, world, events)
    lines = record(events)
    lines[0]["mode"] = "paper"
    found = checked(databases.worker, lines).differences
    assert len(found) == 3
    assert "counts: released" in found[-1]


def test_a_release_leaves_out_again_what_was_excluded_then(databases) -> None:
    world = World()
    events = answers(world, 10)
    stored(databases.worker, world, events, [world.excluded(event) for event in events[:4]])
    with databases.worker.unbound() as connection:
        # Too few to correct what is final.
        later = [world.excluded(event) for event in events[4:8]]
        keep_exclusions(connection, [Message(event, 0, n) for n, event in enumerate(later)])
    publish_marked(databases.worker, KEY)
    report = checked(databases.worker, record(events))
    assert report.differences == []
    released = take_snapshot(databases.worker).releases[world.survey_id].release.published
    assert (released["n"], released["counts"]["excluded"]) == (26, 4)
    assert [each["n"] for each in released["variants"]] == [30]


def test_nothing_stored_and_nothing_recorded_is_equal(databases) -> None:
    assert checked(databases.worker, []).differences == []
