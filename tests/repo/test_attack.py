"""`make attack-disclosure` measures what it says; its 27 months of 20,000 visitors take minutes."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from scoring_service.domain.coarse import DEFAULT, Coarseness
from suara_local.attack.month.attacker import filters, named
from suara_local.attack.month.before import before
from suara_local.attack.month.months import CEILINGS, Attack, Month, frame, months
from suara_local.attack.month.table import Row, errors, printed
from suara_local.coverage.visitors import STARS

SEED, VISITORS = 7, 2000
EXACT = Coarseness(0.0001, 0.42, 0.0, 0.0, 0.0, Fraction(1, 10_000))
FLOODED = Attack(0.92, 5)
KEPT = Row("default", FLOODED, (0.15, 0.35), {40: 0.12, 200: 0.06})


def made(coarseness: Coarseness, attack: Attack = FLOODED) -> list[Month]:
    return list(months(attack, coarseness, np.random.default_rng(SEED), VISITORS))


def tried(coarseness: Coarseness) -> tuple[float, ...]:
    chance = np.random.default_rng(SEED)
    return named(made(coarseness), filters(FLOODED, coarseness, chance))


@pytest.mark.parametrize("ceiling", CEILINGS)
def test_a_ceiling_is_as_high_as_it_is_called(ceiling: float) -> None:
    stars = frame(ceiling, np.random.default_rng(SEED))
    assert (stars == STARS).mean() == pytest.approx(ceiling, abs=0.02)


def test_exact_figures_name_nearly_all_and_coarse_ones_few() -> None:
    exact, coarse = tried(EXACT), tried(DEFAULT)
    assert exact[1] > 0.8
    assert coarse[0] < 0.15
    assert coarse[1] < 0.35
    assert coarse == tried(DEFAULT)


def test_the_attacker_subtracts_what_it_sent_itself() -> None:
    (month, *_) = made(EXACT)
    assert len(month.visitors) == FLOODED.answers // 5
    assert month.sums[-1] == pytest.approx(month.total, abs=0.05)


def test_an_error_is_that_of_the_last_moment_before_the_next_picture() -> None:
    alone = Attack(0.4)
    found = errors(made(EXACT, alone), alone)
    # Nothing is off but what came within the day.
    assert 0.02 < found[40] < 0.08
    assert found[200] < 0.001


@pytest.mark.parametrize(
    ("change", "keeps"),
    [
        ({}, True),
        ({"named": (0.16, 0.35)}, False),
        ({"named": (0.15, 0.36)}, False),
        ({"off": {40: 0.121, 200: 0.06}}, False),
        ({"off": {40: 0.12, 200: 0.061}}, False),
    ],
)
def test_what_breaks_the_promise(change: dict[str, object], *, keeps: bool) -> None:
    assert replace(KEPT, **change).keeps is keeps


def test_the_table_names_what_breaks_and_what_is_not_promised(
    capsys: pytest.CaptureFixture[str],
) -> None:
    printed([KEPT, replace(KEPT, named=(0.5, 0.9)), replace(KEPT, attack=Attack(0.92, 10, 10))])
    said = capsys.readouterr().out
    assert "| default | 92% | 80.0% | 4 | 15% | 35% | 0.120 | 0.060 | keeps it |" in said
    assert "| 50% | 90% | 0.120 | 0.060 | breaks it |" in said
    assert "| 90.0% | 9 | 15% | 35% | 0.120 | 0.060 | not promised |" in said


def test_exact_figures_at_every_fifth_answer_name_each_visitor_among_own_ones() -> None:
    found = before(FLOODED, np.random.default_rng(SEED), VISITORS)
    assert found.named == (1, 1)
    assert not found.keeps
    alone = before(Attack(0.92), np.random.default_rng(SEED), VISITORS)
    assert max(alone.named) < 0.5
