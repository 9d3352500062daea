"""All that a rebuild compares with, of one moment, read while the service goes on."""

from dataclasses import dataclass
from typing import Any

from chassis.database import Database
from contracts.form_shapes import FormDefinition
from sqlalchemy import text

from scoring_service.domain.respondents import Counts
from scoring_service.domain.strata import Stratum
from scoring_service.domain.tallies import Layout, Tally, layout_of
from scoring_service.store import releases, respondents, tallies
from scoring_service.store.releases import Release

# Survey, partition.
Place = tuple[str, int]
# Survey, form version, partition, how it came.
Key = tuple[str, str, int, Stratum]


@dataclass(frozen=True)
class Released:
    """The newest release of a survey, and by which form and formula it was made."""

    form_version_id: str
    formula_version_id: str
    release: Release


@dataclass(frozen=True)
class Snapshot:
    """`positions` is {partition: last source offset} of `strata`, keyed by
    (survey, form version, partition, stratum); `forms` are definitions. `respondents` are known of
    answers after the places `respondents_from`, {partition: source offset}."""

    positions: dict[int, int]
    strata: dict[Key, Tally]
    layouts: dict[str, Layout]
    forms: dict[str, FormDefinition]
    formulas: dict[str, dict[str, Any]]
    releases: dict[str, Released]
    respondents: dict[Place, Counts]
    respondents_from: dict[int, int]

    def tells_who(self, part: int, offset: int) -> bool:
        """Whether it is known here who gave the answer at this place of the record."""
        return offset > self.respondents_from.get(part, -1)


def take_snapshot(database: Database) -> Snapshot:
    with database.snapshot() as connection:
        rows = connection.execute(text("SELECT state FROM form_versions")).scalars()
        forms = {state["form_version_id"]: state["definition"] for state in rows}
        formulas = connection.execute(text("SELECT state FROM formula_versions")).scalars()
        return Snapshot(
            positions=tallies.last_offsets(connection),
            strata={
                (
                    str(row.survey_id),
                    str(row.form_version_id),
                    row.part,
                    Stratum(row.service, row.mode, row.flagged, row.token),
                ): tallies.tally_of(row)
                for row in tallies.all_strata(connection)
            },
            layouts={key: layout_of(form["items"]) for key, form in forms.items()},
            forms=forms,
            formulas={state["formula_version_id"]: state for state in formulas},
            releases={
                str(row.survey_id): Released(
                    str(row.form_version_id),
                    str(row.formula_version_id),
                    releases.release_of(row),
                )
                for row in releases.newest_of_all(connection)
            },
            respondents={
                (str(row.survey_id), row.part): row.counts
                for row in respondents.everybody(connection)
            },
            respondents_from=respondents.told_from(connection),
        )
