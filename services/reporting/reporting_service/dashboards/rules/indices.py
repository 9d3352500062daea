"""One released index beside its limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from contracts.shapes import Figures, IndexFigures

from reporting_service.dashboards.rules.sureness import Sureness, sureness
from reporting_service.dashboards.rules.verdict import HIGHEST, ORDER, Doubt, verdict
from reporting_service.dashboards.rules.working import Working, working

State = Mapping[str, Any]
# An index with a unit's own statements: shown at that unit alone, without limits.
EXTENDED = "-DIPERLUAS"
EXTENDED_NAME = {"id": "Indeks diperluas", "en": "Extended index,"}


@dataclass(frozen=True)
class IndexView:
    """`graded` is the value on the scale of 25 to 100 that the `band` is of; `state` and `doubt`
    are its verdict; `note` says why there is no value, `working` whence it comes. A coarse `value`
    is nearly always at most `margin` from the exact one."""

    code: str
    name: str
    value: str | None
    hundred: str | None
    band: str | None
    band_label: str
    graded: str | None
    sure: Sureness
    limit: str | None
    higher_limit: str | None
    state: str
    doubt: Doubt | None
    note: str | None
    margin: str | None
    working: Working | None

    @property
    def low(self) -> str | None:
        if self.margin and self.value:
            return str(Decimal(self.value) - Decimal(self.margin))
        return self.sure.ends["low"] if self.sure.ends else None

    @property
    def high(self) -> str | None:
        if self.margin and self.value:
            return str(min(HIGHEST, Decimal(self.value) + Decimal(self.margin)))
        return self.sure.ends["high"] if self.sure.ends else None

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


def index_view(index: IndexFigures, released: Figures, rules: State, language: str) -> IndexView:
    """An index of `released` beside the limits of its formula (`rules`)."""
    named = {row["code"]: row.get("name", {}) for row in rules.get("indices", ())}
    official = index["code"].removesuffix(EXTENDED)
    if official != index["code"]:
        named[index["code"]] = {code: f"{said} {official}" for code, said in EXTENDED_NAME.items()}
    limits = rules.get("thresholds", {})
    limit = limits.get("wbk", {}).get(index["code"])
    higher = limits.get("wbbm", {}).get(index["code"])
    found = verdict(index, limit, released)
    return IndexView(
        code=index["code"],
        name=named.get(index["code"], {}).get(language, index["code"]),
        value=index["display4"],
        hundred=index["display100"],
        band=index["band"],
        graded=index["band_value"],
        band_label=index["band_label"][language] if index["band_label"] else "",
        sure=sureness(index, released),
        limit=limit,
        higher_limit=higher,
        state=found.state,
        doubt=found.doubt,
        note=index["note"],
        margin=released.get("margin"),
        working=working(index["code"], released, rules) if index["value"] else None,
    )
