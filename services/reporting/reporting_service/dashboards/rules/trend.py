"""How an index moved over the periods, and how the units of an office spread."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reporting_service.dashboards.rules import charts
from reporting_service.dashboards.rules.charts import Axis, Point
from reporting_service.dashboards.rules.units import UnitRow, index_codes
from reporting_service.dashboards.rules.views import SurveyView

PERIODS_SHOWN = 6


@dataclass(frozen=True)
class Trend:
    """The last six periods of one index, ready to draw."""

    code: str
    points: Sequence[Point]
    axis: Axis
    limit: str | None


@dataclass(frozen=True)
class Strip:
    """The units' values of one index on one line."""

    axis: Axis
    dots: Sequence[float]
    limit: str | None


def trends(history: Sequence[SurveyView]) -> list[Trend]:
    """One per index with at least two periods; `history` is oldest first."""
    last = history[-PERIODS_SHOWN:]
    codes = dict.fromkeys(index.code for view in last for index in view.indices)
    return [found for code in codes if len((found := _trend(last, code)).points) > 1]


def _trend(history: Sequence[SurveyView], code: str) -> Trend:
    points: list[Point] = []
    limit, before = None, None
    for x, view in zip(charts.places(len(history)), history, strict=True):
        index = next((each for each in view.indices if each.code == code and each.value), None)
        if index and index.value:
            joined = before is not None and following(before) == view.period
            ends = index.low, index.high
            points.append(Point(x, view.period, index.value, *ends, joined, view.is_open))
            limit, before = index.limit, view.period
    texts = [text for point in points for text in (point.value, point.low)] + [limit]
    axis = charts.index_axis([float(text) for text in texts if text], 165, -125)
    return Trend(code, points, axis, limit)


def following(period: str) -> str:
    """The period right after: `2026-12` -> `2027-01`, `2026-S2` -> `2027-S1`."""
    year, part = int(period[:4]), period[5:]
    if part.startswith("S"):
        return f"{year}-S2" if part == "S1" else f"{year + 1}-S1"
    return f"{year + 1}-01" if part == "12" else f"{year}-{int(part) + 1:02}"


def strip(rows: Iterable[UnitRow]) -> list[tuple[str, Strip]]:
    """(code, strip) of every index that some unit has."""
    shown = [row for row in rows if row.with_figures]
    return [(code, found) for code in index_codes(shown) if (found := _strip(shown, code)).dots]


def _strip(rows: Sequence[UnitRow], code: str) -> Strip:
    indices = [row.indices[code] for row in rows if code in row.indices]
    limit = next((index.limit for index in indices if index.limit), None)
    values = [float(index.value) for index in indices if index.value]
    axis = charts.index_axis([*values, *([float(limit)] if limit else [])])
    return Strip(axis, [axis.at(value) for value in values], limit)
