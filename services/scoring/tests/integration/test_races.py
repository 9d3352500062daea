"""What two transactions at once must not lose."""

import threading

from chassis.consumer import Message
from chassis.tenant_tree import keep_tenants
from scoring_service.consumers import (
    keep_forms,
    keep_formulas,
    keep_populations,
    keep_surveys,
)
from scoring_service.handlers.folding import fold
from scoring_service.handlers.scoring import publish_marked
from scoring_service.store import scores
from scoring_testing import KEY, World, wait_for
from sqlalchemy import text

BEST = {"a": 6, "b": 6}


def messages(*events) -> list[Message]:
    return [Message(event, 0, number) for number, event in enumerate(events)]


def score(database, world: World) -> dict:
    with database.unbound() as connection:
        return scores.score(connection, world.survey_id) or {}


def prepare(database, world: World) -> None:
    with database.unbound() as connection:
        keep_tenants(connection, messages(world.tenants()))
        keep_forms(connection, messages(world.form()))
        keep_formulas(connection, messages(world.formula()))
        keep_surveys(connection, messages(world.survey()))


def test_a_tally_behind_a_standing_mark_is_not_forgotten(databases) -> None:
    """The mark of the first answer stands; the second is not yet committed when it is taken."""
    world, worker = World(), databases.worker
    prepare(worker, world)
    with worker.unbound() as connection:
        fold(connection, messages(world.recorded(0, 0, BEST)))
    with worker.unbound() as connection:
        fold(connection, messages(world.recorded(0, 1, BEST)))
        publish_marked(worker, KEY)
    assert score(worker, world)["count"] == 1

    def scored_again() -> bool:
        publish_marked(worker, KEY)
        return score(worker, world)["count"] == 2

    wait_for(scored_again)


def test_two_publishers_do_not_score_one_survey_at_once(databases) -> None:
    world, worker = World(), databases.worker
    prepare(worker, world)
    with worker.unbound() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": 0x5C0E})
        assert publish_marked(worker, KEY) == 0
    assert publish_marked(worker, KEY) == 1


def test_a_survey_and_its_population_may_come_at_the_same_moment(databases) -> None:
    world, worker = World(), databases.worker
    with worker.unbound() as connection:
        keep_forms(connection, messages(world.form()))
        keep_formulas(connection, messages(world.formula()))

    def add_survey() -> None:
        with worker.unbound() as connection:
            keep_surveys(connection, messages(world.survey()))

    other = threading.Thread(target=add_survey)
    with worker.unbound() as connection:
        keep_populations(connection, messages(world.population(400)))
        other.start()
        wait_for(lambda: not other.is_alive() or _waits(worker))
        publish_marked(worker, KEY)
    other.join()
    publish_marked(worker, KEY)
    assert score(worker, world)["target"] == 196


def _waits(database) -> bool:
    with database.unbound() as connection:
        return bool(
            connection.scalar(
                text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            )
        )


def test_a_form_of_one_item_has_no_pairs(databases) -> None:
    world, worker = World(practice=True), databases.worker
    prepare(worker, world)
    form = world.form()
    form.payload["definition"]["items"].pop()
    with worker.unbound() as connection:
        keep_forms(connection, messages(form))
        fold(connection, messages(world.recorded(0, 0, {"a": 6})))
    with worker.unbound() as connection:
        fold(connection, messages(*(world.recorded(0, n, {"a": 5}) for n in range(1, 10))))
    publish_marked(worker, KEY)
    found = score(worker, world)
    assert found["released"]["indicators"][0]["options"] == [0, 0, 0, 0, 9, 1]
    assert found["released"]["indices"][0]["note"] == "formula_does_not_fit"


def test_many_surveys_are_scored_in_one_turn(databases) -> None:
    worker, worlds = databases.worker, [World() for _ in range(120)]
    for world in worlds:
        prepare(worker, world)
    assert publish_marked(worker, KEY) == 120
    assert publish_marked(worker, KEY) == 0
