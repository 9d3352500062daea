"""How many answers a unit needs: Krejcie-Morgan, Slovin, the minimum of 30 (domain notes 5)."""

from dataclasses import dataclass
from fractions import Fraction

from scoring_service.domain.methods import round_half_up

CHI_SQUARE = Fraction("3.841")
PROPORTION = Fraction(1, 2)
PRECISION = Fraction(1, 20)
MINIMUM = 30


@dataclass(frozen=True)
class Target:
    """`target` answers for `population` recipients, by `rule`, with the reason in words."""

    population: int
    target: int
    rule: str
    reason: dict[str, str]


def krejcie_morgan(population: int) -> int:
    """S = X2 N P(1-P) / (d2 (N-1) + X2 P(1-P)), rounded half up as in the printed table.

    Krejcie and Morgan 1970; PermenPANRB 14/2017, annex II.
    """
    variance = CHI_SQUARE * PROPORTION * (1 - PROPORTION)
    exact = variance * population / (PRECISION**2 * (population - 1) + variance)
    return int(round_half_up(exact, 0))


def slovin(population: int, error: Fraction = PRECISION) -> int:
    """n = N / (1 + N e2), rounded up and never above N."""
    exact = Fraction(population) / (1 + population * error**2)
    return min(population, -(-exact.numerator // exact.denominator))


def census(population: int) -> Target:
    """Everybody: the internal survey asks all employees (domain notes 2.1)."""
    return _target(population, population, "census")


def target(population: int) -> Target:
    """The target with every gap of the rule decided; raise ValueError below 0."""
    if population < 0:
        raise ValueError("the population cannot be negative")
    if population == 0:
        return _target(0, 0, "none")
    if population < MINIMUM:
        return _target(population, slovin(population), "slovin")
    if population == MINIMUM:
        return _target(population, MINIMUM, "all")
    sample = krejcie_morgan(population)
    if sample <= MINIMUM and population <= 32:
        return _target(population, MINIMUM, "minimum")
    return _target(population, sample, "krejcie_morgan")


REASONS = {
    "census": (
        "Survei internal: semua {N} pegawai diminta mengisi.",
        "Internal survey: all {N} employees are asked.",
    ),
    "none": (
        "Tidak ada layanan pada periode ini, jadi tidak perlu survei.",
        "There was no service in this period, so no survey is needed.",
    ),
    "slovin": (
        "Kurang dari 30 penerima layanan: {n} dari {N} menurut rumus Slovin.",
        "Fewer than 30 recipients: {n} of {N} by Slovin's formula.",
    ),
    "all": (
        "Tepat 30 penerima layanan: semuanya, karena batas minimum 30.",
        "Exactly 30 recipients: all of them, because the minimum is 30.",
    ),
    "minimum": (
        "{N} penerima layanan: tabel Krejcie-Morgan tidak melebihi 30, jadi berlaku minimum 30.",
        "{N} recipients: the Krejcie-Morgan table does not exceed 30, so the minimum of 30 holds.",
    ),
    "krejcie_morgan": (
        "{N} penerima layanan: {n} menurut tabel Krejcie-Morgan.",
        "{N} recipients: {n} by the Krejcie-Morgan table.",
    ),
}


def _target(population: int, sample: int, rule: str) -> Target:
    indonesian, english = REASONS[rule]
    words = {"id": indonesian, "en": english}
    filled = {
        language: text.format(n=_written(sample, language), N=_written(population, language))
        for language, text in words.items()
    }
    return Target(population, sample, rule, filled)


def _written(number: int, language: str) -> str:
    """1.234 in Indonesian, 1,234 in English."""
    english = f"{number:,}"
    return english.replace(",", ".") if language == "id" else english
