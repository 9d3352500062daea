"""Which editions a page or an answer holds: what is written down about whom it was shown to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reporting_service.sightings.rules import Shown


def newest_edition(held: Iterable[tuple[int | None, bool]]) -> int | None:
    """Of pairs of an edition and whether it has figures, since it may have taken them away; None
    where none has any. It tells of each thing in a list which edition that held."""
    found = list(held)
    if not any(figures for _, figures in found):
        return None
    return max((edition for edition, _ in found if edition), default=None)


@dataclass(frozen=True)
class Editions:
    """Of one office and instrument: those of its own results by period, the newest one of those
    below it in `period`, and of where it and those below stand. None is no figure."""

    tenant_id: str
    instrument: str
    period: str | None
    results: Mapping[str, int]
    below: int | None
    standing: int | None
    standings_below: int | None

    def own(self, periods: Iterable[str]) -> Iterator[Shown]:
        for period in sorted({*periods} & self.results.keys()):
            edition = self.results[period]
            yield Shown("result", self.tenant_id, self.instrument, period, edition)

    def list_below(self, unit_types: Iterable[str]) -> Iterator[Shown]:
        if self.below and self.period:
            about = (self.tenant_id, self.instrument, self.period, self.below)
            yield Shown("results_below", *about, ",".join(sorted(unit_types)))

    def own_standing(self) -> Iterator[Shown]:
        if self.standing:
            yield Shown("standing", self.tenant_id, self.instrument, "", self.standing)

    def standings_list(self, unit_types: Iterable[str]) -> Iterator[Shown]:
        if self.standings_below:
            about = (self.tenant_id, self.instrument, "", self.standings_below)
            yield Shown("standings_below", *about, ",".join(sorted(unit_types)))


def editions_of(
    tenant_id: str,
    wanted: tuple[str, str | None],
    rows: Sequence[Mapping[str, Any]],
    found: Mapping[str, Mapping[str, Any]],
    stand: Mapping[str, tuple[int, bool]],
) -> Editions:
    """`rows` are the office's surveys with their scores, `found` those of the period below it, by
    tenant; `stand`: the edition of where the tenant and each below it stands, and whether it has
    any figure for this instrument."""
    instrument, period = wanted
    return Editions(
        tenant_id=tenant_id,
        instrument=instrument,
        period=period,
        results={
            row["survey"]["period"]: row["edition"]
            for row in rows
            if row["survey"]["instrument"] == instrument and _released(row)
        },
        below=newest_edition((row["edition"], _released(row)) for row in found.values()),
        standing=newest_edition(each for key, each in stand.items() if key == tenant_id),
        standings_below=newest_edition(each for key, each in stand.items() if key != tenant_id),
    )


def _released(row: Mapping[str, Any]) -> bool:
    return bool(row["score"] and row["score"]["released"])
