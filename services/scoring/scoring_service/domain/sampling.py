"""How many answers a unit needs: Krejcie-Morgan, Slovin, the minimum of the formula version."""

from dataclasses import dataclass
from fractions import Fraction

from contracts.wording import whole

from scoring_service.domain.methods import round_half_up

CHI_SQUARE = Fraction("3.841")
PROPORTION = Fraction(1, 2)
PRECISION = Fraction(1, 20)
# Recipients of whom somebody may ask for the size of a sample.
MOST_RECIPIENTS = 10**9


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
    return int(round_half_up(_sample(population), 0))


def _sample(population: int) -> Fraction:
    variance = CHI_SQUARE * PROPORTION * (1 - PROPORTION)
    return variance * population / (PRECISION**2 * (population - 1) + variance)


def slovin(population: int, error: Fraction = PRECISION) -> int:
    """n = N / (1 + N e2), rounded up and never above N."""
    exact = Fraction(population) / (1 + population * error**2)
    return min(population, -(-exact.numerator // exact.denominator))


def census(population: int) -> Target:
    """Everybody: the internal survey asks all employees (domain notes 2.1)."""
    return _target(population, population, "census")


def target(population: int, minimum: int) -> Target:
    """The target with every gap of the rule decided; `minimum` is that of the formula version.
    Raise ValueError below 0."""
    if population < 0:
        raise ValueError("the population cannot be negative")
    if population == 0:
        return _target(0, 0, "none")
    if population < minimum:
        return _target(population, slovin(population), "slovin", minimum)
    if population == minimum:
        return _target(population, minimum, "all", minimum)
    if _sample(population) <= minimum:
        return _target(population, minimum, "minimum", minimum)
    return _target(population, krejcie_morgan(population), "krejcie_morgan")


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
        "Kurang dari {least} penerima layanan: {n} dari {N} menurut rumus Slovin.",
        "Fewer than {least} recipients: {n} of {N} by Slovin's formula.",
    ),
    "all": (
        "Tepat {least} penerima layanan: semuanya, karena batas minimum {least}.",
        "Exactly {least} recipients: all of them, because the minimum is {least}.",
    ),
    "minimum": (
        "{N} penerima layanan: tabel Krejcie-Morgan tidak melebihi {least}, jadi berlaku minimum"
        " {least}.",
        "{N} recipients: the Krejcie-Morgan table does not exceed {least}, so the minimum of"
        " {least} holds.",
    ),
    "krejcie_morgan": (
        "{N} penerima layanan: {n} menurut tabel Krejcie-Morgan.",
        "{N} recipients: {n} by the Krejcie-Morgan table.",
    ),
}


def _target(population: int, sample: int, rule: str, minimum: int = 0) -> Target:
    indonesian, english = REASONS[rule]
    words = {"id": indonesian, "en": english}
    # No sample that stands in a sentence reaches a thousand: Krejcie-Morgan ends at 384.
    filled = {
        language: text.format(
            n=sample,
            N=whole(population, language),
            least=whole(minimum, language),
        )
        for language, text in words.items()
    }
    return Target(population, sample, rule, filled)
