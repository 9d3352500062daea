"""The standing of a unit as it is published: from final results alone, with each that comes or is
corrected, and from nothing else."""

from typing import Any

import pytest
from contracts.codec import Event
from scoring_service.handlers.standing import standings_differ
from scoring_testing import FORMULA, World
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

GOOD = {"a": 6, "b": 5}
# 1 + 3 x (5 - 1) / 5
WEAK = {"a": 5, "b": 5}
LIMITS = {"wbk": {"IPAK": "3.60"}, "wbbm": {"IPAK": "3.80"}}
LAST_DAYS = {"2026-07": 31, "2026-08": 31, "2026-09": 30, "2026-10": 31}
MONTHS = list(LAST_DAYS)
RESTED = {"minutes": 2}


class Unit:
    """One tenant with a survey for each month, whose answers come by a partition of their own."""

    def __init__(self, scored: Any, passes: Any, **more: Any) -> None:
        self.first = World(**more)
        self.scored, self.passes = scored, passes
        self.came: dict[str, list[Event]] = {}
        self.worlds: dict[str, World] = {}
        known = [self.first.tenants(), self.first.form()]
        scored(self.first, *known, self.first.formula({**FORMULA, "thresholds": LIMITS}))

    def month(self, period: str, answers: dict[str, int], count: int) -> World:
        """Closed, and resting."""
        world = self.worlds[period] = World()
        for name in ("tenant", "form_id", "formula_id"):
            setattr(world, name, getattr(self.first, name))
        part = MONTHS.index(period)
        self.came[period] = [world.recorded(part, n, answers) for n in range(count)]
        self.scored(world, self.survey(period, "closed"), *self.came[period])
        return world

    def survey(self, period: str, status: str) -> Event:
        closes = f"{period}-{LAST_DAYS[period]}T17:00:00+00:00"
        return self.worlds[period].survey(status, period=period, closes_at=closes)

    def final(self, period: str, answers: dict[str, int] = GOOD, count: int = 40) -> World:
        world = self.month(period, answers, count)
        self.passes(world, **RESTED)
        return world


@pytest.fixture
def unit(scored, passes) -> Unit:
    return Unit(scored, passes)


@pytest.fixture
def kept(databases, unit):
    """Its standings; None before the first."""

    def read() -> Any:
        with databases.worker.unbound() as connection:
            state = connection.scalar(
                text("SELECT state FROM standings WHERE tenant_id = :id"), {"id": unit.first.tenant}
            )
        return state and state["standings"]

    return read


@pytest.fixture
def published(databases):
    def read() -> int:
        query = "SELECT count(*) FROM outbox WHERE topic = 'scoring.standings.v1'"
        with databases.worker.unbound() as connection:
            return int(connection.execute(text(query)).scalar_one())

    return read


def test_months_that_become_final_together_are_one_standing(unit, kept, published) -> None:
    """As after an import of earlier answers."""
    for period in MONTHS:
        unit.month(period, GOOD, 40)
    unit.passes(unit.worlds[MONTHS[-1]], **RESTED)
    (standing,) = kept()
    assert [month["period"] for month in standing["months"]] == MONTHS[1:]
    assert published() == 1


def mean(standing: Any) -> str | None:
    value: str | None = standing["indices"][0]["readings"][0]["mean"]
    return value


def states(standing: Any) -> dict[str, str]:
    return {each["name"]: each["state"] for each in standing["predicates"]}


def test_each_final_result_moves_it_and_nothing_before(unit, kept, published, databases) -> None:
    unit.month("2026-08", GOOD, 60)
    assert (kept(), published()) == (None, 0)
    unit.passes(unit.worlds["2026-08"], **RESTED)
    (found,) = kept()
    assert (found["months_missing"], states(found)) == (2, {"wbk": "belum", "wbbm": "belum"})
    unit.final("2026-09", WEAK)
    unit.final("2026-10")
    (found,) = kept()
    assert [(each["period"], each["n"]) for each in found["months"]] == [
        ("2026-08", 60),
        ("2026-09", 40),
        ("2026-10", 40),
    ]
    # (3.70 + 3.40 + 3.70) / 3; by answers 60 x 3.70 + 40 x 3.40 + 40 x 3.70 of 140.
    (reading, prop) = found["indices"][0]["readings"]
    assert (reading["mean"], reading["pooled"]) == ("3.600000", "3.614286")
    assert prop["mean"] == "3.555556"
    assert states(found) == {"wbk": "bergantung_rumus", "wbbm": "belum"}
    assert (published(), standings_differ(databases.worker)) == (3, [])


def test_a_result_that_is_not_final_is_in_none(unit, kept, scored, passes) -> None:
    """A running month with a coarse picture, and a practice tenant's exact one."""
    unit.final("2026-10")
    before = kept()
    running = World()
    for name in ("tenant", "form_id", "formula_id"):
        setattr(running, name, getattr(unit.first, name))
    scored(running, running.survey(), *[running.recorded(5, n, WEAK) for n in range(60)])
    assert passes(running, days=1)["released"]["kind"] == "coarse"
    assert kept() == before


def test_what_a_practice_tenant_sees_at_once_is_in_none(scored, passes, databases) -> None:
    drill = Unit(scored, passes, practice=True)
    drill.month("2026-10", GOOD, 40)
    with databases.worker.unbound() as connection:
        assert connection.execute(text("SELECT * FROM standings")).all() == []


def test_the_same_again_publishes_nothing(unit, kept, published, scored) -> None:
    world = unit.final("2026-10")
    before = published()
    scored(world, unit.survey("2026-10", "closed"), *unit.came["2026-10"])
    assert published() == before


def test_a_correction_moves_it_and_a_decision_on_fewer_does_not(
    unit, kept, scored, databases
) -> None:
    for period in MONTHS[1:]:
        unit.final(period)
    world, events = unit.worlds["2026-09"], unit.came["2026-09"]
    first = kept()
    scored(world, *[world.excluded(each) for each in events[:9]])
    assert kept() == first
    scored(world, world.excluded(events[9]))
    (found,) = kept()
    assert [each["n"] for each in found["months"]] == [40, 30, 40]
    assert standings_differ(databases.worker) == []


def test_a_month_of_fewer_than_ten_answers_is_not_told(unit, kept) -> None:
    unit.final("2026-08")
    unit.final("2026-09", WEAK, 9)
    unit.final("2026-10")
    (found,) = kept()
    assert [each["why"] for each in found["months"]] == [None, "few", None]
    assert (mean(found), found["n"]) == ("3.700000", 80)


def test_a_month_that_a_correction_leaves_with_few_answers_says_so(unit, kept, scored) -> None:
    world = unit.final("2026-10", GOOD, 15)
    scored(world, *[world.excluded(each) for each in unit.came["2026-10"][:10]])
    (found,) = kept()
    assert [(each["n"], each["why"]) for each in found["months"]][-1] == (None, "few")
    assert mean(found) is None


def test_a_month_drops_out_once_the_kanwil_confirmed_that_it_had_no_service(
    unit, kept, scored, databases
) -> None:
    for period in ("2026-07", "2026-08", "2026-10"):
        unit.final(period)
    assert [each["why"] for each in kept()[0]["months"]] == [None, "no_result", None]
    world = unit.worlds["2026-10"]
    scored(world, world.population(0, period="2026-09", confirmed=False))
    assert kept()[0]["months_missing"] == 1
    scored(world, world.population(0, period="2026-09", stage="final", confirmed=True))
    (found,) = kept()
    assert [each["why"] for each in found["months"]] == [None, None, "no_service", None]
    assert found["months_missing"] == 0
    assert standings_differ(databases.worker) == []


def test_a_result_that_is_withdrawn_leaves_it(unit, kept, scored, databases) -> None:
    world = unit.final("2026-10")
    scored(world, *[world.excluded(each) for each in unit.came["2026-10"]])
    assert (kept(), standings_differ(databases.worker)) == ([], [])


def test_one_that_is_not_what_the_results_give_is_named(unit, databases) -> None:
    unit.final("2026-10")
    with databases.worker.unbound() as connection:
        connection.execute(text("UPDATE standings SET state = '{\"standings\": []}'"))
    (told,) = standings_differ(databases.worker)
    assert told.startswith(f"tenant {unit.first.tenant}: standing []")


def test_the_web_role_sees_none(unit, databases) -> None:
    unit.final("2026-10")
    with (
        pytest.raises(DBAPIError, match="permission denied"),
        databases.web.unbound() as connection,
    ):
        connection.execute(text("SELECT * FROM standings"))
