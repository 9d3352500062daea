"""How many answers a unit needs: Krejcie-Morgan, Slovin, the minimum of the formula version."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from scoring_service.domain.methods import round_half_up

CHI_SQUARE = Fraction("3.841")
PROPORTION = Fraction(1, 2)
PRECISION = Fraction(1, 20)
# Recipients of whom somebody may ask for the size of a sample.
MOST_RECIPIENTS = 10**9


@dataclass(frozen=True)
class Target:
    """`target` answers for `population` recipients, by `rule`; `minimum` where it has a say."""

    population: int
    target: int
    rule: str
    minimum: int = 0


def krejcie_morgan(population: int) -> int:
    """S = X2 N P(1-P) / (d2 (N-1) + X2 P(1-P)), rounded half up as in the printed table.

    Krejcie and Morgan 1970; PermenPANRB 14/2017, annex II.
    """
    return int(round_half_up(krejcie_morgan_exact(population), 0))


def krejcie_morgan_exact(population: int) -> Fraction:
    """The same, not rounded."""
    variance = CHI_SQUARE * PROPORTION * (1 - PROPORTION)
    return variance * population / (PRECISION**2 * (population - 1) + variance)


def slovin(population: int) -> int:
    """n = N / (1 + N e2), rounded up: never above N (domain notes 5.3)."""
    return ceil(slovin_exact(population))


def slovin_exact(population: int) -> Fraction:
    """The same, not rounded."""
    return Fraction(population) / (1 + population * PRECISION**2)


def census(population: int) -> Target:
    """Everybody: the internal survey asks all employees (domain notes 2.1)."""
    return Target(population, population, "census")


def target(population: int, minimum: int) -> Target:
    """The target with every gap of the rule decided; `minimum` is that of the formula version.
    Raise ValueError below 0."""
    if population < 0:
        raise ValueError("the population cannot be negative")
    if population == 0:
        return Target(0, 0, "none")
    if population < minimum:
        return Target(population, slovin(population), "slovin", minimum)
    if population == minimum:
        return Target(population, minimum, "all", minimum)
    if krejcie_morgan_exact(population) <= minimum:
        return Target(population, minimum, "minimum", minimum)
    return Target(population, krejcie_morgan(population), "krejcie_morgan")
