"""Who answered: folded once with the tallies, undone by exclusions, compared with the record."""

from typing import Any

import pytest
from chassis.consumer import Message
from contracts.codec import Event
from scoring_service.handlers.folding import fold
from scoring_service.handlers.rebuild import compare
from scoring_service.store import respondents
from scoring_service.store.snapshot import take_snapshot
from scoring_testing import World
from sqlalchemy import text

ANSWERS = {"a": 6, "b": 5}


def who(sex: str, language: str = "id") -> dict[str, Any]:
    return {"language": language, "day": "2026-11-20", "profile": {"sex": sex}}


def answers(world: World, men: int, women: int) -> list[Event]:
    told = [who("m")] * men + [who("f")] * women
    return [world.recorded(n % 2, n // 2, ANSWERS, respondent=each) for n, each in enumerate(told)]


def sexes(state: dict[str, Any]) -> list[tuple[list[str], int]] | None:
    told = {each["question"]: each["groups"] for each in state["released"]["respondents"]}
    groups = told.get("profile.sex")
    return groups and [(group["names"], group["n"]) for group in groups]


@pytest.fixture
def finished(scored, passes):
    def finish(world: World, *events: Event, also: tuple[Event, ...] = ()) -> dict[str, Any]:
        scored(world, *world.known(), *events)
        assert "respondents" not in (passes(world, days=1)["released"] or {})
        scored(world, world.survey(status="closed"), *also)
        return passes(world, days=24.6)

    return finish


@pytest.fixture
def differences(databases):
    def compared(events: list[Event]) -> list[str]:
        record = [dict(event.payload) for event in events]
        return compare(take_snapshot(databases.worker), record).differences

    return compared


def test_a_final_result_tells_who_answered_and_the_record_agrees(finished, differences) -> None:
    world = World()
    events = answers(world, 25, 20)
    state = finished(world, *events)
    assert sexes(state) == [(["m"], 25), (["f"], 20)]
    assert differences(events) == []


def test_what_is_sent_again_is_counted_once(databases, scored) -> None:
    world = World()
    events = answers(world, 3, 2)
    scored(world, *world.known(), *events)
    with databases.worker.unbound() as connection:
        fold(connection, [Message(event, 0, n) for n, event in enumerate(events[:2])])
        found = respondents.of_survey(connection, world.survey_id)
    assert found["profile.sex"] == {"m": 3, "f": 2}


def test_excluded_answers_are_taken_out(finished, differences) -> None:
    world = World()
    events = answers(world, 30, 25)
    state = finished(world, *events, also=tuple(map(world.excluded, events[:12])))
    assert sexes(state) == [(["f"], 25), (["m"], 18)]
    assert differences(events) == []


def test_a_wrong_number_is_named(finished, databases, differences) -> None:
    world = World()
    events = answers(world, 25, 20)
    finished(world, *events)
    with databases.owner.unbound() as connection:
        connection.execute(text("ALTER TABLE respondents NO FORCE ROW LEVEL SECURITY"))
        connection.execute(
            text(
                "UPDATE respondents SET counts ="
                " jsonb_set(counts, '{profile.sex,f}', '11') WHERE part = 1"
            )
        )
        connection.execute(text("ALTER TABLE respondents FORCE ROW LEVEL SECURITY"))
    assert differences(events) == [
        f"survey {world.survey_id}, partition 1, profile.sex f: 11 respondents, record 10"
    ]


def test_where_an_answer_does_not_tell_no_table_is_shown_and_what_follows_is_compared(
    finished, differences
) -> None:
    """The first came in an edition that did not tell; the record knows of it."""
    world = World()
    events = answers(world, 25, 20)
    told = [event.payload.pop("respondent") for event in events[:2]]
    state = finished(world, *events)
    assert state["released"]["respondents"] == []
    assert len(state["released"]["indices"]) == 1
    for event, each in zip(events, told, strict=False):
        event.payload["respondent"] = each
    assert differences(events) == []


def test_few_of_a_choice_are_told_with_others_or_not_at_all(finished) -> None:
    world = World()
    assert sexes(finished(world, *answers(world, 40, 3))) is None
