"""Computes the score of a survey from its tallies: the count at once, the rest in releases."""

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from chassis.outbox import add_events
from contracts.codec import Event, new_event
from sqlalchemy import Connection

from scoring_service.domain import methods, precision
from scoring_service.domain.methods import Formula, shown
from scoring_service.domain.sampling import target as sample_target
from scoring_service.domain.tallies import Layout, Tally, layout_of
from scoring_service.store import scores, states, tallies

SCORES = "scoring.scores.v1"
TARGETS = "scoring.targets.v1"
State = dict[str, Any]
EXACT = 6


def score_marked(connection: Connection, limit: int = 500) -> int:
    """Score every marked survey; return how many. Marks and events commit together."""
    marked = tallies.take_marks(connection, limit)
    events: list[Event] = []
    for survey_id in marked:
        events += score_survey(connection, survey_id)
    add_events(connection, events)
    return len(marked)


def score_survey(connection: Connection, survey_id: str) -> list[Event]:
    """Events for what has changed; none while the survey or its versions are not known yet
    (their arrival marks it again)."""
    survey = states.survey(connection, survey_id)
    if survey is None:
        return []
    form = states.version(connection, "form_versions", "form_version_id", survey["form_version_id"])
    formula_state = states.version(
        connection, "formula_versions", "formula_version_id", survey["formula_version_id"]
    )
    if form is None or formula_state is None:
        return []
    layout = layout_of(form["definition"]["items"])
    formula = methods.read_formula(formula_state["code"], formula_state["definition"])
    wanted = _target(connection, survey)
    before = scores.score(connection, survey_id)
    tally = total(connection, survey_id, survey["form_version_id"], layout)
    state = {
        "survey_id": survey_id,
        "instrument": survey["instrument"],
        "period": survey["period"],
        "form_version_id": survey["form_version_id"],
        "formula_version_id": survey["formula_version_id"],
        "formula": formula.code,
        "status": survey["status"],
        "count": tally.responses,
        "target": wanted["target"],
        "released": _released(before, survey, formula, layout, tally, wanted["population"]),
    }
    events = _target_events(connection, survey, wanted)
    if before is None or {**state, "revision": before["revision"]} != before:
        state["revision"] = before["revision"] + 1 if before else 1
        scores.keep_score(connection, survey["tenant_id"], state)
        events.append(new_event(SCORES, survey["tenant_id"], state))
    return events


def total(connection: Connection, survey_id: str, form_version: str, layout: Layout) -> Tally:
    """All strata of a survey added up."""
    found = Tally.empty(layout)
    for row in tallies.strata(connection, survey_id):
        if str(row.form_version_id) == form_version:
            found.merge(tally_of(row))
    return found


def tally_of(row: Any) -> Tally:
    return Tally(row.counts, row.pair_n, row.pair_a, row.pair_b, row.pair_ab, row.responses)


def results(
    formula: Formula, layout: Layout, tally: Tally, population: int | None
) -> dict[str, Any]:
    """Indices and indicators of a tally, as they are published."""
    return {
        "n": tally.responses,
        "indices": [_index(formula, code, layout, tally, population) for code in formula.weights],
        "indicators": _indicators(formula, layout, tally),
    }


def _released(
    before: State | None,
    survey: State,
    formula: Formula,
    layout: Layout,
    tally: Tally,
    population: int | None,
) -> dict[str, Any] | None:
    """An officer must not read one visitor's answer off the screen: results move in steps."""
    last = before["released"] if before else None
    fresh = tally.responses - (last["n"] if last else 0)
    if fresh <= 0 or (fresh < survey["release_step"] and survey["status"] == "open"):
        return last
    found = results(formula, layout, tally, population)
    return {"released_at": datetime.now(UTC).isoformat(), **found}


def _index(
    formula: Formula, code: str, layout: Layout, tally: Tally, population: int | None
) -> dict[str, Any]:
    found = methods.index(formula, code, tally.by_item(layout))
    if found.value is None or found.hundred is None or found.band_value is None:
        names = ("value", "display4", "display100", "band_value", "band", "band_label")
        return {"code": code, **dict.fromkeys(names), "standard_error": None, "note": "no_answers"}
    limits = [limit[code] for limit in formula.thresholds.values() if code in limit]
    variance = precision.variance_of_index(formula, code, layout, tally, population)
    return {
        "code": code,
        "value": shown(found.value, EXACT),
        "display4": methods.shown_against(found.value, limits),
        "display100": shown(found.hundred),
        "band_value": shown(found.band_value),
        "band": found.band.code if found.band else None,
        "band_label": dict(found.band.label) if found.band else None,
        "standard_error": None
        if variance is None
        else shown(precision.square_root(max(variance, Fraction(0))), EXACT),
        "note": None,
    }


def _indicators(formula: Formula, layout: Layout, tally: Tally) -> list[dict[str, Any]]:
    convert = methods.CONVERSIONS[formula.conversion]
    rows = []
    for key, counts in tally.by_item(layout).items():
        average = methods.mean(counts, formula.scale)
        rows.append(
            {
                "item": key,
                "n": sum(counts),
                "mean": None if average is None else shown(average, EXACT),
                "value4": None
                if average is None
                else shown(convert(average, formula.scale)[0], EXACT),
                "options": list(counts),
            }
        )
    return rows


def _target(connection: Connection, survey: State) -> State:
    population = states.population(connection, survey["tenant_id"], survey["period"])
    common = {
        "survey_id": survey["survey_id"],
        "tenant_id": survey["tenant_id"],
        "period": survey["period"],
    }
    if population is None:
        reason = {
            "id": "Jumlah penerima layanan belum diisi.",
            "en": "The number of recipients has not been entered.",
        }
        return {**common, "population": None, "target": None, "rule": "unknown", "reason": reason}
    found = sample_target(population)
    return {
        **common,
        "population": population,
        "target": found.target,
        "rule": found.rule,
        "reason": found.reason,
    }


def _target_events(connection: Connection, survey: State, wanted: State) -> list[Event]:
    if scores.target(connection, survey["survey_id"]) == wanted:
        return []
    scores.keep_target(connection, wanted)
    return [new_event(TARGETS, survey["tenant_id"], wanted)]
