"""Geometry of the charts: numbers in, coordinates out; templates draw them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH = 600.0


@dataclass(frozen=True)
class Axis:
    """A value range laid over `width` from `left`."""

    low: float
    high: float
    left: float = 0.0
    width: float = WIDTH

    def at(self, value: float) -> float:
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(self.left + share * self.width, 1)


def index_axis(values: Sequence[float], left: float = 0.0, width: float = WIDTH) -> Axis:
    """3.20 to 4.00, or as far down as it takes to hold every value, in steps of 0.2."""
    lowest = min([3.2, *values])
    low = max(1.0, int(lowest * 5) / 5)
    return Axis(low, 4.0, left, width)


def ticks(axis: Axis) -> list[tuple[float, str]]:
    """(x, value) every 0.2, or every 0.5 on a wide axis."""
    step = Decimal("0.2") if axis.high - axis.low <= 1.2 else Decimal("0.5")
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


def diverging(options: Sequence[int], left: float, width: float) -> list[Piece]:
    """Low half left of the middle line, high half right of it; no middle option exists."""
    total = sum(options)
    if not total:
        return []
    half = len(options) // 2
    unit = width / 2 / total
    x = left + width / 2 - unit * sum(options[:half])
    pieces = []
    for value, count in enumerate(options, start=1):
        pieces.append(Piece(round(x, 1), round(unit * count, 1), count, 100 * count / total, value))
        x += unit * count
    return pieces
