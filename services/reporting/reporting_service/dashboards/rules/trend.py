"""How an index moved over the periods, and how the units of an office spread."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reporting_service.dashboards.rules import charts
from reporting_service.dashboards.rules.charts import Axis, Point
from reporting_service.dashboards.rules.numbers import following
from reporting_service.dashboards.rules.units import UnitRow, formulas, index_codes
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
    limit: str | None = None
    before: SurveyView | None = None
    for x, view in zip(charts.places(len(history)), history, strict=True):
        index = next((each for each in view.indices if each.code == code and each.value), None)
        if index and index.value:
            other = before and before.formula != view.formula
            points.append(
                Point(
                    x=x,
                    period=view.period,
                    value=index.value,
                    low=index.low,
                    high=index.high,
                    joined=before is not None and _joins(before, view),
                    is_open=view.moves,
                    formula=view.formula,
                    formula_before=before.formula if before and other else None,
                    border=round((points[-1].x + x) / 2, 2) if points else x,
                )
            )
            limit, before = index.limit, view
    texts = [text for point in points for text in (point.value, point.low)] + [limit]
    axis = charts.index_axis([float(text) for text in texts if text], 165, -125)
    return Trend(code, points, axis, limit)


def _joins(before: SurveyView, view: SurveyView) -> bool:
    """A line says that a value became another: neighbours that no longer move, by one formula."""
    settled = not before.moves and not view.moves
    return settled and following(before.period) == view.period and before.formula == view.formula


def strip(rows: Iterable[UnitRow]) -> list[tuple[str, Strip]]:
    """(name, strip) of every index that some unit has; one for each formula, since values of two
    do not lie on one line."""
    shown = [row for row in rows if row.with_figures]
    names = [name for name, _ in formulas(shown)]
    found = [
        (f"{code} ({name})" if len(names) > 1 else code, _strip(members, code))
        for name in names
        if (members := [row for row in shown if row.formula == name])
        for code in index_codes(members)
    ]
    return [(name, each) for name, each in found if each.dots]


def _strip(rows: Sequence[UnitRow], code: str) -> Strip:
    indices = [row.indices[code] for row in rows if code in row.indices]
    limit = next((index.limit for index in indices if index.limit), None)
    values = [float(index.value) for index in indices if index.value]
    axis = charts.index_axis([*values, *([float(limit)] if limit else [])])
    return Strip(axis, [axis.at(value) for value in values], limit)
