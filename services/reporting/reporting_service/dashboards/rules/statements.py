"""The statements of a survey: their values, each on its scale, and how the options fell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from contracts.form_shapes import FormDefinition, Item
from contracts.shapes import Figures, Indicator
from contracts.wording import word_in

from reporting_service.dashboards.rules import charts
from reporting_service.dashboards.rules.charts import Axis, Piece
from reporting_service.dashboards.rules.shades import shades

State = Mapping[str, Any]
# A statement that fewer people gave a low answer is not called weak (ui guide 3.3).
WEAK = 5
# So many weak statements are listed, and up to MOST_NAMED where the last ones are as weak.
LISTED = 3
# More statements that are the weakest alike are counted, not named.
MOST_NAMED = 5
# The scale that statements have in common where scoring can turn their own into it.
COMMON = 4


@dataclass(frozen=True)
class Statement:
    """`value` lies on 1 to `top`: on scale 4, or on its own scale where scoring knows no other.
    `low_count` gave one of the lower half of the options; `labels` are the options' words. Of a
    statement that only a few of the `n` filled, scoring tells neither value nor options."""

    key: str
    words: str
    own: bool
    index: str
    value: str | None
    top: int
    n: int
    low_count: int
    options: Sequence[int]
    labels: Sequence[str]
    pieces: Sequence[Piece]

    @property
    def share(self) -> float:
        """Of its scale, from 0 to 1; a statement that nobody answered comes last."""
        return (float(self.value) - 1) / (self.top - 1) if self.value else 1.0

    @property
    def low_share(self) -> Fraction:
        """Of those who filled it: how many gave a low answer."""
        return Fraction(self.low_count, self.n) if self.n else Fraction(0)

    @property
    def low_labels(self) -> Sequence[str]:
        """Words of the low options, where each has its own."""
        words = self.labels[: self.low_options]
        return words if all(self.labels) else ()

    @property
    def low_options(self) -> int:
        """How many options are the lower half."""
        return len(self.options) // 2

    @property
    def hidden(self) -> bool:
        return self.n > 0 and not self.options


@dataclass(frozen=True)
class DotPlot:
    """Statements with values from 1 to `top`."""

    top: int
    axis: Axis
    rows: Sequence[Statement]

    @property
    def is_common(self) -> bool:
        return self.top == COMMON


@dataclass(frozen=True)
class Spread:
    """Statements that have the same options; `legend` is (shade, number and words) of each."""

    labels: Sequence[str]
    legend: Sequence[tuple[str, str]]
    rows: Sequence[Statement]


def statements(
    released: Figures, definition: FormDefinition, rules: State, language: str
) -> list[Statement]:
    """Those on scale 4 first, then weakest first; none of another version than the form."""
    items = {item["key"]: item for item in definition["items"]}
    index_of = {key: row["code"] for row in rules["indices"] for key in row["items"]}
    stars = definition.get("stars")
    words = [each.get(language, "") for each in (stars["words"] if stars else ())]
    rows = [
        _statement(row, item, index_of.get(row["item"], ""), words, language)
        for row in released["indicators"]
        if (item := items.get(row["item"]))
    ]
    return sorted(rows, key=lambda row: (row.top != COMMON, row.share))


def _statement(
    row: Indicator, item: Item, index: str, stars: Sequence[str], language: str
) -> Statement:
    options, number = row["options"], _number(item)
    on_four = row["value4"] is not None
    return Statement(
        key=row["item"],
        words=word_in(item["short"], language),
        own=bool(item.get("own")),
        index=index,
        value=row["value4"] if on_four else row["mean"],
        top=COMMON if on_four else number,
        n=row["n"],
        low_count=sum(options[: len(options) // 2]),
        options=options,
        labels=_labels(item, number, stars, language),
        pieces=charts.diverging(options),
    )


def _number(item: Item) -> int:
    """Of the options that the form offers, as scoring counts them."""
    if item["type"] == "stars":
        return item["points"]
    values = [each["value"] for each in item["options"]]
    return max(values) - min(values) + 1


def _labels(item: Item, number: int, stars: Sequence[str], language: str) -> list[str]:
    """Of options their own words; of stars the words at the two ends."""
    if item["type"] == "scale":
        said = sorted((each["value"], word_in(each["label"], language)) for each in item["options"])
        named = {value - said[0][0]: label for value, label in said}
        return [named.get(place, "") for place in range(number)]
    ends = (stars[0], stars[-1]) if len(stars) == number else ("", "")
    return [ends[0], *[""] * (number - 2), ends[1]]


def weak(rows: Sequence[Statement], index: str | None = None) -> list[Statement]:
    """Statements of an `index` (None: of all) by the share of people who gave them a low answer;
    none that too few people did so to call it weak."""
    found = [
        row for row in rows if row.low_count >= WEAK and row.index and index in (None, row.index)
    ]
    return sorted(found, key=lambda row: (-row.low_share, row.share))


def listed(found: Sequence[Statement]) -> list[Statement]:
    """Of weak ones, as `weak` orders them: three, and up to five where further ones are as weak as
    the third. Where still more are, none of those: a list would choose among equals."""
    if len(found) <= LISTED:
        return [*found]
    last = found[LISTED - 1].low_share
    those = [row for row in found if row.low_share >= last]
    return those if len(those) <= MOST_NAMED else [row for row in found if row.low_share > last]


def weakest(found: Sequence[Statement]) -> list[Statement]:
    """The first of the weak ones, and all that are as weak."""
    return [row for row in found if row.low_share == found[0].low_share]


def dot_plots(rows: Sequence[Statement]) -> list[DotPlot]:
    """One of each scale, in the order of the statements; none of what is hidden."""
    plots = []
    told = [row for row in rows if not row.hidden]
    for top in dict.fromkeys(row.top for row in told):
        members = [row for row in told if row.top == top]
        values = [float(row.value) for row in members if row.value]
        axis = charts.index_axis(values) if top == COMMON else Axis(1, top)
        plots.append(DotPlot(top, axis, members))
    return plots


def spreads(rows: Sequence[Statement]) -> list[Spread]:
    """In the order of their weakest statement; none of what is hidden."""
    alike: dict[tuple[str, ...], list[Statement]] = {}
    for row in (row for row in rows if not row.hidden):
        alike.setdefault(tuple(row.labels), []).append(row)
    return [
        Spread(labels, list(zip(shades(len(labels)), _numbered(labels), strict=True)), members)
        for labels, members in alike.items()
    ]


def _numbered(labels: Sequence[str]) -> list[str]:
    return [f"{number} {label}".strip() for number, label in enumerate(labels, 1)]
