"""Sums and differences of exact figures: the attack of `make attack-disclosure` that needs no
platform gets nothing by our rules, and what it says it got by others is true."""

from collections.abc import Sequence

import numpy as np
import pytest
from contracts.enough import DETAILED_FROM
from suara_local.attack.sums import months, people, run, unit
from suara_local.attack.sums.tries import Figure, fewest

OFFICES, SEED = 24, 7
LARGE, TEN = 12, 10


def figure(held: Sequence[int], value: float) -> Figure:
    return Figure(np.array(held, dtype=np.bool_), {"IPAK": value})


def test_by_our_rules_nothing_is_got_and_as_it_is_nearly_everywhere() -> None:
    for found in run.summed(OFFICES):
        assert not found.leaks, found.now
        offices = int(found.before.split()[0])
        assert OFFICES / 2 < offices <= OFFICES
        assert "groups down to 1" in found.before


def test_what_is_read_off_is_what_these_said() -> None:
    chance, read = np.random.default_rng(SEED), 0
    for _ in range(OFFICES):
        office = unit.unit(chance)
        got = fewest(unit.as_it_is(office))
        if got and got.values:
            assert len(got.people) < DETAILED_FROM
            assert got.values == pytest.approx(office.exactly(got.people).values, abs=1e-3)
            read += 1
    assert read > OFFICES / 2


def test_a_correction_that_does_not_look_at_parts_leaks() -> None:
    leak = run.parts(OFFICES, lambda of: unit.published(of, lambda *_, **__: True))
    assert leak.leaks
    held = [unit.unit(np.random.default_rng(seed)) for seed in range(OFFICES)]
    # Some stand beside the parts all the same.
    kept = [unit.published(of) for of in held]
    bare = [unit.published(of, lambda *_, **__: False) for of in held]
    assert any(len(one) > len(other) for one, other in zip(kept, bare, strict=True))


def test_numbers_of_people_and_small_months_as_they_are_leak() -> None:
    assert run.respondents(OFFICES, people.as_it_is).leaks
    assert run.together(OFFICES, months.as_it_is).leaks


def test_the_whole_less_its_parts_and_chains_of_lists_are_tried() -> None:
    """Twelve, of whom all but two are in the one list, and all but two of these in another."""
    whole, ten = figure([1] * LARGE, 3.0), figure([1] * TEN + [0] * 2, 3.2)
    got = fewest([whole, ten])
    assert got is not None
    assert (got.people, got.values) == ((10, 11), {"IPAK": pytest.approx(2.0)})
    assert fewest([whole, ten, whole]) == got
    assert fewest([whole]) is None
    assert fewest([]) is None


def test_a_cell_of_two_questions_is_known_where_they_force_it() -> None:
    assert people.fewest({"age": [20, 20], "language": [20, 20]}) is None
    assert people.fewest({"age": [20, 20], "language": [31, 9]}) == 9
    # Everybody is of one age: so is each of three.
    assert people.fewest({"age": [13], "language": [10, 3]}) == 3
