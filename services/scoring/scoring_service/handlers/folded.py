"""All answers of a survey of one moment, and what of them a release leaves out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.shapes import Survey
from sqlalchemy import Connection

from scoring_service.domain.disclosure import Place, Stand
from scoring_service.domain.strata import Strata, Stratum, stratum_of
from scoring_service.domain.tallies import Layout, Tally
from scoring_service.store import exclusions, tallies


@dataclass(frozen=True)
class Decided:
    """An answer that two persons took out, and perhaps put back: its event says what it was."""

    place: Place
    is_out: bool
    event: Mapping[str, Any]


@dataclass(frozen=True)
class Folded:
    """`decided` has, by id, the answers of the tallies that were decided on."""

    layout: Layout
    tallies: Sequence[tuple[Stratum, Tally]]
    positions: Mapping[int, int]
    decided: Mapping[str, Decided]

    @property
    def count(self) -> int:
        return sum(tally.responses for _, tally in self.tallies)

    @property
    def excluded(self) -> dict[str, Place]:
        """What is out now."""
        return {key: each.place for key, each in self.decided.items() if each.is_out}

    def without(self, left_out: Collection[str]) -> Strata:
        """All answers, those of `left_out` as excluded."""
        strata = Strata(self.layout)
        for stratum, tally in self.tallies:
            strata.add(stratum, tally)
        for identifier in left_out:
            event = self.decided[identifier].event
            strata.exclude(stratum_of(event), event["answers"])
        return strata

    def stand(self, left_out: Collection[str]) -> Stand:
        return Stand(self.positions, frozenset(left_out))


def folded(connection: Connection, survey: Survey, layout: Layout) -> Folded:
    """The intake takes answers of the survey's own form version alone. What is decided on before it
    was folded waits for its tally."""
    rows = tallies.strata(connection, survey["survey_id"])
    positions = {int(part): at for row in rows for part, at in row.positions.items()}
    known, form = Stand(positions, frozenset()), survey["form_version_id"]
    return Folded(
        layout,
        [
            (Stratum(row.service, row.mode, row.flagged, row.token), tallies.tally_of(row))
            for row in rows
            if str(row.form_version_id) == form
        ],
        positions,
        {
            str(row.response_id): Decided(place, row.excluded, row.state)
            for row in exclusions.decided(connection, survey["survey_id"])
            if known.covers(place := (row.part, row.source_offset))
            and row.state["form_version_id"] == form
        },
    )
