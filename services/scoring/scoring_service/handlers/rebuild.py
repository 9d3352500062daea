"""Builds every tally and index again from the record, while serving; compares to the last digit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from chassis.database import Database

from scoring_service.config import ScoringSettings
from scoring_service.domain.fitting import fitted
from scoring_service.domain.methods import read_formula
from scoring_service.domain.results import results
from scoring_service.domain.tallies import Tally
from scoring_service.handlers.record import read_record
from scoring_service.store.snapshot import Release, Snapshot, Stratum, take_snapshot


@dataclass
class Report:
    """What was compared, and every difference in words."""

    surveys: int = 0
    responses: int = 0
    indices: int = 0
    differences: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        head = (
            f"{self.surveys} surveys, {self.responses} responses, {self.indices} published indices"
            f" compared with the record: {len(self.differences)} differences"
        )
        return "\n".join([head, *self.differences])


def rebuild(settings: ScoringSettings) -> Report:
    """The snapshot comes first: what is recorded later is left out by its source position."""
    database = Database(settings.database_worker_url)
    try:
        return compare(take_snapshot(database), read_record(settings))
    finally:
        database.close()


def compare(snapshot: Snapshot, record: Iterable[dict[str, Any]]) -> Report:
    """`record` has all responses as `/api/v1/records` gives them, in any order."""
    strata: dict[Stratum, Tally] = {}
    released = {
        survey: Tally.empty(snapshot.layouts[release.score["form_version_id"]])
        for survey, release in snapshot.releases.items()
    }
    for line in record:
        if line["state"] == "counted":
            _fold(snapshot, line, strata, released)
    report = Report(
        surveys=len({key[0] for key in snapshot.strata.keys() | strata.keys()}),
        responses=sum(tally.responses for tally in strata.values()),
    )
    for key in sorted(snapshot.strata.keys() | strata.keys()):
        report.differences += _stratum_differs(key, snapshot.strata.get(key), strata.get(key))
    for survey, tally in sorted(released.items()):
        release = snapshot.releases[survey]
        report.indices += len(release.score["released"]["indices"])
        report.differences += _release_differs(snapshot, survey, release, tally)
    return report


def _fold(
    snapshot: Snapshot,
    line: dict[str, Any],
    strata: dict[Stratum, Tally],
    released: dict[str, Tally],
) -> None:
    survey, form, source = line["survey_id"], line["form_version_id"], line["source"]
    part, offset = source["partition"], source["offset"]
    if offset > snapshot.positions.get(part, -1):
        return
    layout = snapshot.layouts[form]
    key = (survey, form, part, line["service"] or "", line["mode"], line["flagged"])
    strata.setdefault(key, Tally.empty(layout)).add(layout, line["answers"])
    release = snapshot.releases.get(survey)
    if release and form == release.score["form_version_id"] and release.covers(part, offset):
        released[survey].add(layout, line["answers"])


def _stratum_differs(key: Stratum, kept: Tally | None, again: Tally | None) -> Iterator[str]:
    if kept == again:
        return
    stored, recorded = (tally.responses if tally else 0 for tally in (kept, again))
    survey, _, part, service, mode, flagged = key
    yield (
        f"survey {survey}, partition {part}, service {service or '-'}, mode {mode},"
        f" flagged {flagged}: tally of {stored} responses, record of {recorded}"
        + ("; counts differ" if stored == recorded else "")
    )


def _release_differs(
    snapshot: Snapshot, survey: str, release: Release, tally: Tally
) -> Iterator[str]:
    state = snapshot.formulas[release.score["formula_version_id"]]
    form = snapshot.forms[release.score["form_version_id"]]
    formula = fitted(read_formula(state["code"], state["definition"]), form)
    layout = snapshot.layouts[release.score["form_version_id"]]
    again = results(formula, layout, tally, release.population)
    published = release.score["released"]
    if published["n"] != again["n"]:
        yield f"survey {survey}: published n {published['n']}, record {again['n']}"
    for name, key in (("indices", "code"), ("indicators", "item")):
        for old, new in zip(published[name], again[name], strict=True):
            if old != new:
                yield f"survey {survey}, {old[key]}: published {old}, record {new}"
