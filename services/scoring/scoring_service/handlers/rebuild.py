"""Builds every tally, index, standing and summary again from the record, while serving; compares to
the last digit."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from time import process_time
from typing import Any

from chassis.database import Database
from contracts.shapes import Figures

from scoring_service.config import ScoringSettings
from scoring_service.domain.basis import Basis, reach_of
from scoring_service.domain.fitting import fitted
from scoring_service.domain.methods import read_formula
from scoring_service.domain.parts import parts
from scoring_service.domain.recipients import Recipients
from scoring_service.domain.recount import recount, row
from scoring_service.domain.results import release
from scoring_service.domain.strata import Strata, Stratum, stratum_of
from scoring_service.domain.tallies import Answers, Tally
from scoring_service.handlers.historic import historic_differ
from scoring_service.handlers.rebuilt_respondents import RebuiltRespondents
from scoring_service.handlers.record import read_record
from scoring_service.handlers.standing import standings_differ
from scoring_service.handlers.summarising import summaries_differ
from scoring_service.store.snapshot import Key, Released, Snapshot, take_snapshot

# Under what an entry of a release goes.
NAMES = ("code", "item", "name", "by", "question")


@dataclass
class Report:
    """What was compared, and every difference in words. Processor time in seconds: of all of it,
    and until the record was counted again."""

    surveys: int = 0
    responses: int = 0
    indices: int = 0
    counting: float = 0.0
    seconds: float = 0.0
    differences: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        head = (
            f"{self.surveys} surveys, {self.responses} responses, {self.indices} published indices"
            f" compared with the record: {len(self.differences)} differences"
        )
        each = 1e6 / max(self.responses, 1)
        time = (
            f"{each * self.seconds:.0f} µs of processor time a response in scoring,"
            f" {each * self.counting:.0f} µs of it to count; the rest"
            f" {1000 * (self.seconds - self.counting) / max(self.surveys, 1):.1f} ms a survey"
        )
        return "\n".join([head, *self.differences, time])


def rebuild(settings: ScoringSettings) -> Report:
    """The snapshot comes first: what is recorded later is left out by its source position."""
    database, begun = Database(settings.database_worker_url), process_time()
    try:
        report = compare(take_snapshot(database), read_record(settings))
        # The final results are the record's by now, as far as they do not differ.
        report.differences += standings_differ(database)
        report.differences += summaries_differ(database)
        # Of no record of ours: they still say what was printed.
        report.differences += historic_differ(database)
        report.seconds = process_time() - begun
        return report
    finally:
        database.close()


def compare(snapshot: Snapshot, record: Iterable[Mapping[str, Any]]) -> Report:
    """`record` has all responses as `/api/v1/records` gives them, in any order."""
    begun, who = process_time(), RebuiltRespondents(snapshot)
    groups, excluded = _grouped(snapshot, record, who)
    strata: dict[Key, Tally] = {}
    released = {
        survey: Strata(snapshot.layouts[made.form_version_id])
        for survey, made in snapshot.releases.items()
    }
    for form, rows in groups.items():
        for (key, shown), tally in recount(snapshot.layouts[form], rows):
            if shown:
                released[key[0]].add(key[3], tally)
            if key in strata:
                tally.merge(strata[key])
            strata[key] = tally
    for survey, stratum, answers in excluded:
        released[survey].exclude(stratum, answers)
    report = Report(
        surveys=len({key[0] for key in snapshot.strata.keys() | strata.keys()}),
        responses=sum(tally.responses for tally in strata.values()),
        counting=process_time() - begun,
    )
    for key in sorted(snapshot.strata.keys() | strata.keys()):
        report.differences += _stratum_differs(key, snapshot.strata.get(key), strata.get(key))
    report.differences += who.differences()
    for survey, found in sorted(released.items()):
        made = snapshot.releases[survey]
        report.indices += len(made.release.exact["indices"])
        report.differences += _release_differs(snapshot, survey, made, found, who)
    return report


def _grouped(
    snapshot: Snapshot, record: Iterable[Mapping[str, Any]], who: RebuiltRespondents
) -> tuple[dict[str, dict[tuple[Key, bool], bytearray]], list[tuple[str, Stratum, Answers]]]:
    """By form version: rows of what is in the snapshot, by where it is tallied and whether the
    newest release covers it. And which of these that release left out."""
    groups = defaultdict[str, dict[tuple[Key, bool], bytearray]](lambda: defaultdict(bytearray))
    excluded: list[tuple[str, Stratum, Answers]] = []
    for line in record:
        survey, form, source = line["survey_id"], line["form_version_id"], line["source"]
        part, offset = source["partition"], source["offset"]
        if line["state"] != "counted" or offset > snapshot.positions.get(part, -1):
            continue
        stratum, made = stratum_of(line), snapshot.releases.get(survey)
        shown = (
            made is not None
            and form == made.form_version_id
            and made.release.stand.covers((part, offset))
        )
        key = (survey, form, part, stratum)
        groups[form][key, shown] += row(snapshot.layouts[form], line["answers"])
        out = made and shown and line["response_id"] in made.release.stand.excluded
        if out:
            excluded.append((survey, stratum, line["answers"]))
        who.take(line, released=shown and not out)
    return groups, excluded


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
    snapshot: Snapshot, survey: str, made: Released, strata: Strata, who: RebuiltRespondents
) -> Iterator[str]:
    """The figures before anything was withheld: what is shown follows from them."""
    state, form = snapshot.formulas[made.formula_version_id], snapshot.forms[made.form_version_id]
    formula = fitted(read_formula(state["code"], state["definition"]), form)
    exact = made.release.exact
    again = release(formula, strata, Basis(_recipients(exact), reach_of(form)))
    if "parts" in exact:
        again["parts"] = parts(formula, strata)
        again["respondents"] = who.of_release(survey, again["n"])
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
                yield str(next(other[key] for key in NAMES if key in other)), one, other
        else:
            yield name, old, new
