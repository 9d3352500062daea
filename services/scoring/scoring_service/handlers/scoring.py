"""Computes the score of a survey from its tallies: the count at once, the rest in releases."""

from datetime import UTC, datetime
from typing import Any

from chassis.database import Database
from chassis.outbox import add_events
from contracts.codec import Event, new_event
from sqlalchemy import Connection

from scoring_service.domain.fitting import fitted
from scoring_service.domain.methods import Formula, read_formula
from scoring_service.domain.release import due
from scoring_service.domain.results import results
from scoring_service.domain.tallies import Layout, Tally, layout_of
from scoring_service.handlers.targets import target_events, wanted_target
from scoring_service.store import marks, scores, states, tallies

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
    wanted = wanted_target(connection, survey, form)
    events = target_events(connection, survey, wanted)
    before = scores.score(connection, survey_id)
    layout = layout_of(form["definition"]["items"])
    tally, positions = _total(connection, survey, layout)
    last = before["released"] if before else None
    moved = due(tally.responses, last["n"] if last else 0, survey["release_step"], survey["status"])
    if moved:
        last = _release(formula, layout, tally, wanted["population"])
        scores.keep_release(connection, survey, positions, wanted["population"])
    state = _state(survey, formula, tally.responses, wanted["target"], last)
    if before is None or {**state, "revision": before["revision"]} != before:
        state["revision"] = before["revision"] + 1 if before else 1
        scores.keep_score(connection, survey["tenant_id"], state)
        events.append(new_event(SCORES, survey["tenant_id"], state))
    return events


def _total(connection: Connection, survey: State, layout: Layout) -> tuple[Tally, dict[str, int]]:
    """All strata of a survey added up, and where in the record that stands.

    The intake takes answers of the survey's own form version alone.
    """
    found, positions = Tally.empty(layout), {}
    for row in tallies.strata(connection, survey["survey_id"]):
        positions = row.positions
        if str(row.form_version_id) == survey["form_version_id"]:
            found.merge(tallies.tally_of(row))
    return found, positions


def _release(formula: Formula, layout: Layout, tally: Tally, population: int | None) -> State:
    now = datetime.now(UTC).isoformat()
    return {"released_at": now, **results(formula, layout, tally, population)}


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
