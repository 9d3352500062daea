"""One released index beside its limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from contracts.shapes import Figures, IndexFigures

from reporting_service.dashboards.rules.verdict import (
    HIGHEST,
    LOWEST,
    ORDER,
    Doubt,
    standard_error,
    verdict,
)

State = Mapping[str, Any]
# An index with a unit's own statements: shown at that unit alone, without limits.
EXTENDED = "-DIPERLUAS"
EXTENDED_NAME = {"id": "Indeks diperluas", "en": "Extended index,"}


@dataclass(frozen=True)
class IndexView:
    """`state` and `doubt` are its verdict; `note` says why there is no value."""

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
    doubt: Doubt | None
    note: str | None

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
    low, high = _range(index, [Decimal(each) for each in (limit, higher) if each])
    found = verdict(index, limit, released)
    return IndexView(
        code=index["code"],
        name=named.get(index["code"], {}).get(language, index["code"]),
        value=index["display4"],
        hundred=index["display100"],
        band=index["band"],
        band_label=index["band_label"][language] if index["band_label"] else "",
        low=low,
        high=high,
        limit=limit,
        higher_limit=higher,
        state=found.state,
        doubt=found.doubt,
        note=index["note"],
    )


def _range(index: IndexFigures, limits: Sequence[Decimal]) -> tuple[str, str] | tuple[None, None]:
    """Value -/+ two standard errors, inside the scale: "kira-kira antara"."""
    error = standard_error(index)
    if index["value"] is None or error is None:
        return None, None
    value = Decimal(index["value"])
    low, high = max(LOWEST, value - 2 * error), min(HIGHEST, value + 2 * error)
    return _shown_beside(low, limits), _shown_beside(high, limits)


def _shown_beside(end: Decimal, limits: Sequence[Decimal]) -> str:
    """Two decimals, or as many as it takes that it stands on its own side of each limit: 3.596 is
    no 3.60 beside the sentence that 3.60 is clearly missed."""
    for decimals in range(2, 12):
        text = end.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        if all(text.compare(limit) == end.compare(limit) for limit in limits):
            return str(text)
    return str(end)
