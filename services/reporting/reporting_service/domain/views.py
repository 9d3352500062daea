"""What the pages of a unit show, from the states of its surveys; no number is computed here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reporting_service.domain import charts
from reporting_service.domain.charts import Axis, Piece

State = Mapping[str, Any]
MINIMUM = 30
STEPS = ("wbk", "wbbm")


@dataclass(frozen=True)
class IndexView:
    """One index beside its limits; `state` is the key of its sentence."""

    code: str
    name: str
    value: str | None
    hundred: str | None
    band: str | None
    band_label: str
    low: str | None
    high: str | None
    limit: str | None
    state: str


@dataclass(frozen=True)
class IndicatorView:
    """One statement: value on 4, share of low answers, how the options fell."""

    key: str
    words: str
    index: str
    value4: str | None
    n: int
    low_count: int
    options: Sequence[int]
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class SurveyView:
    """One survey of a unit. `n` answers are in the figures, `count` have come in."""

    survey_id: str
    instrument: str
    period: str
    is_open: bool
    official: bool
    count: int
    target: int | None
    target_reason: str
    n: int
    next_release: int
    released_at: str | None
    formula: str
    indices: Sequence[IndexView]
    indicators: Sequence[IndicatorView]

    @property
    def share(self) -> float:
        """Of the target, from 0 to 100."""
        return min(100.0, 100 * self.count / self.target) if self.target else 0.0

    @property
    def too_few(self) -> bool:
        return 0 < self.n < MINIMUM

    @property
    def headline(self) -> IndexView | None:
        """The worse of the indices speaks first."""
        found = [index for index in self.indices if index.value is not None]
        order = {"fails": 0, "fails_narrowly": 1, "depends": 2, "passes_narrowly": 3, "passes": 4}
        return min(found, key=lambda index: order.get(index.state, 5)) if found else None

    @property
    def axis(self) -> Axis:
        texts = [text for index in self.indices for text in (index.value, index.low)]
        values = [float(text) for text in texts if text]
        return charts.index_axis(values, 16, 568)


def survey_view(
    survey: State,
    score: State | None,
    target: State | None,
    form: State,
    formula: State,
    language: str,
) -> SurveyView:
    """From the states as they stand in the read model."""
    released = score["released"] if score else None
    definition, rules = form["definition"], formula["definition"]
    count = score["count"] if score else 0
    n = released["n"] if released else 0
    rows = released["indices"] if released else []
    return SurveyView(
        survey_id=survey["survey_id"],
        instrument=survey["instrument"],
        period=survey["period"],
        is_open=survey["status"] == "open",
        official=form["official"],
        count=count,
        target=target["target"] if target else None,
        target_reason=target["reason"][language] if target else "",
        n=n,
        next_release=n + survey["release_step"],
        released_at=released["released_at"] if released else None,
        formula=formula["code"],
        indices=[_index(row, rules, language) for row in rows],
        indicators=_indicators(released, definition, rules, language) if released else [],
    )


def _index(index: State, rules: State, language: str) -> IndexView:
    own: State = next((row for row in rules["indices"] if row["code"] == index["code"]), {})
    name = own.get("name", {}).get(language, index["code"])
    limit = rules["thresholds"].get("wbk", {}).get(index["code"])
    low, high = _range(index)
    label = index["band_label"][language] if index["band_label"] else ""
    return IndexView(
        code=index["code"],
        name=name,
        value=index["display4"],
        hundred=index["display100"],
        band=index["band"],
        band_label=label,
        low=low,
        high=high,
        limit=limit,
        state=_state(index, limit, low, high),
    )


def _range(index: State) -> tuple[str | None, str | None]:
    """Value -/+ two standard errors, inside the scale: "kira-kira antara"."""
    if index["value"] is None or not index.get("standard_error"):
        return None, None
    value, error = Decimal(index["value"]), Decimal(index["standard_error"])
    hundredth = Decimal("0.01")
    low = max(Decimal(1), value - 2 * error).quantize(hundredth)
    return str(low), str(min(Decimal(4), value + 2 * error).quantize(hundredth))


def _state(index: State, limit: str | None, low: str | None, high: str | None) -> str:
    """The closed list of cases a reader is told about (ui guide 3.3)."""
    if index["value"] is None or limit is None:
        return "no_limit"
    if index["note"] == "depends_on_formula":
        return "depends"
    passes = Decimal(index["value"]) >= Decimal(limit)
    if low is None or high is None:
        return "passes" if passes else "fails"
    if passes:
        return "passes" if Decimal(low) >= Decimal(limit) else "passes_narrowly"
    return "fails" if Decimal(high) < Decimal(limit) else "fails_narrowly"


def _indicators(
    released: State, definition: State, rules: State, language: str
) -> list[IndicatorView]:
    """Weakest first: by the value on scale 4."""
    items = {item["key"]: item for item in definition["items"]}
    index_of = {key: row["code"] for row in rules["indices"] for key in row["items"]}
    rows = [
        IndicatorView(
            key=row["item"],
            words=items[row["item"]]["short"][language],
            index=index_of.get(row["item"], ""),
            value4=row["value4"],
            n=row["n"],
            low_count=sum(row["options"][: len(row["options"]) // 2]),
            options=row["options"],
            pieces=charts.diverging(row["options"], 0, 600),
        )
        for row in released["indicators"]
        if row["item"] in items
    ]
    return sorted(rows, key=lambda row: Decimal(row.value4 or 5))


def chosen(
    surveys: Sequence[State], instrument: str | None, period: str | None
) -> tuple[str | None, str | None]:
    """The instrument and period to show: what was asked for, else the newest that has answers."""
    wanted = [
        row
        for row in surveys
        if instrument in (None, row["survey"]["instrument"])
        and period in (None, row["survey"]["period"])
    ]
    wanted.sort(key=lambda row: row["survey"]["instrument"] != "SPKP-SPAK")
    if not wanted:
        return instrument, period
    first = wanted[0]["survey"]
    return first["instrument"], first["period"]
