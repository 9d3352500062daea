"""Geometry of the charts: numbers in, places out (percent of the width); templates draw them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

LEFT, WIDTH = 6.0, 88.0


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
    """Down to a step of 0.2 clearly below every value, so that labels there have room; up to 4."""
    lowest = min([3.2, *values]) - 0.05
    low = max(1.0, int(round(lowest * 100, 3)) // 20 * 20 / 100)
    return Axis(low, 4.0, left, width)


def ticks(axis: Axis) -> list[tuple[float, str]]:
    """(place, value) every 0.2, or every 0.5 on a wide axis."""
    step = Decimal("0.2") if axis.high - axis.low <= 1.0 else Decimal("0.5")
    value = Decimal(str(axis.high))
    found = []
    while float(value) >= axis.low - 1e-9:
        found.append((axis.at(float(value)), f"{value:.2f}"))
        value -= step
    return found[::-1]


@dataclass(frozen=True)
class Piece:
    """One share of a stacked bar."""

    x: float
    width: float
    count: int
    percent: float
    value: int


def diverging(options: Sequence[int]) -> list[Piece]:
    """Low half left of the middle line, high half right of it; no middle option exists."""
    total = sum(options)
    if not total:
        return []
    unit = 50 / total
    x = 50 - unit * sum(options[: len(options) // 2])
    pieces = []
    for value, count in enumerate(options, start=1):
        width = unit * count
        pieces.append(Piece(round(x, 2), round(width, 2), count, 100 * count / total, value))
        x += width
    return pieces


@dataclass(frozen=True)
class Point:
    """One period of a trend; `joined` when the period right before it has a value too."""

    x: float
    period: str
    value: str
    low: str | None
    high: str | None
    joined: bool


def places(number: int) -> list[float]:
    """Middles of `number` equal columns right of the labels of the axis."""
    width = 88 / max(number, 1)
    return [round(12 + width * (column + 0.5), 2) for column in range(number)]
