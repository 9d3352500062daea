"""What the pages of a unit show, from the states of its surveys; no number is computed here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from reporting_service.domain import charts
from reporting_service.domain.arrivals import Arrivals, arrivals
from reporting_service.domain.charts import Axis, Piece

State = Mapping[str, Any]
MINIMUM = 30
# The worse case speaks first.
ORDER = ("fails", "fails_narrowly", "depends", "passes_narrowly", "passes", "no_limit")


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
    higher_limit: str | None
    state: str

    @property
    def need(self) -> tuple[int, Decimal]:
        """Sorts the index that is worst off first."""
        gap = Decimal(self.value or 4) - Decimal(self.limit or 0)
        return ORDER.index(self.state), gap

    @property
    def limits(self) -> list[tuple[str, str]]:
        """(names, value) of each line to draw: WBK and WBBM fall together for IPAK."""
        if self.limit is None:
            return []
        if self.higher_limit in (None, self.limit):
            return [("WBK" if self.higher_limit is None else "WBK, WBBM", self.limit)]
        return [("WBK", self.limit), ("WBBM", self.higher_limit)]


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
    step: int
    next_release: int
    waits: bool
    released_at: str | None
    formula: str
    indices: Sequence[IndexView]
    indicators: Sequence[IndicatorView]
    arrivals: Arrivals | None = None

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
        return min(found, key=lambda index: index.need, default=None)

    @property
    def axis(self) -> Axis:
        texts = [text for each in self.indices for text in (each.value, each.low, each.limit)]
        values = [float(text) for text in texts if text]
        return charts.index_axis(values)

    @property
    def items_axis(self) -> Axis:
        return charts.index_axis([float(row.value4) for row in self.indicators if row.value4])


# An index with a unit's own statements: shown at that unit alone, without limits.
EXTENDED = "-DIPERLUAS"
EXTENDED_NAME = {"id": "Indeks diperluas", "en": "Extended index,"}


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
    came = arrivals(released)
    seen = n + (came.excluded if came else 0)
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
        step=survey["release_step"],
        next_release=seen + survey["release_step"],
        waits=count > seen,
        released_at=released["released_at"] if released else None,
        formula=formula["code"],
        indices=sorted(
            (index_view(row, rules, language) for row in rows),
            key=lambda index: index.need,
        ),
        indicators=_indicators(released, definition, rules, language) if released else [],
        arrivals=came,
    )


def index_view(index: State, rules: State, language: str) -> IndexView:
    """One released index beside the limits of its formula (`rules`)."""
    named = {row["code"]: row.get("name", {}) for row in rules.get("indices", ())}
    official = index["code"].removesuffix(EXTENDED)
    if official != index["code"]:
        named[index["code"]] = {code: f"{said} {official}" for code, said in EXTENDED_NAME.items()}
    limits = rules.get("thresholds", {})
    limit = limits.get("wbk", {}).get(index["code"])
    low, high = _range(index)
    return IndexView(
        code=index["code"],
        name=named.get(index["code"], {}).get(language, index["code"]),
        value=index["display4"],
        hundred=index["display100"],
        band=index["band"],
        band_label=index["band_label"][language] if index["band_label"] else "",
        low=_hundredths(low),
        high=_hundredths(high),
        limit=limit,
        higher_limit=limits.get("wbbm", {}).get(index["code"]),
        state=_state(index, limit, low, high),
    )


def _range(index: State) -> tuple[Decimal | None, Decimal | None]:
    """Value -/+ two standard errors, inside the scale: "kira-kira antara"."""
    if index["value"] is None or not index.get("standard_error"):
        return None, None
    value, error = Decimal(index["value"]), Decimal(index["standard_error"])
    return max(Decimal(1), value - 2 * error), min(Decimal(4), value + 2 * error)


def _hundredths(value: Decimal | None) -> str | None:
    return None if value is None else str(value.quantize(Decimal("0.01"), ROUND_HALF_UP))


def _state(index: State, limit: str | None, low: Decimal | None, high: Decimal | None) -> str:
    """The closed list of cases a reader is told about (ui guide 3.3); nothing rounded decides."""
    if index["value"] is None or limit is None:
        return "no_limit"
    if index["note"] == "depends_on_formula":
        return "depends"
    bar = Decimal(limit)
    passes = Decimal(index["value"]) >= bar
    if low is None or high is None:
        return "passes" if passes else "fails"
    if passes:
        return "passes" if low >= bar else "passes_narrowly"
    return "fails" if high < bar else "fails_narrowly"


def _indicators(
    released: State, definition: State, rules: State, language: str
) -> list[IndicatorView]:
    """Weakest first: by the value on scale 4."""
    items = {item["key"]: item for item in definition["items"]}
    index_of = {key: row["code"] for row in rules["indices"] for key in row["items"]}
    rows = [
        IndicatorView(
            key=row["item"],
            words=_said(items[row["item"]]["short"], language),
            index=index_of.get(row["item"], ""),
            value4=row["value4"],
            n=row["n"],
            low_count=sum(row["options"][: len(row["options"]) // 2]),
            options=row["options"],
            pieces=charts.diverging(row["options"]),
        )
        for row in released["indicators"]
        if row["item"] in items
    ]
    return sorted(rows, key=lambda row: Decimal(row.value4 or 5))


def _said(text: Mapping[str, str], language: str) -> str:
    """A unit's own question may be there in Indonesian alone."""
    return text.get(language) or text["id"]


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
