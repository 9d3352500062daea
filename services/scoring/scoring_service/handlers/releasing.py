"""Decides whether the results of a survey move, and what of them is shown in detail."""

from dataclasses import dataclass

from chassis import clock
from contracts.shapes import Released, Score, Survey
from sqlalchemy import Connection

from scoring_service.domain.basis import Basis
from scoring_service.domain.disclosure import Place, Stand, excluded_few, withhold
from scoring_service.domain.editions import corrected, is_earlier
from scoring_service.domain.methods import Formula
from scoring_service.domain.release import is_rest, results_move
from scoring_service.domain.results import release
from scoring_service.domain.strata import Strata, Stratum, stratum_of
from scoring_service.domain.tallies import Layout
from scoring_service.store import exclusions, releases, tallies


@dataclass(frozen=True)
class Folded:
    """All answers of a survey of one moment; `excluded` has those left out, by id."""

    strata: Strata
    positions: dict[int, int]
    excluded: dict[str, Place]

    @property
    def count(self) -> int:
        return self.strata.with_excluded().responses

    @property
    def stand(self) -> Stand:
        return Stand(self.positions, frozenset(self.excluded))


def folded(connection: Connection, survey: Survey, layout: Layout) -> Folded:
    """The intake takes answers of the survey's own form version alone. What is excluded before it
    was folded waits for its tally."""
    strata, positions, out = Strata(layout), dict[int, int](), dict[str, Place]()
    for row in tallies.strata(connection, survey["survey_id"]):
        positions = {int(part): offset for part, offset in row.positions.items()}
        if str(row.form_version_id) == survey["form_version_id"]:
            stratum = Stratum(row.service, row.mode, row.flagged, row.token)
            strata.add(stratum, tallies.tally_of(row))
    known = Stand(positions, frozenset())
    for row in exclusions.excluded(connection, survey["survey_id"]):
        place = (row.part, row.source_offset)
        if known.covers(place) and row.state["form_version_id"] == survey["form_version_id"]:
            strata.exclude(stratum_of(row.state), row.state["answers"])
            out[str(row.response_id)] = place
    return Folded(strata, positions, out)


def released(
    connection: Connection,
    survey: Survey,
    before: Score | None,
    formula: Formula,
    now: Folded,
    basis: Basis,
) -> Released | None:
    """What is published of the results: a new release, the last one (`before` is the last score),
    or None where nothing counts, however much did before."""
    if now.count == len(now.excluded):
        if now.excluded:
            releases.keep(connection, survey, now.stand, basis.confirmed)
        return None
    last = before["released"] if before else None
    if _moves(connection, survey, before, now, basis):
        detailed = releases.detailed(connection, survey["survey_id"])
        made = withhold(
            release(formula, now.strata, basis),
            formula.weights,
            few_excluded=excluded_few(now.excluded, detailed),
        )
        releases.keep(connection, survey, now.stand, basis.confirmed)
        if made["withheld"] is None:
            releases.keep_detailed(connection, survey, now.stand)
        return {"released_at": clock.now().isoformat(), **made}
    if last and is_earlier(last):
        kept = corrected(formula, now.strata.layout, last)
        return withhold(kept, formula.weights, few_excluded=False)
    return last


def _moves(
    connection: Connection,
    survey: Survey,
    before: Score | None,
    now: Folded,
    basis: Basis,
) -> bool:
    """Whether a release is due. Decisions on exclusions move results after the close; while open
    they wait for the next step. Another number of recipients, or one that is confirmed or no
    longer, moves them alone: the same answers are as sure as something else."""
    last = before["released"] if before else None
    then, known = releases.last(connection, survey["survey_id"]) or (Stand({}, frozenset()), None)
    decided = then.excluded != now.excluded.keys()
    renewed = last is not None and (_rests_on_other(last, known, basis) or is_earlier(last))
    return results_move(
        _fresh(survey, last, then, now),
        survey["release_step"],
        rest=is_rest(survey, before["status"] if before else None, clock.now()),
        changed=survey["status"] == "closed" if decided else renewed,
    )


def _rests_on_other(last: Released, known: int | None, basis: Basis) -> bool:
    """`known`: the confirmed number of the last release, which an edition before `basis` did not
    tell."""
    if "basis" not in last:
        return known != basis.confirmed
    return last["basis"] != basis.told(last["n"])


def _fresh(survey: Survey, last: Released | None, then: Stand, now: Folded) -> int:
    """Answers that no release has had and nobody excluded. Where none stands while open, since all
    were excluded, those that are taken back are fresh as well: no decision moves results then."""
    if last is None and survey["status"] == "open":
        return now.count - len(now.excluded)
    seen = (last["n"] if last else 0) + len(then.excluded)
    unseen = sum(not then.covers(place) for place in now.excluded.values())
    return now.count - seen - unseen
