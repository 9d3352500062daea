"""How an index came out of the answers, in two numbers that a reader can divide."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from contracts.shapes import Figures, Indicator

State = Mapping[str, Any]
MEAN_PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class Working:
    """`points` were given in `ratings` ratings: stars where an option has so many; their `mean`
    becomes the index by the formula's conversion."""

    points: int
    ratings: int
    mean: str
    scale: int


def working(code: str, released: Figures, rules: State) -> Working | None:
    """Of an index whose statements all weigh the same and were all filled by everybody: of others
    the mean is none of all ratings. None too where options are not told."""
    items = {row["code"]: row["items"] for row in rules.get("indices", ())}
    weights: Mapping[str, str] = items.get(code, {})
    rows = [row for row in released.get("indicators", ()) if row["item"] in weights]
    told = len(rows) == len(weights) > 0 and all(row["options"] for row in rows)
    alike = len({Fraction(weight) for weight in weights.values()}) == 1
    even = len({row["n"] for row in rows}) == len({len(row["options"]) for row in rows}) == 1
    if not (told and alike and even):
        return None
    points, ratings = sum(_points(row) for row in rows), sum(row["n"] for row in rows)
    mean = (Decimal(points) / ratings).quantize(MEAN_PLACES)
    return Working(points, ratings, str(mean), len(rows[0]["options"]))


def _points(row: Indicator) -> int:
    return sum(value * n for value, n in enumerate(row["options"], 1))
