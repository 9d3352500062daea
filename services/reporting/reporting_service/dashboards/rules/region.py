"""What final results say together: the units below an office in a month, quarter or semester, and
an office's own quarters and semesters. Figures are scoring's; which of them a page shows is decided
here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TypeVar

from contracts.summary_shapes import (
    Own,
    Region,
    Small,
    SmallIndex,
    Summaries,
    Summary,
    SummaryIndex,
)

from reporting_service.dashboards.rules import charts
from reporting_service.dashboards.rules.charts import Axis, Point
from reporting_service.dashboards.rules.numbers import following

AnIndex = TypeVar("AnIndex", SummaryIndex, SmallIndex)
# Months in each; the order in which they are offered.
SPANS = {"month": 1, "quarter": 3, "semester": 6}
LETTERS = {"Q": "quarter", "S": "semester"}
# How many a chart and its table go back, and the table of an office's own.
PERIODS_SHOWN = 6
OWN_SHOWN = 6
# The index whose limit is the stricter one comes first.
ORDER = ("IPAK", "IPKP")


@dataclass(frozen=True)
class RegionTrend:
    """One index over periods, ready to draw."""

    code: str
    points: Sequence[Point]
    axis: Axis
    limit: str | None


@dataclass(frozen=True)
class Part:
    """What stands below an office: the region of one that has units, or a unit of its own."""

    code: str
    name: str
    region: Region | None
    own: Own | None


@dataclass(frozen=True)
class RegionView:
    """`spans` are those that have values; `summary` is that of `period`, the newest one up to what
    the page shows; `history` goes up to it, oldest first."""

    span: str
    spans: Sequence[str]
    period: str
    summary: Summary
    history: Sequence[tuple[str, Region]]

    @property
    def value(self) -> Region:
        """As the units stood then; of a tree that had none, as they stand now."""
        found = self.summary["region"] or self.summary["regrouped"]
        assert found is not None  # noqa: S101
        return found

    @property
    def regrouped(self) -> Region | None:
        """Beside it."""
        return self.summary["regrouped"] if self.summary["region"] else None

    @property
    def months_wanted(self) -> int:
        return SPANS[self.span]

    @property
    def months_lack(self) -> bool:
        """Whether no unit has figures of some month of it."""
        return 0 < len(self.value["months"]) < self.months_wanted

    @property
    def codes(self) -> Sequence[str]:
        return codes_of(self.value["indices"])

    @property
    def trends(self) -> Sequence[RegionTrend]:
        """Of each index with two values and more."""
        found = [_trend(code, self.history) for code in self.codes]
        return [each for each in found if len(each.points) > 1]


def region_view(found: Mapping[str, Summary], upto: str, span: str | None) -> RegionView | None:
    """`found` by period; None without any value up to the period `upto`. A `span` without values
    is the first that has some."""
    periods = {each: _periods(found, upto, each) for each in SPANS}
    spans = [each for each in SPANS if periods[each]]
    if not spans:
        return None
    chosen = span if span in spans else spans[0]
    period = periods[chosen][-1]
    history = [
        (each, value)
        for each in periods[chosen][-PERIODS_SHOWN:]
        if (value := found[each]["region"] or found[each]["regrouped"])
    ]
    return RegionView(chosen, spans, period, found[period], history)


def parts(below: Iterable[tuple[str, str, Summary]]) -> Sequence[Part]:
    """Of code, name and summary of each below, of one period: the regions of offices, else the
    units' own; those of a month stand on the page as they are."""
    made = [Part(code, name, found["region"], found["own"]) for code, name, found in below]
    offices = [each for each in made if each.region]
    return offices or [each for each in made if each.own]


def own_quarters(found: Mapping[str, Summary], upto: str) -> Sequence[tuple[str, Own]]:
    """(period, value) of an office's own quarters and semesters up to then, the newest first; a
    semester right above its quarters."""
    made = [
        (period, own)
        for span in ("quarter", "semester")
        for period in found
        if span_of(period) == span and period <= _within(upto, span)
        if (own := found[period]["own"])
    ]
    return sorted(made, key=lambda each: _place(each[0]), reverse=True)[:OWN_SHOWN]


def small_ones(found: Mapping[str, Summary], upto: str) -> Sequence[tuple[str, Small]]:
    """(period, value) of small results taken together, the newest first: an office's own, and those
    of the units right below it."""
    made = [
        (period, each)
        for period, summary in found.items()
        if period <= _within(upto, span_of(period))
        for each in summary.get("small", [])
    ]
    return sorted(made, key=lambda each: _place(each[0]), reverse=True)[:OWN_SHOWN]


def by_period(states: Iterable[Summaries], instrument: str) -> dict[str, Summary]:
    """Those of one instrument."""
    return {
        state["period"]: each
        for state in states
        for each in state["summaries"]
        if each["instrument"] == instrument
    }


def codes_of(found: Iterable[SummaryIndex | SmallIndex]) -> Sequence[str]:
    """Those that a head looks for first, first."""
    codes = [each["code"] for each in found]
    return sorted(codes, key=lambda code: ORDER.index(code) if code in ORDER else len(ORDER))


def index_of(found: Iterable[AnIndex], code: str) -> AnIndex | None:
    return next((each for each in found if each["code"] == code), None)


def span_of(period: str) -> str:
    return LETTERS.get(period[5], "month")


def _periods(found: Mapping[str, Summary], upto: str, span: str) -> Sequence[str]:
    last = _within(upto, span)
    return sorted(
        period
        for period, each in found.items()
        if span_of(period) == span and period <= last and (each["region"] or each["regrouped"])
    )


def _within(period: str, span: str) -> str:
    """That of a span in which a period ends."""
    year, last = _end(period)
    if span == "month":
        return f"{year}-{last:02}"
    letter = next(each for each, name in LETTERS.items() if name == span)
    return f"{year}-{letter}{ceil(last / SPANS[span])}"


def _end(period: str) -> tuple[str, int]:
    """Year and last month."""
    year, part = period.split("-")
    return year, int(part) if span_of(period) == "month" else int(part[1]) * SPANS[span_of(period)]


def _place(period: str) -> tuple[str, int, int]:
    return (*_end(period), SPANS[span_of(period)])


def _trend(code: str, history: Sequence[tuple[str, Region]]) -> RegionTrend:
    points: list[Point] = []
    limit: str | None = None
    before: tuple[str, Region] | None = None
    for x, (period, value) in zip(charts.places(len(history)), history, strict=True):
        index = index_of(value["indices"], code)
        if index is None or index["display"] is None:
            continue
        formula, earlier = value["formula"], before[1]["formula"] if before else None
        points.append(
            Point(
                x=x,
                period=period,
                value=index["display"],
                low=None,
                high=None,
                joined=before is not None and following(before[0]) == period and earlier == formula,
                is_open=False,
                formula=formula,
                formula_before=earlier if earlier != formula else None,
                border=round((points[-1].x + x) / 2, 2) if points else x,
            )
        )
        limit = index["limits"][0]["limit"] if index["limits"] else None
        before = period, value
    texts = [point.value for point in points] + ([limit] if limit else [])
    axis = charts.index_axis([float(text) for text in texts], 165, -125)
    return RegionTrend(code, points, axis, limit)
