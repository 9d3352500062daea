"""The practice ministry: the same seed is the same ministry, and what is true of a unit shows in
its answers as far as its kind lets it."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from statistics import fmean
from typing import Any

import numpy as np
import pytest
from forms_service.shared.offices import serves_public
from identity_service.handlers.seed import organisation
from suara_local.coverage.visitors import STARS
from suara_local.practice.answers import GO_ON
from suara_local.practice.earlier import missing, table_of
from suara_local.practice.extent import (
    SMALL,
    WHOLE,
    kanwil_of,
    months_of,
    most_of,
    number_is,
    taken,
    units_in,
)
from suara_local.practice.honest import as_visitors
from suara_local.practice.kinds import KINDS
from suara_local.practice.months import DEMO_UNITS, RECIPIENTS
from suara_local.practice.places import Place
from suara_local.practice.truth import (
    Unit,
    everybody,
    indices,
    layout,
    recipients,
    season,
    unit_of,
)
from suara_local.practice.turnout import CLOSES, turnout

MONTH = "2026-10"
PUBLIC = [state for state in organisation() if serves_public(state)]
UNITS = {state["code"]: unit_of(state) for state in PUBLIC}
# Whose answers are nobody's but their visitors'.
OPEN = ("honest", "large", "small", "ceiling", "unhappy")


def of_kind(name: str, most: int = 12) -> list[Unit]:
    return [unit for unit in UNITS.values() if unit.name == name][:most]


def measured(unit: Unit) -> dict[str, float]:
    stars = np.array([answer.stars for answer in turnout(unit, MONTH)])
    return {code: float(value) for code, value in indices(stars).items()}


def true(unit: Unit) -> dict[str, float]:
    found = indices(everybody(unit, MONTH).stars)
    return {code: float(value) for code, value in found.items()}


def test_the_same_seed_gives_the_same_answers_to_the_last_star() -> None:
    again = {state["code"]: unit_of(state) for state in reversed(PUBLIC)}
    assert again == UNITS
    some = [turnout(UNITS[code], MONTH) for code in ("W11-05", "W13-07")]
    assert some == [turnout(again[code], MONTH) for code in ("W11-05", "W13-07")]
    # On every machine, and until somebody decides otherwise.
    stars = repr([(each.stars, each.service) for one in some for each in one])
    assert hashlib.sha256(stars.encode()).hexdigest()[:16] == "b1f8988cb12a1454"


def test_months_and_units_differ() -> None:
    unit, other = of_kind("honest", 2)
    stars = [[each.stars for each in turnout(*one)] for one in ((unit, MONTH), (unit, "2026-09"))]
    assert stars[0] != stars[1]
    assert stars[0] != [each.stars for each in turnout(other, MONTH)]


@pytest.mark.parametrize("name", KINDS)
def test_so_many_give_six_stars_throughout(name: str) -> None:
    for unit in of_kind(name):
        stars = everybody(unit, MONTH).stars
        highest = (stars == STARS).all(axis=1).sum()
        assert highest == pytest.approx(KINDS[name].top * len(stars), abs=0.51)


def test_of_all_people_45_to_91_of_a_hundred_do() -> None:
    tops = {kind.top for kind in KINDS.values()}
    assert (min(tops), max(tops)) == (0.45, 0.91)


def errors() -> Iterator[float]:
    """Of units that leave their visitors alone: measured less true, in standard errors of a sample
    of so many out of all."""
    keys = [key for key, _, _ in layout().items]
    for name in OPEN:
        for unit in of_kind(name):
            people, truth, found = everybody(unit, MONTH), true(unit), measured(unit)
            n, every = len(turnout(unit, MONTH)), len(people.stars)
            columns = slice(0, len(keys) - 5)
            own = 1 + 3 * (people.stars[:, columns].mean(axis=1) - 1) / (STARS - 1)
            error = own.std(ddof=1) * np.sqrt((1 / n) * (1 - n / every))
            yield (found["IPKP"] - truth["IPKP"]) / error


def test_what_is_measured_is_true_within_the_error_of_sampling() -> None:
    found = list(errors())
    assert len(found) == 12 * len(OPEN)
    assert abs(fmean(found)) < 3 / np.sqrt(len(found))
    assert np.std(found) == pytest.approx(1, abs=0.3)
    assert max(map(abs, found)) < 4


@pytest.mark.parametrize("name", ["lazy", "cheating"])
def test_whose_staff_answers_shows_more_than_is_true(name: str) -> None:
    more = [measured(unit)["IPAK"] - true(unit)["IPAK"] for unit in of_kind(name)]
    assert fmean(more) > 0.05
    added = KINDS[name].clerk + KINDS[name].script
    for unit in of_kind(name):
        own = round(KINDS[name].answering * sum(recipients(unit, MONTH).values()))
        assert own / len(turnout(unit, MONTH)) == pytest.approx(1 - added, abs=0.02)


def test_a_unit_has_a_weakest_statement() -> None:
    unit = of_kind("unhappy")[0]
    means = everybody(unit, MONTH).stars.mean(axis=0)
    assert means.argmin() == unit.weak


def test_seasons_come_and_go() -> None:
    unit = of_kind("large")[0]
    year = [f"2026-{month:02}" for month in range(1, 13)]
    people = {month: sum(recipients(unit, month).values()) for month in year}
    height, depth = max(year, key=people.__getitem__), min(year, key=people.__getitem__)
    assert int(height[5:]) == unit.height
    assert abs(int(height[5:]) - int(depth[5:])) == 6
    assert people[height] > 1.4 * people[depth]
    low = [(everybody(unit, month).stars.mean(axis=1) < 4).mean() for month in (height, depth)]
    assert low[0] > 1.5 * low[1]
    # What is known of the demo units holds in every month.
    demo = UNITS[DEMO_UNITS[0]]
    assert [season(demo, month) for month in year] == [0] * 12
    assert recipients(demo, MONTH) == RECIPIENTS


def test_people_come_on_working_days_of_the_month() -> None:
    for code in ("W11-05", "W13-07", *(of_kind(name)[0].code for name in KINDS)):
        for answer in turnout(UNITS[code], MONTH):
            assert f"{answer.opened:%Y-%m}" == MONTH
            assert answer.opened.weekday() < 5
            assert set(answer.stars) <= set(range(1, 7))
            assert answer.service in UNITS[code].services


def test_the_small_ministry_is_a_kanwil_and_sixty_other_units() -> None:
    chosen = units_in(SMALL, PUBLIC, MONTH, "2026-11")
    codes = {state["code"] for state in chosen}
    whole = {state["code"] for state in PUBLIC if kanwil_of(state) == "W11"}
    assert whole <= codes
    assert len(codes) == len(chosen) == len(whole) + 60
    assert set(DEMO_UNITS) <= codes
    assert {kanwil_of(each) for each in chosen} == {kanwil_of(each) for each in PUBLIC}
    assert {each["unit_type"] for each in chosen} == {each["unit_type"] for each in PUBLIC}
    assert {UNITS[code].name for code in codes} == set(KINDS)
    # The demo units have an older month.
    older = units_in(SMALL, PUBLIC, "2026-08", "2026-11")
    assert {state["code"] for state in older} == set(DEMO_UNITS)
    assert units_in(WHOLE, PUBLIC, "2025-12", "2026-11") == PUBLIC


@pytest.mark.parametrize("this_month", ["2026-01", "2026-07"])
def test_the_small_ministry_has_at_most_20_000_answers(this_month: str) -> None:
    count = 0
    *past, last = months_of(SMALL, this_month)
    for month in (*past, last, this_month):
        # At the most the results of the last month are not final yet.
        most = SMALL.most if month in past else SMALL.most_now
        sizes = [
            len(taken(unit_of(state), month, most))
            for state in units_in(SMALL, PUBLIC, month, this_month)
        ]
        count += sum(sizes)
    # At the last day of the month, and with those who go on to the half-yearly survey.
    count += sum(-(-size // GO_ON) for size in sizes)
    assert 10_000 < count <= 20_000


def test_until_results_are_final_a_coarse_picture_needs_more_answers() -> None:
    asked = ("2026-10", "2026-11", "2026-12")
    for day, expected in ((14, [40, 100, 100]), (15, [40, 40, 100])):
        now = datetime(2026, 12, day, tzinfo=UTC)
        assert [most_of(SMALL, month, now) for month in asked] == expected


def test_the_small_ministry_keeps_the_shares_of_each_way_of_answering() -> None:
    unit = of_kind("lazy")[0]
    every, some = turnout(unit, MONTH), taken(unit, MONTH, SMALL.most)
    assert len(some) == SMALL.most < len(every)
    assert all(every[number] == answer for number, answer in some.items())
    shares = [
        fmean(answer.opened.hour >= CLOSES for answer in answers)
        for answers in (every, some.values())
    ]
    assert shares[1] == pytest.approx(shares[0], abs=0.03)
    assert taken(unit, MONTH, WHOLE.most) == dict(enumerate(every))
    few = of_kind("small")[0]
    assert taken(few, MONTH, SMALL.most) == dict(enumerate(turnout(few, MONTH)))


def test_the_whole_ministry_has_more_than_half_a_million_answers_a_year() -> None:
    some = [UNITS[state["code"]] for state in PUBLIC[::30]]
    past = fmean(len(turnout(unit, month)) for unit in some for month in ("2026-02", "2026-08"))
    now = fmean(len(taken(unit, MONTH, WHOLE.most_now)) for unit in some)
    assert 500_000 < (past * WHOLE.past + now + now / GO_ON) * len(PUBLIC) < 600_000


def test_most_numbers_are_confirmed_some_wait_and_some_never_come() -> None:
    found = Counter(number_is(code, MONTH, MONTH) for code in UNITS)
    assert found["confirmed"] > found["entered"] > found[""] > 50
    before = Counter(number_is(code, "2026-09", MONTH) for code in UNITS)
    assert before[""] == found[""]
    assert before["entered"] == 0


def place(code: str) -> Place:
    items: list[Any] = [{"key": key, "points": STARS} for key, _, _ in layout().items]
    return Place(UNITS[code], "ABC", "survey", "version", "SPKP-SPAK", MONTH, items)


def test_earlier_answers_are_a_table_with_an_id_each() -> None:
    where = place("W11-05")
    answers = dict(enumerate(turnout(where.unit, MONTH)))
    lines = table_of(where, answers).decode().splitlines()
    keys = [key for key, _, _ in layout().items]
    assert lines[0].split(",") == ["id", "date", "service", *keys]
    ids = [line.split(",")[0] for line in lines[1:]]
    assert len(set(ids)) == len(ids) == len(answers)
    assert {line.split(",")[1][:7] for line in lines[1:]} == {MONTH}


def test_a_month_is_brought_once_and_not_where_people_answered_in_it() -> None:
    where = place("W11-05")
    answers = taken(where.unit, MONTH, 20)
    assert missing(where, 20, 0, all_imported=True) == answers
    # Interrupted: those that are there keep their ids.
    assert missing(where, 20, 19, all_imported=True) == answers
    assert missing(where, 20, 20, all_imported=True) == {}
    assert missing(where, 20, 1, all_imported=False) == {}


def test_nobody_answers_in_the_future_and_who_answers_keeps_the_id() -> None:
    where, answers = place("W11-05"), dict(enumerate(turnout(UNITS["W11-05"], MONTH)))
    told = {"code": where.code, "survey": where.survey_id, "form_version": "version"}

    def bodies(day: int) -> dict[str, Any]:
        now = datetime(2026, 10, day, tzinfo=UTC)
        people = as_visitors("name", told, where.items, answers, b"key", now)
        return {one.body["response_id"]: one.body for one in people}

    early, late = bodies(12), bodies(31)
    assert 0 < len(early) < len(late) == len(answers)
    assert {key: late[key] for key in early} == early
    assert all(body["finished_at"] < "2026-10-12" for body in early.values())


def test_stars_are_told_on_the_scale_of_the_statement() -> None:
    four: list[Any] = [{"key": "u1", "options": [{"value": value} for value in range(1, 5)]}]
    answers = dict(enumerate(turnout(UNITS["W11-05"], MONTH)))
    now = datetime(2026, 11, 1, tzinfo=UTC)
    people = as_visitors("name", {}, four, answers, b"key", now)
    told = [one.body["answers"]["u1"] for one in people]
    assert told == [round(1 + (each.stars[0] - 1) * 3 / 5) for each in answers.values()]
    assert max(told) == 4
