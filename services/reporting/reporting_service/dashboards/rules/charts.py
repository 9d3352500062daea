"""Geometry of the charts: numbers in, places out (percent of the width); templates draw them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from reporting_service.dashboards.rules.shades import is_dark, shades

LEFT, WIDTH = 6.0, 88.0
# Widest span, step of the ticks.
STEPS = ((1.0, "0.2"), (3.0, "0.5"), (6.0, "1"), (float("inf"), "2"))
# A piece of a stacked bar has room for its number from so many percent of the answers on.
NUMBERED_FROM = 15


@dataclass(frozen=True)
class Axis:
    """A value range laid over `width` from `left`; a negative width runs upwards."""

    low: float
    high: float
    left: float = LEFT
    width: float = WIDTH

    def at(self, value: float) -> float:
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(self.left + share * self.width, 2)


def index_axis(values: Sequence[float], left: float = LEFT, width: float = WIDTH) -> Axis:
    """Down to a step of 0.2 clearly below every value, so that labels there have room; up to 4.
    Below 1 only where a value is, as the proportional conversion gives."""
    lowest = min([3.2, *values])
    low = int(round((lowest - 0.05) * 100, 3)) // 20 * 20 / 100
    low = max(1.0 if lowest >= 1 else 0.0, low)
    return Axis(low, 4.0, left, width)


def ticks(axis: Axis) -> list[tuple[float, str]]:
    """(place, value) from the top down in steps of 0.2 to 2, at most eight or so."""
    span = axis.high - axis.low
    step = next(Decimal(step) for most, step in STEPS if span <= most)
    value = Decimal(str(axis.high))
    found = []
    while float(value) >= axis.low - 1e-9:
        text = f"{value:.2f}" if step < 1 else f"{value:.0f}"
        found.append((axis.at(float(value)), text))
        value -= step
    return found[::-1]


@dataclass(frozen=True)
class Piece:
    """One share of a stacked bar; the lower half of the options is hatched."""

    x: float
    width: float
    count: int
    percent: float
    shade: str
    dark: bool
    low: bool

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def numbered(self) -> bool:
        """Whether its number stands in it."""
        return self.percent >= NUMBERED_FROM


def diverging(options: Sequence[int]) -> list[Piece]:
    """Low half left of the middle line, high half right of it; a middle option lies across it."""
    total, half = sum(options), len(options) // 2
    if not total:
        return []
    unit = 50 / total
    x = 50 - unit * (sum(options[:half]) + sum(options[half : len(options) - half]) / 2)
    pieces = []
    for place, (count, shade) in enumerate(zip(options, shades(len(options)), strict=True)):
        width = unit * count
        percent = 100 * count / total
        place_x, place_width = round(x, 2), round(width, 2)
        pieces.append(
            Piece(place_x, place_width, count, percent, shade, is_dark(shade), place < half)
        )
        x += width
    return pieces


@dataclass(frozen=True)
class Point:
    """One period of a trend. `is_open` while its value still moves; `joined` when the period right
    before it has a value that is as settled as its own, by the same `formula`. `formula_before`: of
    the last value before, where that was another; it ends at `border`."""

    x: float
    period: str
    value: str
    low: str | None
    high: str | None
    joined: bool
    is_open: bool
    formula: str
    formula_before: str | None
    border: float


def places(number: int) -> list[float]:
    """Middles of `number` equal columns right of the labels of the axis."""
    width = 88 / max(number, 1)
    return [round(12 + width * (column + 0.5), 2) for column in range(number)]


def hundredths(value: Decimal) -> Decimal:
    """As an index is shown."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
