"""Which editions a page or an answer holds of what results say together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from contracts.summary_shapes import Summaries, Summary

from reporting_service.dashboards.rules.region import Part, RegionView, by_period
from reporting_service.dashboards.rules.shown import newest_edition
from reporting_service.sightings.rules import Shown, What

# Their parts, as sightings call them.
PARTS: Mapping[str, What] = {
    "own": "quarter",
    "region": "region",
    "regrouped": "regrouped",
    "small": "small",
}


@dataclass(frozen=True)
class Together:
    """Of one office and instrument, by period: the values with their editions. `below` is the
    newest edition of those that stand in its list of offices or units, None without any."""

    tenant_id: str
    instrument: str
    summaries: Mapping[str, Summary]
    editions: Mapping[str, int | None]
    below: int | None = None

    def quarters(self, periods: Iterable[str]) -> Iterator[Shown]:
        for period in periods:
            yield from self._one("own", period)

    def small(self, periods: Iterable[str]) -> Iterator[Shown]:
        for period in sorted({*periods}):
            yield from self._one("small", period)

    def region(self, view: RegionView) -> Iterator[Shown]:
        """Of each period of its history, and by the tree of now where that stands beside it."""
        for period, _ in view.history:
            yield from self._one(
                "region" if self.summaries[period]["region"] else "regrouped", period
            )
        if view.regrouped and view.regrouped["valid"]:
            yield from self._one("regrouped", view.period)

    def listed(
        self, parts: Sequence[Part], period: str, unit_types: Iterable[str]
    ) -> Iterator[Shown]:
        if self.below:
            what: What = "regions_below" if parts[0].region else "quarters_below"
            about = (self.tenant_id, self.instrument, period, self.below)
            yield Shown(what, *about, ",".join(sorted(unit_types)))

    def everything(self, periods: Iterable[str]) -> Iterator[Shown]:
        for period in periods:
            for part in PARTS:
                yield from self._one(part, period)

    def _one(self, part: str, period: str) -> Iterator[Shown]:
        """Nothing where no answer is in it."""
        edition = self.editions[period]
        if edition and _answered(self.summaries[period], part):
            yield Shown(PARTS[part], self.tenant_id, self.instrument, period, edition)


def together_of(
    tenant_id: str, instrument: str, kept: Sequence[tuple[Summaries, int | None]]
) -> Together:
    """`kept`: what is kept of the office, with its editions."""
    return Together(
        tenant_id,
        instrument,
        by_period((state for state, _ in kept), instrument),
        {state["period"]: edition for state, edition in kept},
    )


def newest_listed(parts: Sequence[Part], editions: Iterable[int | None]) -> int | None:
    """`editions` of all below, also of those that are not listed any more."""
    figures = any((each.region or each.own or {"n": 0})["n"] for each in parts)
    return newest_edition((edition, figures) for edition in editions)


def _answered(summary: Summary, part: str) -> bool:
    """Whether it has a value of some answers."""
    values = {"own": summary["own"], "region": summary["region"], "regrouped": summary["regrouped"]}
    if part == "small":
        return bool(summary.get("small"))
    value = values[part]
    return bool(value and value["n"])
