"""All that a rebuild compares with, of one moment, read while the service goes on."""

from dataclasses import dataclass
from typing import Any

from chassis.database import Database
from contracts.form_shapes import FormDefinition
from sqlalchemy import text

from scoring_service.domain.disclosure import Stand
from scoring_service.domain.strata import Stratum
from scoring_service.domain.tallies import Layout, Tally, layout_of
from scoring_service.store import releases, tallies

# Survey, form version, partition, how it came.
Key = tuple[str, str, int, Stratum]


@dataclass(frozen=True)
class Release:
    """A published release: its score, where in the record it stood, and what it left out."""

    score: dict[str, Any]
    stand: Stand
    recipients: int | None


@dataclass(frozen=True)
class Snapshot:
    """`positions` is {partition: last source offset} of `strata`, keyed by
    (survey, form version, partition, stratum); `forms` are definitions."""

    positions: dict[int, int]
    strata: dict[Key, Tally]
    layouts: dict[str, Layout]
    forms: dict[str, FormDefinition]
    formulas: dict[str, dict[str, Any]]
    releases: dict[str, Release]


def take_snapshot(database: Database) -> Snapshot:
    with database.unbound() as connection:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
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
                str(row.survey_id): Release(row.state, releases.stand_of(row), row.recipients)
                for row in releases.everything(connection)
            },
        )
