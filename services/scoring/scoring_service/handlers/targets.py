"""The sample target of a survey, from the population of its tenant and period."""

from chassis.events import new_event
from contracts.codec import Event
from contracts.form_shapes import FormVersion
from contracts.shapes import Survey, Target
from sqlalchemy import Connection

from scoring_service.domain import sampling
from scoring_service.domain.recipients import Recipients, periods_for, recipients
from scoring_service.handlers import words
from scoring_service.store import scores, states

TARGETS = "scoring.targets.v1"


def known_recipients(
    connection: Connection, survey: Survey, form: FormVersion
) -> Recipients | None:
    employees = _asks_employees(form)
    rows = states.populations(
        connection, [survey["tenant_id"]], periods_for(survey["period"]), employees=employees
    )
    return recipients(rows, survey["period"], employees=employees)


def wanted_target(
    survey: Survey, form: FormVersion, known: Recipients | None, minimum: int
) -> Target:
    """The internal survey asks all employees; the others take a sample of the recipients, of at
    least the `minimum` of the formula version."""
    employees = _asks_employees(form)
    unknown: Target = {
        "survey_id": survey["survey_id"],
        "tenant_id": survey["tenant_id"],
        "period": survey["period"],
        "population": None,
        "target": None,
        "rule": "unknown",
        "reason": words.unknown(known, employees=employees),
    }
    if known is None or known.number is None:
        return unknown
    everybody = employees and known.number > 0
    basis = words.basis(known)
    sample = sampling.census(known.number) if everybody else sampling.target(known.number, minimum)
    return {
        **unknown,
        "population": known.number,
        "target": sample.target,
        "rule": sample.rule,
        "reason": {code: why + basis[code] for code, why in words.reason(sample).items()},
    }


def _asks_employees(form: FormVersion) -> bool:
    return form["definition"].get("audience") == "employees"


def target_events(connection: Connection, survey: Survey, wanted: Target) -> list[Event]:
    """Keep and publish what differs from the last one."""
    if scores.target(connection, survey["survey_id"]) == wanted:
        return []
    scores.keep_target(connection, wanted)
    return [new_event(TARGETS, survey["tenant_id"], wanted)]
