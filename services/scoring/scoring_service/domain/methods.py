"""Every formula of the indices, in exact fractions; the page a statistician checks.

Input is the frequency table of one survey (item, answer value, count). Nothing is rounded before
`shown`; numbers travel as decimal strings. `METHODS.md` says the same in words.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any

from contracts.enough import minimum_of

Counts = Mapping[str, Sequence[int]]
"""Per item, how many chose each value of the scale, lowest value first."""
HIGHEST = 4
# Of a value as it is printed.
MOST_DECIMALS = 12


@dataclass(frozen=True)
class Scale:
    """Answer values from `low` to `high`, in whole steps."""

    low: int
    high: int


@dataclass(frozen=True)
class Band:
    """A quality grade (mutu) from `lower` (on 25 to 100) up to the next one."""

    code: str
    lower: Fraction
    label: Mapping[str, str]


@dataclass(frozen=True)
class Formula:
    """A formula version: weights per index and item, conversion to scale 4, bands, and the least
    number of respondents that it judges."""

    code: str
    scale: Scale
    conversion: str
    weights: Mapping[str, Mapping[str, Fraction]]
    bands: Sequence[Band]
    thresholds: Mapping[str, Mapping[str, Fraction]]
    minimum: int


@dataclass(frozen=True)
class Index:
    """`value` on scale 4, `hundred` as the formula shows it on 100; None without answers. `band` is
    None below the lowest one too."""

    code: str
    value: Fraction | None
    hundred: Fraction | None
    band_value: Fraction | None
    band: Band | None


def read_formula(code: str, definition: Mapping[str, Any]) -> Formula:
    """From the definition of a formula version; raise KeyError or ValueError when it is faulty."""
    if definition["conversion"] not in CONVERSIONS:
        raise ValueError(f"unknown conversion {definition['conversion']}")
    formula = Formula(
        code=code,
        scale=Scale(definition["scale"]["min"], definition["scale"]["max"]),
        conversion=definition["conversion"],
        weights={
            index["code"]: {key: Fraction(weight) for key, weight in index["items"].items()}
            for index in definition["indices"]
        },
        bands=[
            Band(band["code"], Fraction(band["from"]), band["label"])
            for band in definition["bands"]
        ],
        thresholds={
            name: {code: Fraction(limit) for code, limit in limits.items()}
            for name, limits in definition["thresholds"].items()
        },
        minimum=minimum_of(definition),
    )
    if wrong := [code for code, weights in formula.weights.items() if sum(weights.values()) != 1]:
        raise ValueError(f"weights do not add up to 1: {', '.join(wrong)}")
    return formula


def counting(formula: Formula) -> tuple[object, ...]:
    """All that makes its indices out of answers; bands, names and limits make no other index."""
    return formula.scale, formula.conversion, formula.weights


def mean(counts: Sequence[int], scale: Scale) -> Fraction | None:
    """NRR unsur: sum of values / number who filled it (PermenPANRB 14/2017); None for nobody.

    Raise ValueError for the counts of another scale.
    """
    total, filled = _summed(counts, scale)
    return Fraction(total, filled) if filled else None


def _summed(counts: Sequence[int], scale: Scale) -> tuple[int, int]:
    """Sum of values, and number who filled it."""
    filled = sum(counts)
    if filled and len(counts) != scale.high - scale.low + 1:
        raise ValueError(f"{len(counts)} options are not those from {scale.low} to {scale.high}")
    return sum(value * count for value, count in enumerate(counts, start=scale.low)), filled


def minmax(m: Fraction, scale: Scale) -> tuple[Fraction, Fraction]:
    """I4 = 1 + 3(m - low)/(high - low); I100 = 100(m - low)/(high - low)."""
    share = (m - scale.low) / (scale.high - scale.low)
    return 1 + 3 * share, 100 * share


def prop(m: Fraction, scale: Scale) -> tuple[Fraction, Fraction]:
    """I4 = 4m/high; I100 = 100m/high."""
    return 4 * m / scale.high, 100 * m / scale.high


def x25(m: Fraction, scale: Scale) -> tuple[Fraction, Fraction]:
    """I4 as `minmax`; I100 = 25 x I4."""
    four = minmax(m, scale)[0]
    return four, 25 * four


def native4(m: Fraction, scale: Scale) -> tuple[Fraction, Fraction]:
    """Answers on 1 to 4: I4 = m; I100 = 25m (PermenPANRB 14/2017)."""
    return m, 25 * m


CONVERSIONS: Mapping[str, Callable[[Fraction, Scale], tuple[Fraction, Fraction]]] = {
    "minmax": minmax,
    "prop": prop,
    "x25": x25,
    "native4": native4,
}


def convert(formula: Formula, m: Fraction) -> tuple[Fraction, Fraction]:
    """A mean on the formula's scale as (I4, I100); raise ValueError beyond the scale or above 4."""
    if not formula.scale.low <= m <= formula.scale.high:
        raise ValueError(f"{m} is off the scale of {formula.code}")
    four, hundred = CONVERSIONS[formula.conversion](m, formula.scale)
    if four > HIGHEST:
        raise ValueError(f"{formula.conversion} makes {four} of {m}: more than {HIGHEST}")
    return four, hundred


def unconverted(formula: Formula, four: Fraction) -> Fraction:
    """The mean on the formula's scale that becomes `four`: every conversion is linear."""
    low, high = Fraction(formula.scale.low), Fraction(formula.scale.high)
    least, most = convert(formula, low)[0], convert(formula, high)[0]
    return low + (four - least) * (high - low) / (most - least)


def index(formula: Formula, code: str, counts: Counts) -> Index:
    """Sum of weight x mean over the items of the index, converted once; raise ValueError where the
    formula does not fit the counts.

    Exact, since every conversion is linear and weights add up to 1. An item that nobody filled
    leaves the index without a value: there is nothing to stand for it. Summed over one denominator,
    since fractions that are shortened after each item are most of the work.
    """
    weights = formula.weights[code]
    sums = [_summed(counts.get(key, ()), formula.scale) for key in weights]
    if not all(filled for _, filled in sums):
        return Index(code, None, None, None, None)
    below = [
        each.denominator * filled for each, (_, filled) in zip(weights.values(), sums, strict=True)
    ]
    bottom = lcm(*below)
    top = sum(
        each.numerator * total * (bottom // under)
        for each, (total, _), under in zip(weights.values(), sums, below, strict=True)
    )
    four, hundred = convert(formula, Fraction(top, bottom))
    nik = band_value(four)
    return Index(code, four, hundred, nik, band(nik, formula.bands))


def band_value(four: Fraction) -> Fraction:
    """NIK: 25 x the scale-4 value, rounded half up to 2 decimals, whatever 100-scale is shown."""
    return Fraction(round_half_up(25 * four, 2))


def band(nik: Fraction, bands: Sequence[Band]) -> Band | None:
    """The highest band whose lower bound is reached. Below the lowest one there is no grade: by
    `prop` an index may lie there, where the table of PermenPANRB 14/2017 says nothing."""
    reached = [each for each in bands if nik >= each.lower]
    return max(reached, key=lambda each: each.lower, default=None)


def reaches(value: Fraction, limit: Fraction) -> bool:
    """Compared unrounded (domain question 12)."""
    return value >= limit


def round_half_up(value: Fraction, decimals: int) -> Decimal:
    """The only rounding; exact for any fraction, halves away from zero."""
    scaled = abs(value) * 10**decimals
    whole = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
    signed = whole if value >= 0 else -whole
    return Decimal(signed).scaleb(-decimals)


def shown(value: Fraction, decimals: int = 2) -> str:
    """`3.6` as "3.60"."""
    return str(round_half_up(value, decimals))


def shown_against(value: Fraction, limits: Sequence[Fraction], bands: Sequence[Band] = ()) -> str:
    """Two decimals, or as many as it takes that verdict and grade follow from what is printed: a
    failing value never prints as its limit, nor 3.5322 (A) as 3.53, which is B."""

    def told(printed: Fraction) -> tuple[list[bool], Band | None]:
        return [reaches(printed, limit) for limit in limits], band(band_value(printed), bands)

    for decimals in range(2, MOST_DECIMALS):
        text = shown(value, decimals)
        if told(Fraction(text)) == told(value):
            return text
    return shown(value, MOST_DECIMALS)
