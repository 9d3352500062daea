"""A database of the edition that showed exact figures while a survey was open is brought to this
one: what was shown is remembered, and shown no longer before it is final."""

from collections.abc import Callable
from typing import Any

import pytest
from chassis.migrate import migrate
from contracts.codec import Event
from scoring_service.handlers.rebuild import compare
from scoring_service.store.snapshot import take_snapshot
from scoring_testing import World
from sqlalchemy import text

# As that edition left it: an exact release of all answers, in detail.
BACK = (
    "DROP TABLE releases, release_days, standings, respondents, respondents_from,"
    " final_results, summaries, pending_summaries, small_results, historic_results",
    "DROP FUNCTION refuse_change",
    "CREATE TABLE released_positions (survey_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
    " positions jsonb NOT NULL, excluded uuid[] NOT NULL DEFAULT '{}', recipients bigint)",
    "CREATE TABLE detailed_releases (survey_id uuid NOT NULL, tenant_id uuid NOT NULL,"
    " positions jsonb NOT NULL, excluded uuid[] NOT NULL)",
    "UPDATE scores SET state = jsonb_set(state, '{released}', jsonb_build_object('n', 30,"
    " 'released_at', '2026-11-19T02:00:00+00:00', 'indices', '[]'::jsonb,"
    " 'indicators', '[]'::jsonb))",
    "INSERT INTO released_positions (survey_id, tenant_id, positions)"
    " SELECT survey_id, tenant_id, jsonb_build_object('0', 99) FROM scores",
    "INSERT INTO detailed_releases SELECT survey_id, tenant_id, positions, excluded"
    " FROM released_positions",
    "UPDATE alembic_version SET version_num = '0004'",
)


@pytest.fixture
def brought_up(databases, service_database) -> Callable[[], None]:
    def again() -> None:
        with databases.owner.unbound() as connection:
            connection.execute(text("ALTER TABLE scores NO FORCE ROW LEVEL SECURITY"))
            for statement in BACK:
                connection.execute(text(statement))
            connection.execute(text("ALTER TABLE scores FORCE ROW LEVEL SECURITY"))
        migrate("scoring_service", service_database("scoring").owner)

    return again


def answers(world: World, count: int, start: int = 0) -> list[Event]:
    return [world.recorded(0, start + n, {"a": 5 + n % 2, "b": 6}) for n in range(count)]


def test_what_was_shown_of_an_open_survey_goes_until_the_clock_shows_it_coarse(
    scored, passes, brought_up
) -> None:
    world = World()
    first = scored(world, *world.known(), *answers(world, 45))
    brought_up()
    state = scored(world)
    assert (state["revision"], state["released"]) == (first["revision"] + 1, None)
    made = passes(world, minutes=1)["released"]
    # Behind the two rows of what was shown.
    assert (made["kind"], made["number"], made["indicators"]) == ("coarse", 3, [])


@pytest.mark.parametrize(("out", "why"), [(0, None), (1, "excluded_few"), (10, None)])
def test_a_month_long_over_is_final_and_tells_nobody_apart_from_what_was_shown(
    scored, passes, brought_up, databases, out: int, why: str | None
) -> None:
    world = World()
    events = answers(world, 30)
    closed = world.survey("closed", closes_at="2026-10-31T17:00:00+00:00", period="2026-10")
    scored(world, *world.known()[:3], closed, *events)
    brought_up()
    scored(world, *(world.excluded(event) for event in events[:out]))
    state: dict[str, Any] = passes(world, minutes=2)
    made = state["released"]
    assert (state["stage"], made["n"], made["withheld"]) == ("final", 30 - out, why)
    record = [dict(event.payload) for event in events]
    assert compare(take_snapshot(databases.worker), record).differences == []
