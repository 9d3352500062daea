"""Computes the score of a survey from its tallies: the count at once, the rest in releases."""

from datetime import UTC, datetime
from typing import Any

from chassis.database import Database
from chassis.outbox import add_events
from contracts.codec import Event, new_event
from sqlalchemy import Connection

from scoring_service.domain.fitting import fitted
from scoring_service.domain.methods import Formula, read_formula
from scoring_service.domain.release import LATE_DAYS, due, is_rest
from scoring_service.domain.results import release
from scoring_service.domain.strata import Strata, Stratum, stratum_of
from scoring_service.domain.tallies import Layout, layout_of
from scoring_service.handlers.targets import known_recipients, target_events, wanted_target
from scoring_service.store import exclusions, marks, scores, states, tallies

SCORES = "scoring.scores.v1"
FIRST = "00000000-0000-0000-0000-000000000000"
CHUNK = 50
State = dict[str, Any]


def publish_marked(database: Database) -> int:
    """Score every marked survey once; return how many. Short transactions: the scorer waits for
    a mark that is being taken."""
    scored, after = 0, FIRST
    while True:
        with database.unbound() as connection:
            if not marks.become_publisher(connection):
                return scored
            chosen = marks.marked(connection, after, CHUNK)
            if not chosen:
                return scored
            taken = marks.take(connection, chosen)
            for survey_id in taken:
                add_events(connection, score_survey(connection, survey_id))
        scored, after = scored + len(taken), chosen[-1]


def score_survey(connection: Connection, survey_id: str) -> list[Event]:
    """Events for what has changed; none while the survey or its versions are not known yet
    (their arrival marks it again)."""
    survey = states.survey(connection, survey_id)
    if survey is None:
        return []
    form = states.version(connection, "form_versions", "form_version_id", survey["form_version_id"])
    version = states.version(
        connection, "formula_versions", "formula_version_id", survey["formula_version_id"]
    )
    if form is None or version is None:
        return []
    formula = fitted(read_formula(version["code"], version["definition"]), form["definition"])
    known = known_recipients(connection, survey, form)
    wanted = wanted_target(survey, form, known)
    events = target_events(connection, survey, wanted)
    before = scores.score(connection, survey_id)
    strata, positions, excluded = _strata(
        connection, survey, layout_of(form["definition"]["items"])
    )
    last = before["released"] if before else None
    count = strata.with_excluded().responses
    if _moves(connection, survey, count, before, excluded):
        place = (positions, wanted["population"], known.completed if known else None)
        now = datetime.now(UTC).isoformat()
        last = {"released_at": now, **release(formula, strata, *place[1:])}
        scores.keep_release(connection, survey, *place, excluded)
    state = _state(survey, formula, count, wanted["target"], last)
    if before is None or {**state, "revision": before["revision"]} != before:
        state["revision"] = before["revision"] + 1 if before else 1
        scores.keep_score(connection, survey["tenant_id"], state)
        events.append(new_event(SCORES, survey["tenant_id"], state))
    return events


def mark_ended(database: Database) -> None:
    """No late answer can come any more: what has waited for a whole step is released."""
    with database.unbound() as connection:
        ended = states.ended_with_rest(connection, LATE_DAYS)
        marks.mark(connection, ended, marks.STATE_CHANGED)


def _moves(
    connection: Connection, survey: State, count: int, before: State | None, excluded: list[str]
) -> bool:
    """Whether a release is due; a release of nothing but excluded answers would have no index."""
    if count == len(excluded):
        return False
    last = before["released"] if before else None
    then = scores.excluded_then(connection, survey["survey_id"]) if last else []
    return due(
        count,
        last["n"] + len(then) if last else 0,
        survey["release_step"],
        rest=is_rest(survey, before["status"] if before else None, datetime.now(UTC)),
        decided=survey["status"] == "closed" and then != excluded,
    )


def _strata(
    connection: Connection, survey: State, layout: Layout
) -> tuple[Strata, dict[str, int], list[str]]:
    """All strata of a survey, where in the record that stands, and the excluded responses.

    The intake takes answers of the survey's own form version alone. What is excluded before it was
    folded waits for its tally.
    """
    found, positions = Strata(layout), dict[str, int]()
    for row in tallies.strata(connection, survey["survey_id"]):
        positions = row.positions
        if str(row.form_version_id) == survey["form_version_id"]:
            found.add(Stratum(row.service, row.mode, row.flagged, row.token), tallies.tally_of(row))
    out = []
    for row in exclusions.excluded(connection, survey["survey_id"]):
        folded = row.source_offset <= positions.get(str(row.part), -1)
        if folded and row.state["form_version_id"] == survey["form_version_id"]:
            found.exclude(stratum_of(row.state), row.state["answers"])
            out.append(str(row.response_id))
    return found, positions, out


def _state(
    survey: State, formula: Formula, count: int, target: int | None, released: State | None
) -> State:
    names = ("survey_id", "instrument", "period", "form_version_id", "formula_version_id", "status")
    return {
        **{name: survey[name] for name in names},
        "formula": formula.code,
        "count": count,
        "target": target,
        "released": released,
    }
