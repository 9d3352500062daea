"""Computes the score of a survey from its tallies: the count at once, the rest in releases."""

from collections.abc import Mapping

from chassis import clock
from chassis.database import Database
from chassis.events import new_event
from chassis.outbox import add_events
from contracts.codec import Event
from contracts.enough import DETAILED_FROM
from contracts.shapes import Released, Score, Survey

from scoring_service.domain.basis import Basis, reach_of
from scoring_service.domain.life import DAY_OF, final_at, stage
from scoring_service.domain.methods import Formula
from scoring_service.handlers.folded import Folded, folded
from scoring_service.handlers.method import Methods
from scoring_service.handlers.releasing import Releaser, Turn
from scoring_service.handlers.small import pool_small
from scoring_service.handlers.standing import standing_events
from scoring_service.handlers.summarising import keep_final, mark_moves
from scoring_service.handlers.targets import known_recipients, target_events, wanted_target
from scoring_service.store import marks, releases, scores, states

SCORES = "scoring.scores.v1"
CHUNK = 50


def publish_marked(database: Database, key: bytes) -> int:
    """Score every marked survey once; return how many. Short transactions: the scorer waits for
    a mark that is being taken. `key`: of the chance in coarse pictures."""
    scored, after = 0, marks.FIRST
    while True:
        with database.unbound() as connection:
            if not marks.become_publisher(connection):
                return scored
            chosen = marks.marked(connection, after, CHUNK)
            taken = marks.take(connection, [each.survey_id for each in chosen])
            _score(Methods(connection), taken, key)
        scored += len(taken)
        if len(chosen) < CHUNK:
            return scored
        after = chosen[-1]


def _score(known: Methods, taken: Mapping[str, bool], key: bytes) -> None:
    """Of surveys, with whether the clock asked. Many months of a tenant become final at once after
    an import: where it stands is computed once, when all of them are."""
    moved = dict[str, None]()
    for survey_id, by_clock in taken.items():
        events, tenant_id = _scored(known, survey_id, key, by_clock=by_clock)
        add_events(known.connection, events)
        if tenant_id:
            moved[tenant_id] = None
    for tenant_id in moved:
        add_events(known.connection, standing_events(known, tenant_id))


def _scored(
    known: Methods, survey_id: str, key: bytes, *, by_clock: bool
) -> tuple[list[Event], str | None]:
    """Events for what has changed, and the tenant whose standing may have; none while the survey or
    its versions are not known yet (their arrival marks it again)."""
    connection = known.connection
    survey = states.survey(connection, survey_id)
    method = survey and known.of(survey["form_version_id"], survey["formula_version_id"])
    if survey is None or method is None:
        return [], None
    form, formula = method.form, method.formula
    recipients = known_recipients(connection, survey, form)
    wanted = wanted_target(survey, form, recipients, formula.minimum)
    events = target_events(connection, survey, wanted)
    before = scores.score(connection, survey_id)
    now = folded(connection, survey, method.layout)
    basis = Basis(recipients, reach_of(form["definition"]))
    turn = Turn(by_clock, states.only_practises(connection, survey["tenant_id"]), key)
    newest = releases.newest(connection, survey_id)
    last = Releaser(connection, survey, formula, now, basis, turn, newest).released()
    score = _told(survey, formula, now, wanted["target"], last)
    score["revision"] = before["revision"] if before else 0
    if score != before:
        score["revision"] += 1
        scores.keep_score(connection, survey["tenant_id"], score)
        events.append(new_event(SCORES, survey["tenant_id"], score))
    if "final" not in (score["stage"], before.get("stage") if before else None):
        return events, None
    keep_final(known, survey)
    return events, survey["tenant_id"]


def mark_due(database: Database) -> None:
    """What the clock moves: coarse pictures as a day begins, and what is to be final."""
    with database.unbound() as connection:
        due = states.due_to_be_final(connection)
        if states.day_begins(connection, clock.today(DAY_OF)):
            mark_moves(connection)
            pool_small(connection)
            due += states.moved_by_a_day(connection, DETAILED_FROM)
        marks.mark(connection, sorted(set(due)), marks.CLOCK)


def _told(
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
        "stage": stage(survey, final=last is not None and last["kind"] in ("final", "correction")),
        "final_at": final_at(survey).isoformat(),
        "revision": 0,
        "count": now.count,
        "excluded": len(now.excluded),
        "target": target,
        "released": last,
    }
