"""The index of each service and way of answering: in a final result and nowhere else."""

from typing import Any

import pytest
from contracts.codec import Event
from scoring_service.handlers.rebuild import compare
from scoring_service.store.snapshot import take_snapshot
from scoring_testing import World
from sqlalchemy import text

# Persons at 3.7 and at 2.8.
GOOD, POOR = {"a": 6, "b": 5}, {"a": 4, "b": 4}


def answers(world: World, visits: int = 30, goods: int = 20) -> list[Event]:
    """Those about visits are poor."""
    found = [world.recorded(0, n, POOR, service="kunjungan") for n in range(visits)]
    later = range(visits, visits + goods)
    return [*found, *(world.recorded(0, n, GOOD, service="penitipan") for n in later)]


def services(state: dict[str, Any]) -> list[tuple[list[str], int, str]] | None:
    """What is told by service: names, number, index."""
    parts = {part["by"]: part["groups"] for part in state["released"].get("parts", [])}
    if "service" not in parts:
        return None
    return [(each["names"], each["n"], each["indices"][0]["display4"]) for each in parts["service"]]


BOTH = [(["kunjungan"], 30, "2.80"), (["penitipan"], 20, "3.70")]


@pytest.fixture
def finished(scored, passes):
    """A world's score once its result is final; `also`: what comes before it is closed."""

    def finish(world: World, *events: Event, also: tuple[Event, ...] = ()) -> dict[str, Any]:
        scored(world, *world.known(), *events)
        assert services(passes(world, days=1)) is None
        scored(world, world.survey(status="closed"), *also)
        return passes(world, days=24.6)

    return finish


def test_a_final_result_tells_each_service_and_the_record_says_the_same(
    finished, databases
) -> None:
    world = World()
    events = answers(world)
    assert services(finished(world, *events)) == BOTH
    record = [dict(event.payload) for event in events]
    assert compare(take_snapshot(databases.worker), record).differences == []
    record[0]["service"] = "penitipan"
    found = str(compare(take_snapshot(databases.worker), record))
    assert f"survey {world.survey_id}, service: released" in found


def test_excluded_answers_are_in_no_service_and_few_left_are_joined(finished, databases) -> None:
    world = World()
    events = answers(world, goods=25)
    out = [world.excluded(event) for event in events[-16:]]
    state = finished(world, *events, also=tuple(out))
    assert state["released"]["withheld"] is None
    assert state["released"]["parts"] == []
    record = [dict(event.payload) for event in events]
    assert compare(take_snapshot(databases.worker), record).differences == []


def test_another_number_of_recipients_keeps_them_and_corrections_of_answers_have_none(
    finished, scored
) -> None:
    world = World()
    events = answers(world)
    finished(world, *events)
    state = scored(world, world.population(90, confirmed=True))
    assert (state["released"]["reason"], services(state)) == ("recipients", BOTH)
    state = scored(world, *(world.excluded(event) for event in events[:10]))
    assert (state["released"]["reason"], services(state)) == ("exclusions", None)
    state = scored(world, world.population(91, confirmed=True))
    assert (state["released"]["reason"], services(state)) == ("recipients", None)


def test_a_correction_waits_that_would_tell_a_few_of_a_service(finished, scored, databases) -> None:
    """Ten of fourteen: the service less these would be the other four."""
    world = World()
    events = answers(world, goods=14)
    first = finished(world, *events)["released"]
    state = scored(world, *(world.excluded(event) for event in events[-10:]))
    assert (state["excluded"], state["released"]) == (10, first)
    # With the rest of the service the lists tell them already.
    state = scored(world, *(world.excluded(event) for event in events[-14:-10]))
    assert (state["released"]["reason"], state["released"]["n"]) == ("exclusions", 30)
    record = [dict(event.payload) for event in events]
    assert compare(take_snapshot(databases.worker), record).differences == []


def test_answers_that_come_later_tell_no_service(finished, scored, passes) -> None:
    """One of them may be the only new one of its service."""
    world = World()
    finished(world, *answers(world))
    scored(world, *(world.recorded(0, 50 + n, GOOD, service="kunjungan") for n in range(10)))
    state = passes(world, days=1)
    assert (state["released"]["reason"], state["released"]["n"]) == ("answers", 60)
    assert services(state) is None


def test_beside_exact_releases_of_an_earlier_edition_no_service_is_told(
    finished, databases, scored
) -> None:
    world = World()
    scored(world, *world.known())
    with databases.worker.unbound() as connection:
        connection.execute(
            text(
                "INSERT INTO releases (survey_id, number, tenant_id, kind, positions, excluded)"
                " VALUES (:survey, 1, :tenant, 'earlier', '{\"0\": 40}', '{}')"
            ),
            {"survey": world.survey_id, "tenant": world.tenant},
        )
    assert services(finished(world, *answers(world))) is None


def test_practice_while_it_is_open_tells_none(scored) -> None:
    world = World(practice=True)
    state = scored(world, *world.known(), *answers(world))
    assert (state["released"]["kind"], services(state)) == ("practice", None)
