"""Summaries of several months and units as they are published: with each final result that comes,
is corrected or withdrawn, by the tree of then and of now, and from nothing else."""

from itertools import count
from typing import Any

import pytest
from chassis.events import new_event
from contracts.codec import Event
from scoring_service.handlers.summarising import summaries_differ
from scoring_testing import World
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

# 3.70 and 3.40 by minmax.
GOOD, WEAK = {"a": 6, "b": 5}, {"a": 5, "b": 5}
LAST_DAYS = {"2026-07": 31, "2026-08": 31, "2026-09": 30, "2026-10": 31}
NATION, NORTH, SOUTH = (World() for _ in range(3))
SINCE = "2020-01-01"


def tenant(world: World, parents: list[tuple[str | None, str, str | None]], **more: Any) -> Event:
    """`parents`: id, from and to."""
    event = world.tenants()
    links = [
        dict(zip(("parent_id", "valid_from", "valid_to"), each, strict=True)) for each in parents
    ]
    return new_event(event.type, event.tenant_id, {**event.payload, "parents": links, **more})


class Tree:
    """A nation of two offices; units with surveys, whose answers come one after the other."""

    def __init__(self, scored: Any, passes: Any, databases: Any) -> None:
        self.scored, self.passes, self.worker = scored, passes, databases.worker
        self.offsets, self.came = count(), dict[str, list[Event]]()
        self.first = World()
        scored(self.first, self.first.form(), self.first.formula())
        self.stands(NATION, None, kind="ministry")
        for office in (NORTH, SOUTH):
            self.stands(office, NATION, kind="kanwil")

    def stands(self, world: World, above: World | None, **more: Any) -> World:
        self.scored(world, tenant(world, [(above.tenant if above else None, SINCE, None)], **more))
        return world

    def unit(self, above: World, **more: Any) -> World:
        return self.stands(World(), above, **more)

    def final(
        self, unit: World, period: str, answers: dict[str, int] = GOOD, people: int = 40
    ) -> World:
        world = World()
        world.tenant = unit.tenant
        world.form_id, world.formula_id = self.first.form_id, self.first.formula_id
        closes = f"{period}-{LAST_DAYS[period]}T17:00:00+00:00"
        made = [world.recorded(0, next(self.offsets), answers) for _ in range(people)]
        self.came[world.survey_id] = made
        self.scored(world, world.survey("closed", period=period, closes_at=closes), *made)
        self.passes(world, minutes=2)
        return world

    def told(self, world: World, period: str) -> Any:
        """The one summary of a tenant; None without."""
        with self.worker.unbound() as connection:
            state = connection.scalar(
                text("SELECT state FROM summaries WHERE tenant_id = :id AND period = :period"),
                {"id": world.tenant, "period": period},
            )
        return state["summaries"][0] if state and state["summaries"] else None

    def region(self, world: World, period: str = "2026-10", which: str = "region") -> Any:
        """(valid, units, mean, pooled)"""
        told = (self.told(world, period) or {}).get(which)
        return told and (told["valid"], told["units"], *means(told))

    def small(self, world: World, period: str) -> list[Any]:
        """(units, n, periods, value) of each sum."""
        found = (self.told(world, period) or {"small": []})["small"]
        return [
            (each["units"], each["n"], each["periods"], each["indices"][0]["value"])
            for each in found
        ]

    def published(self) -> int:
        query = "SELECT count(*) FROM outbox WHERE topic = 'scoring.summaries.v1'"
        with self.worker.unbound() as connection:
            return int(connection.execute(text(query)).scalar_one())

    def differences(self) -> list[str]:
        return summaries_differ(self.worker)


def means(told: Any) -> tuple[str, str]:
    return told["indices"][0]["mean"], told["indices"][0]["pooled"]


@pytest.fixture
def tree(scored, passes, databases) -> Tree:
    return Tree(scored, passes, databases)


def test_an_office_and_the_nation_are_the_mean_of_their_units(tree) -> None:
    one, other = tree.unit(NORTH), tree.unit(NORTH)
    tree.unit(SOUTH)
    tree.final(one, "2026-10")
    assert tree.region(NORTH) == (1, 2, "3.700000", "3.700000")
    tree.final(other, "2026-10", WEAK, 60)
    # (3.70 + 3.40) / 2; by answers 40 x 3.70 + 60 x 3.40 of 100.
    assert tree.region(NORTH) == (2, 2, "3.550000", "3.520000")
    assert tree.region(NATION) == (2, 3, "3.550000", "3.520000")
    assert (tree.told(SOUTH, "2026-10"), tree.told(one, "2026-10")) == (None, None)
    assert tree.differences() == []


def test_an_office_s_own_services_are_no_part_of_its_region(tree) -> None:
    tree.final(NORTH, "2026-10", WEAK)
    assert tree.told(NORTH, "2026-10") is None
    tree.final(tree.unit(NORTH), "2026-10")
    assert tree.region(NORTH) == (1, 1, "3.700000", "3.700000")
    assert means(tree.told(NORTH, "2026-Q4")["own"]) == ("3.400000", "3.400000")
    # Of the nation it is one of the units.
    assert tree.region(NATION) == (2, 2, "3.550000", "3.550000")


def test_quarters_and_semesters_do_not_overlap(tree) -> None:
    unit = tree.unit(NORTH)
    for period, answers in (("2026-08", GOOD), ("2026-09", WEAK), ("2026-10", WEAK)):
        tree.final(unit, period, answers)
    third = tree.told(unit, "2026-Q3")["own"]
    assert [(each["period"], each["why"]) for each in third["months"]] == [
        ("2026-07", "no_result"),
        ("2026-08", None),
        ("2026-09", None),
    ]
    assert means(third) == ("3.550000", "3.550000")
    assert means(tree.told(unit, "2026-Q4")["own"]) == ("3.400000", "3.400000")
    assert means(tree.told(unit, "2026-S2")["own"]) == ("3.500000", "3.500000")
    assert tree.region(NORTH, "2026-S2") == (1, 1, "3.500000", "3.500000")
    assert tree.told(NORTH, "2026-Q3")["region"]["complete"] == 0
    assert tree.differences() == []


def test_a_month_that_nobody_was_served_in_is_not_missed(tree, scored) -> None:
    unit = tree.unit(NORTH)
    for period in ("2026-08", "2026-09"):
        world = tree.final(unit, period)
    scored(world, world.population(0, period="2026-07", stage="final", confirmed=True))
    assert tree.told(unit, "2026-Q3")["own"]["months"][0]["why"] == "no_service"
    assert tree.told(NORTH, "2026-Q3")["region"]["complete"] == 1
    assert tree.differences() == []


def test_fewer_than_ten_answers_are_in_no_value(tree) -> None:
    tree.final(tree.unit(NORTH), "2026-10")
    tree.final(tree.unit(NORTH), "2026-10", WEAK, 9)
    assert tree.region(NORTH) == (1, 2, "3.700000", "3.700000")
    told = tree.told(NORTH, "2026-10")["region"]
    assert (told["few"], told["n"], told["joined_units"]) == (1, 40, 0)


def test_a_correction_moves_all_above_and_the_same_again_publishes_nothing(tree, scored) -> None:
    world = tree.final(tree.unit(NORTH), "2026-10", GOOD, 50)
    before, events = tree.published(), tree.came[world.survey_id]
    scored(world, *[world.excluded(each) for each in events[:9]])
    assert tree.published() == before
    scored(world, world.excluded(events[9]))
    assert tree.told(NATION, "2026-S2")["region"]["n"] == 40
    # The unit's quarter and semester; month, quarter and semester of both above.
    assert tree.published() == before + 8
    scored(world, *[world.excluded(each) for each in events[10:]])
    assert (tree.told(NORTH, "2026-10"), tree.differences()) == (None, [])


def test_practice_units_are_in_no_value_but_their_own(tree) -> None:
    drill = tree.unit(NORTH, practice=True)
    tree.final(drill, "2026-10")
    assert tree.told(NORTH, "2026-10") is None
    assert means(tree.told(drill, "2026-Q4")["own"]) == ("3.700000", "3.700000")


def test_a_unit_that_moved_is_told_where_it_was_and_where_it_is(tree, scored) -> None:
    stays, moves = tree.unit(NORTH), tree.unit(NORTH)
    tree.final(stays, "2026-10")
    tree.final(moves, "2026-10", WEAK)
    assert tree.region(NORTH, which="regrouped") is None
    links = [(NORTH.tenant, SINCE, "2026-11-10"), (SOUTH.tenant, "2026-11-10", None)]
    scored(moves, tenant(moves, links))
    assert tree.region(NORTH) == (2, 2, "3.550000", "3.550000")
    assert tree.region(NORTH, which="regrouped") == (1, 1, "3.700000", "3.700000")
    assert tree.region(SOUTH) is None
    assert tree.region(SOUTH, which="regrouped") == (1, 1, "3.400000", "3.400000")
    assert tree.region(NATION, which="regrouped") is None
    assert tree.differences() == []


def test_a_move_of_a_day_to_come_is_seen_as_it_begins(tree, scored, passes) -> None:
    moves = tree.unit(NORTH)
    world = tree.final(moves, "2026-10")
    links = [(NORTH.tenant, SINCE, "2026-12-01"), (SOUTH.tenant, "2026-12-01", None)]
    scored(moves, tenant(moves, links))
    assert tree.told(SOUTH, "2026-10") is None
    passes(world, days=14)
    assert tree.region(SOUTH, which="regrouped") == (1, 1, "3.700000", "3.700000")
    assert tree.differences() == []


def test_a_unit_that_began_later_or_has_closed_should_have_none(tree, scored) -> None:
    tree.final(tree.unit(NORTH), "2026-10")
    later = World()
    scored(later, tenant(later, [(NORTH.tenant, "2026-11-01", None)]))
    tree.unit(NORTH, status="closed")
    assert tree.region(NORTH) == (1, 1, "3.700000", "3.700000")


def test_one_that_is_not_what_the_results_give_is_named(tree) -> None:
    unit = tree.unit(NORTH)
    world = tree.final(unit, "2026-10")
    with tree.worker.unbound() as connection:
        connection.execute(
            text("UPDATE summaries SET state = '{\"summaries\": []}' WHERE tenant_id = :id"),
            {"id": unit.tenant},
        )
    told = tree.differences()
    assert [line.split(":")[0] for line in told] == [
        f"tenant {unit.tenant}, {period}" for period in ("2026-Q4", "2026-S2")
    ]
    with tree.worker.unbound() as connection:
        connection.execute(text("UPDATE final_results SET state = state || '{\"n\": 41}'"))
    assert tree.differences()[0].startswith(f"survey {world.survey_id}: final result")


def test_small_results_are_told_once_their_quarter_has_rested(tree, passes) -> None:
    """Of one that reaches ten over its months, and of three that reach it together."""
    big, *others = (tree.unit(NORTH) for _ in range(4))
    tree.final(big, "2026-08", GOOD, 6)
    world = tree.final(big, "2026-09", WEAK, 6)
    for other in others:
        tree.final(other, "2026-09", WEAK, 4)
    # A quarter that has not ended yet, and one that has been told.
    tree.final(big, "2026-10", GOOD, 9)
    assert (tree.small(big, "2026-Q3"), tree.small(NORTH, "2026-Q3")) == ([], [])
    passes(world, days=1)
    assert tree.small(big, "2026-Q3") == [(1, 12, ["2026-08", "2026-09"], "3.550000")]
    assert tree.small(NORTH, "2026-Q3") == [(3, 12, ["2026-09"], "3.400000")]
    assert tree.small(big, "2026-Q4") == tree.small(NATION, "2026-Q3") == []
    # What comes later waits for others: it is never added to what was told.
    tree.final(big, "2026-07", GOOD, 9)
    passes(world, days=1)
    assert tree.small(big, "2026-Q3") == [(1, 12, ["2026-08", "2026-09"], "3.550000")]
    assert tree.differences() == []


def test_a_sum_that_is_not_what_its_releases_give_is_named(tree, passes, databases) -> None:
    unit = tree.unit(NORTH)
    worlds = [tree.final(unit, period, GOOD, 6) for period in ("2026-08", "2026-09")]
    passes(worlds[0], days=1)
    changed = "UPDATE small_results SET state = state || '{\"n\": 7}' WHERE survey_id = :id"
    with pytest.raises(DBAPIError, match="permission denied"), tree.worker.unbound() as connection:
        connection.execute(text(changed), {"id": worlds[0].survey_id})
    with databases.owner.unbound() as connection:
        connection.execute(text("ALTER TABLE small_results NO FORCE ROW LEVEL SECURITY"))
        connection.execute(text(changed), {"id": worlds[0].survey_id})
        connection.execute(text("ALTER TABLE small_results FORCE ROW LEVEL SECURITY"))
    assert tree.differences()[0].startswith(f"survey {worlds[0].survey_id}: in a sum")


@pytest.mark.parametrize(
    "table", ["final_results", "small_results", "summaries", "pending_summaries"]
)
def test_the_web_role_sees_none(databases, table: str) -> None:
    with (
        pytest.raises(DBAPIError, match="permission denied"),
        databases.web.unbound() as connection,
    ):
        connection.execute(text(f"TABLE {table}"))
