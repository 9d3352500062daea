"""The table of units below an office: one row each, its order and its pages."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from contracts.enough import minimum_of
from contracts.shapes import Figures, Score

from reporting_service.dashboards.rules.indices import EXTENDED, IndexView, index_view
from reporting_service.dashboards.rules.verdict import (
    COARSE,
    FAILING,
    MARKS,
    ORDER,
    PASSING,
    UNSURE,
)
from reporting_service.dashboards.rules.views import all_excluded
from reporting_service.dashboards.rules.zone import Zone

State = Mapping[str, Any]
NO_LIMIT = Decimal(99)
# Rows of the table of units, and of the list that finds one.
UNITS_A_PAGE = 100
NOTHING: Figures = {"n": 0, "indices": [], "indicators": []}
# By need: who is below a limit, who may be, who gathers too little, who does well.
GATHERING = ("none", "empty", "excluded", "waiting", "few", "no_value")
NEED = (*FAILING, *UNSURE, *COARSE, *GATHERING, *PASSING, "no_limit")


@dataclass(frozen=True)
class UnitRow:
    """One unit: what came in, `counted` without what is excluded; and its indices by its `formula`
    when figures were released, which are judged from `minimum` answers on. `zone`: where it stands
    on the way to WBK and WBBM, whatever the period."""

    code: str
    name: str
    unit_type: str
    group: str
    count: int | None
    counted: int
    target: int | None
    n: int
    formula: str
    minimum: int
    is_open: bool
    all_excluded: bool
    indices: Mapping[str, IndexView]
    zone: Zone | None = None

    @property
    def with_figures(self) -> bool:
        return any(index.value for index in self.indices.values())

    @property
    def gap(self) -> Decimal:
        """Distance of the worst index to its limit; below zero needs help."""
        gaps = [
            Decimal(index.value) - Decimal(index.limit)
            for index in self.indices.values()
            if index.value and index.limit
        ]
        return min(gaps, default=NO_LIMIT)

    @property
    def standing(self) -> str:
        """Key of its word: one of GATHERING, or the worst index's case."""
        if self.count is None:
            return "none"
        if self.all_excluded:
            return "excluded"
        if not self.n:
            return "waiting" if self.count else "empty"
        if self.n < self.minimum:
            return "few"
        states = [index.state for index in self.indices.values()]
        return min(states, key=ORDER.index, default="no_value")

    @property
    def mark(self) -> str:
        return MARKS.get(self.standing, "ring")


def unit_row(
    tenant: State,
    name: str,
    group: str,
    row: State | None,
    language: str,
    zone: Zone | None = None,
) -> UnitRow:
    """`row`: score, target, whether the survey is open, code and definition of the formula; None
    without a survey. A score has no `indicators` here."""
    score: Score | None = row["score"] if row else None
    released: Figures = (score and score["released"]) or NOTHING
    return UnitRow(
        code=tenant["code"],
        name=name,
        unit_type=tenant["unit_type"],
        group=group,
        count=(score["count"] if score else 0) if row else None,
        counted=score["count"] - score.get("excluded", 0) if score else 0,
        target=row["target"] if row else None,
        n=released["n"],
        formula=(row and row["formula"]) or "",
        minimum=minimum_of((row and row["rules"]) or {}),
        is_open=bool(row and row["is_open"]),
        all_excluded=bool(row and all_excluded(score)),
        indices={
            index["code"]: index_view(index, released, row["rules"] if row else {}, language)
            for index in released["indices"]
            if not index["code"].endswith(EXTENDED)
        },
        zone=zone,
    )


def _value(row: UnitRow, code: str) -> Decimal:
    index = row.indices.get(code)
    return Decimal(index.value) if index and index.value else NO_LIMIT


SORTS: dict[str, Callable[[UnitRow], Any]] = {
    "need": lambda row: (NEED.index(row.standing), row.gap),
    "name": lambda row: row.name,
    "code": lambda row: row.code,
    "count": lambda row: -1 if row.count is None else row.count,
    "ipak": lambda row: _value(row, "IPAK"),
    "ipkp": lambda row: _value(row, "IPKP"),
    "ikm": lambda row: _value(row, "IKM"),
    "integritas": lambda row: _value(row, "INTEGRITAS"),
}


def index_codes(rows: Iterable[UnitRow]) -> list[str]:
    """The columns of the table: every index that some unit has."""
    return sorted({code for row in rows for code in row.indices if code.lower() in SORTS})


def formulas(rows: Iterable[UnitRow]) -> list[tuple[str, int]]:
    """Each formula and how many of the units with figures have it, the most frequent first."""
    found = Counter(row.formula for row in rows if row.with_figures)
    return sorted(found.items(), key=lambda each: (-each[1], each[0]))


def ordered(rows: Iterable[UnitRow], sort: str) -> list[UnitRow]:
    return sorted(rows, key=lambda row: (SORTS[sort](row), row.name, row.code))


def page_of(
    rows: Sequence[UnitRow], after: str, size: int
) -> tuple[Sequence[UnitRow], str | None, str | None]:
    """The rows behind the one with code `after`; keys of the next and the previous page.

    The previous key is "" for the first page; a key that has gone starts at the beginning.
    """
    codes = [row.code for row in rows]
    start = codes.index(after) + 1 if after in codes else 0
    following = codes[start + size - 1] if start + size < len(codes) else None
    previous = None
    if start:
        previous = codes[start - size - 1] if start > size else ""
    return rows[start : start + size], following, previous
