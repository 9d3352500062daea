"""A database of the edition that showed every release in detail is brought to this one, and one of
the edition that published standard errors goes on."""

from collections.abc import Callable
from typing import Any

import pytest
from chassis.migrate import migrate
from contracts.codec import Event
from scoring_service.handlers.rebuild import compare
from scoring_service.store.snapshot import take_snapshot
from scoring_testing import FORMULA, World
from sqlalchemy import text

BACK = (
    "DROP TABLE detailed_releases",
    "ALTER TABLE released_positions ADD COLUMN population bigint",
    "UPDATE alembic_version SET version_num = '0003'",
    # As it was published: options at any size, and certain of it.
    "UPDATE scores SET state = jsonb_set(state #- '{released,withheld}',"
    ' \'{released,indicators}\', \'[{"item": "a", "n": 6, "options": [6]}]\')',
    "UPDATE scores SET state = "
    "jsonb_set(state, '{released,indices,0,standard_error}', '\"0.000000\"')",
)
# What stood where an edition later the interval stands.
ERROR = (
    "UPDATE scores SET state = jsonb_set(state #- '{released,basis}'"
    " #- '{released,indices,0,interval}' #- '{released,indices,0,tipping}',"
    " '{released,indices,0,standard_error}', '\"0.055709\"')"
)


@pytest.fixture
def brought_up(databases, service_database) -> Callable[[], None]:
    def again() -> None:
        with databases.owner.unbound() as connection:
            connection.execute(text("ALTER TABLE scores NO FORCE ROW LEVEL SECURITY"))
            for statement in (ERROR, *BACK):
                connection.execute(text(statement))
            connection.execute(text("ALTER TABLE scores FORCE ROW LEVEL SECURITY"))
        migrate("scoring_service", service_database("scoring").owner)

    return again


def answers(world: World, count: int, start: int = 0) -> list[Event]:
    return [world.recorded(0, start + n, {"a": 5 + n % 2, "b": 6}) for n in range(count)]


def test_what_should_not_have_been_shown_goes_and_numbers_are_made_anew(scored, brought_up) -> None:
    world = World()
    first = scored(world, *world.known(), *answers(world, 6))
    brought_up()
    state: dict[str, Any] = scored(world)
    assert state["revision"] == first["revision"] + 1
    assert state["released"]["indices"] == first["released"]["indices"]
    assert (state["released"]["withheld"], state["released"]["indicators"]) == ("few", [])


def test_a_release_that_waits_for_its_step_waits_without_what_may_be_false(
    scored, brought_up, databases
) -> None:
    world = World()
    events = answers(world, 8)
    first = scored(world, *world.known(), *events[:6])
    scored(world, *events[6:])
    brought_up()
    record = [dict(event.payload) for event in events]
    assert compare(take_snapshot(databases.worker), record).differences == []
    state = scored(world)
    assert (state["count"], state["released"]["n"]) == (8, 6)
    assert (state["released"]["withheld"], state["released"]["indicators"]) == ("few", [])
    (index,) = state["released"]["indices"]
    assert (index["value"], index["standard_error"]) == (
        first["released"]["indices"][0]["value"],
        None,
    )
    assert compare(take_snapshot(databases.worker), record).differences == []
    assert scored(world, world.survey()) == state
    # Its step makes it anew.
    state = scored(world, *answers(world, 3, 8))
    assert "earlier_edition" not in state["released"]
    assert state["released"]["indices"][0]["interval"] is not None


def test_figures_of_a_formula_that_does_not_fit_do_not_wait(scored, brought_up, databases) -> None:
    """5.80 of 4, from six stars in a formula of four."""
    world = World()
    wrong = {**FORMULA, "scale": {"min": 1, "max": 4}, "conversion": "native4"}
    events = answers(world, 8)
    scored(world, *world.known(), *events[:6])
    scored(world, *events[6:], world.formula(wrong))
    brought_up()
    state = scored(world)
    (index,) = state["released"]["indices"]
    assert (state["released"]["n"], index["note"]) == (6, "formula_does_not_fit")
    assert index["value"] is index["band"] is index["interval"] is None
    record = [dict(event.payload) for event in events]
    assert compare(take_snapshot(databases.worker), record).differences == []


def test_what_was_shown_in_detail_before_is_remembered(scored, brought_up) -> None:
    world = World()
    events = answers(world, 30)
    scored(world, *world.known(), *events, world.survey(status="closed"))
    brought_up()
    state = scored(world, world.excluded(events[0]))
    assert (state["released"]["n"], state["released"]["withheld"]) == (29, "excluded_few")


def test_a_release_with_a_standard_error_stays_until_its_next_step(scored, databases) -> None:
    world = World()
    events = answers(world, 12)
    scored(world, *world.known(), *events)
    with databases.owner.unbound() as connection:
        connection.execute(text("ALTER TABLE scores NO FORCE ROW LEVEL SECURITY"))
        connection.execute(text(ERROR))
        connection.execute(text("ALTER TABLE scores FORCE ROW LEVEL SECURITY"))
    before = scored(world, world.survey())["released"]
    assert before["indices"][0]["standard_error"] == "0.055709"
    record = [dict(event.payload) for event in events]
    assert compare(take_snapshot(databases.worker), record).differences == []
    # A number that it did not know, or a step, makes it anew.
    after = scored(world, world.population(60, confirmed=True))["released"]
    assert after["indices"][0]["interval"] is not None
    assert "standard_error" not in after["indices"][0]
    assert after["basis"]["recipients"] == 60
    assert compare(take_snapshot(databases.worker), record).differences == []
