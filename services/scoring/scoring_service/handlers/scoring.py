"""Computes the score of a survey from its tallies: the count at once, the rest in releases."""

from chassis.database import Database
from chassis.events import new_event
from chassis.outbox import add_events
from contracts.codec import Event
from contracts.shapes import Released, Score, Survey
from sqlalchemy import Connection

from scoring_service.domain.basis import Basis, reach_of
from scoring_service.domain.fitting import fitted
from scoring_service.domain.methods import Formula, read_formula
from scoring_service.domain.release import LATE_DAYS, MADE_UP_FOR_MONTHS
from scoring_service.domain.tallies import layout_of
from scoring_service.handlers.releasing import Folded, folded, released
from scoring_service.handlers.targets import known_recipients, target_events, wanted_target
from scoring_service.store import marks, scores, states

SCORES = "scoring.scores.v1"
FIRST = "00000000-0000-0000-0000-000000000000"
CHUNK = 50


def publish_marked(database: Database) -> int:
    """Score every marked survey once; return how many. Short transactions: the scorer waits for
    a mark that is being taken."""
    scored, after = 0, FIRST
    while True:
        with database.unbound() as connection:
            if not marks.become_publisher(connection):
                return scored
            chosen = marks.marked(connection, after, CHUNK)
            taken = marks.take(connection, chosen)
            for survey_id in taken:
                add_events(connection, score_survey(connection, survey_id))
        scored += len(taken)
        if len(chosen) < CHUNK:
            return scored
        after = chosen[-1]


def score_survey(connection: Connection, survey_id: str) -> list[Event]:
    """Events for what has changed; none while the survey or its versions are not known yet
    (their arrival marks it again)."""
    survey = states.survey(connection, survey_id)
    if survey is None:
        return []
    form = states.form_version(connection, survey["form_version_id"])
    version = states.formula_version(connection, survey["formula_version_id"])
    if form is None or version is None:
        return []
    formula = fitted(read_formula(version["code"], version["definition"]), form["definition"])
    known = known_recipients(connection, survey, form)
    wanted = wanted_target(survey, form, known, formula.minimum)
    events = target_events(connection, survey, wanted)
    before = scores.score(connection, survey_id)
    now = folded(connection, survey, layout_of(form["definition"]["items"]))
    basis = Basis(known, reach_of(form["definition"]))
    last = released(connection, survey, before, formula, now, basis)
    score = _score(survey, formula, now, wanted["target"], last)
    score["revision"] = before["revision"] if before else 0
    if score != before:
        score["revision"] += 1
        scores.keep_score(connection, survey["tenant_id"], score)
        events.append(new_event(SCORES, survey["tenant_id"], score))
    return events


def mark_ended(database: Database) -> None:
    """No late answer can come any more: what has waited for a whole step is released."""
    with database.unbound() as connection:
        ended = states.ended_with_rest(connection, LATE_DAYS, MADE_UP_FOR_MONTHS)
        marks.mark(connection, ended, marks.STATE_CHANGED)


def _score(
    survey: Survey, formula: Formula, now: Folded, target: int | None, last: Released | None
) -> Score:
    """Without its revision."""
    return {
        "survey_id": survey["survey_id"],
        "instrument": survey["instrument"],
        "period": survey["period"],
        "form_version_id": survey["form_version_id"],
        "formula_version_id": survey["formula_version_id"],
        "formula": formula.code,
        "status": survey["status"],
        "revision": 0,
        "count": now.count,
        "excluded": len(now.excluded),
        "target": target,
        "released": last,
    }
