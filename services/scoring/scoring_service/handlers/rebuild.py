"""Builds every tally and index again from the record, while serving; compares to the last digit."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from chassis.database import Database
from contracts.shapes import Figures

from scoring_service.config import ScoringSettings
from scoring_service.domain.basis import Basis, reach_of
from scoring_service.domain.fitting import fitted
from scoring_service.domain.methods import read_formula
from scoring_service.domain.recipients import Recipients
from scoring_service.domain.results import release
from scoring_service.domain.strata import Strata, stratum_of
from scoring_service.domain.tallies import Tally
from scoring_service.handlers.record import read_record
from scoring_service.store.snapshot import Key, Released, Snapshot, take_snapshot


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
    strata: dict[Key, Tally] = {}
    released = {
        survey: Strata(snapshot.layouts[made.form_version_id])
        for survey, made in snapshot.releases.items()
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
    for survey, found in sorted(released.items()):
        made = snapshot.releases[survey]
        report.indices += len(made.release.exact["indices"])
        report.differences += _release_differs(snapshot, survey, made, found)
    return report


def _fold(
    snapshot: Snapshot,
    line: dict[str, Any],
    strata: dict[Key, Tally],
    released: dict[str, Strata],
) -> None:
    survey, form, source = line["survey_id"], line["form_version_id"], line["source"]
    part, offset = source["partition"], source["offset"]
    if offset > snapshot.positions.get(part, -1):
        return
    layout, stratum = snapshot.layouts[form], stratum_of(line)
    one = Tally.empty(layout)
    one.add(layout, line["answers"])
    strata.setdefault((survey, form, part, stratum), Tally.empty(layout)).merge(one)
    found = snapshot.releases.get(survey)
    if found and form == found.form_version_id and found.release.stand.covers((part, offset)):
        released[survey].add(stratum, one)
        if line["response_id"] in found.release.stand.excluded:
            released[survey].exclude(stratum, line["answers"])


def _stratum_differs(key: Key, kept: Tally | None, again: Tally | None) -> Iterator[str]:
    if kept == again:
        return
    stored, recorded = (tally.responses if tally else 0 for tally in (kept, again))
    survey, _, part, stratum = key
    told = ", ".join(f"{name} {value}" for name, value in stratum._asdict().items())
    yield (
        f"survey {survey}, partition {part}, {told}: tally of {stored} responses, record of"
        f" {recorded}" + ("; counts differ" if stored == recorded else "")
    )


def _release_differs(
    snapshot: Snapshot, survey: str, made: Released, strata: Strata
) -> Iterator[str]:
    """The figures before anything was withheld: what is shown follows from them."""
    state, form = snapshot.formulas[made.formula_version_id], snapshot.forms[made.form_version_id]
    formula = fitted(read_formula(state["code"], state["definition"]), form)
    exact = made.release.exact
    again = release(formula, strata, Basis(_recipients(exact), reach_of(form)))
    for name, one, other in _pairs(exact, again):
        if one != other:
            yield f"survey {survey}, {name}: released {one}, record {other}"


def _recipients(exact: Figures) -> Recipients | None:
    """As the release knew them."""
    told = exact["basis"]
    if told["recipients"] is None or told["source"] is None:
        return None
    return Recipients(told["recipients"], told["source"])


def _pairs(before: Mapping[str, Any], again: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Lists entry by entry, each under its own name."""
    for name, new in again.items():
        old = before[name]
        if isinstance(new, list) and len(old) == len(new):
            for one, other in zip(old, new, strict=True):
                yield str(other.get("code") or other.get("item") or other["name"]), one, other
        else:
            yield name, old, new
