"""The table of Student's t against the distribution itself, integrated by small steps."""

from math import exp, lgamma, pi, sqrt

import pytest
from scoring_service.domain.student import FIRST, LATER, quantile

STEPS = 2000


def within(freedom: int, end: float) -> float:
    """P(-end < T < end), by Simpson's rule."""
    scale = exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) / sqrt(freedom * pi)
    step = end / STEPS

    def density(t: float) -> float:
        return scale * (1 + t * t / freedom) ** (-(freedom + 1) / 2)

    inner = sum((4 if at % 2 else 2) * density(at * step) for at in range(1, STEPS))
    return 2 * step / 3 * (density(0) + inner + density(end))


@pytest.mark.parametrize("freedom", [*range(1, len(FIRST) + 1), *LATER])
def test_between_both_ends_lie_95_of_100(freedom: int) -> None:
    end = float(quantile(freedom))
    assert within(freedom, end - 0.001) < 0.95 < within(freedom, end + 0.001)


def test_between_two_rows_the_wider_one_holds() -> None:
    assert quantile(39) == quantile(30) > quantile(40) == quantile(59) > quantile(60)
    assert quantile(10**6) == quantile(1000)
