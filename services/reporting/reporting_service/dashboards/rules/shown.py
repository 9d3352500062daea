"""Which editions a page or an answer holds: what is written down about whom it was shown to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reporting_service.sightings.rules import Shown


def newest_edition(held: Iterable[tuple[int | None, bool]]) -> int | None:
    """Of pairs of an edition and whether it has figures, since it may have taken them away; None
    where none has any. It tells of each thing in a list which edition that held."""
    found = list(held)
    if not any(figures for _, figures in found):
        return None
    return max(edition for edition, _ in found if edition)


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
