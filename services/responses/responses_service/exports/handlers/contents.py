"""Files of answers: who may have which, and the rows that stand in them."""

from collections.abc import Iterator
from typing import Any

from chassis import clock, tenants
from chassis.database import Database, Scope
from chassis.principal import Principal
from chassis.problems import Forbidden, Invalid, NotFound, invalid
from chassis.tenant_tree import is_practice
from contracts.modes import IMPORT
from sqlalchemy import Connection

from responses_service.exports.rules.plan import PERMISSION, FilePlan
from responses_service.exports.rules.release import LEAST, rows_of, stepped_since
from responses_service.exports.rules.variables import band, cells, fields_of, variables_of
from responses_service.exports.store import extracts
from responses_service.exports.store.extracts import Steps
from responses_service.shared.projection import Projection, Survey
from responses_service.shared.sealing import unseal

VERSIONS = "forms.form-versions.v1"
Rows = Iterator[list[Any]]


def kind_of(by: Principal, wanted: str | None) -> str:
    """What was asked for, else what the caller may have. Raise Forbidden, Invalid."""
    kind = wanted or ("microdata" if by.may(PERMISSION["microdata"]) else "answers")
    if kind not in PERMISSION:
        raise invalid("kind", f"must be one of {', '.join(PERMISSION)}")
    if not by.may(PERMISSION[kind]):
        raise Forbidden
    return kind


def of_survey(
    database: Database, projection: Projection, by: Principal, kind: str, survey_id: str
) -> FilePlan:
    """Raise NotFound for what is not the caller's, Invalid while too few have answered."""
    survey = projection.surveys.get(survey_id)
    if survey is None or survey.form_version_id not in projection.forms:
        raise NotFound
    if kind == "answers":
        return _own(database, projection, by, survey)
    with database.scope(by.scope) as connection:
        unit = tenants.tenant(connection, survey.tenant_id)
        if unit is None:
            raise NotFound
        plan = _plan(projection, kind, [survey], survey.survey_id, unit["code"])
        return _filled(connection, plan)


def of_scope(
    database: Database, projection: Projection, by: Principal, kind: str, wish: dict[str, Any]
) -> FilePlan:
    """All surveys of (instrument, period) that the caller's scope has; of practice tenants only
    when it is the scope of one. Raise Invalid, Forbidden."""
    if kind == "answers":
        raise invalid("survey", "is required: a unit has its own answers, survey by survey")
    instrument, period = wish.get("instrument"), wish.get("period")
    with database.scope(by.scope) as connection:
        states = tenants.states(connection)
        asked = tenants.counted(states.values(), states.get(by.tenant_id))
        scope = {unit["tenant_id"] for unit in asked}
        surveys = [
            survey
            for survey in list(projection.surveys.values())
            if (survey.instrument, survey.period) == (instrument, period)
            and survey.tenant_id in scope
            and survey.form_version_id in projection.forms
        ]
        if not surveys:
            raise invalid("period", "has no survey of this instrument in your scope")
        return _filled(connection, _plan(projection, kind, surveys, None, ""))


def released_of(connection: Connection, surveys: list[Survey]) -> dict[str, tuple[int, int]]:
    """(counted, rows in a file) of surveys of the bound tenant."""
    now, periods = clock.now(), {survey.period for survey in surveys}
    steps = [Steps(each.survey_id, stepped_since(each, now), each.release_step) for each in surveys]
    known = extracts.counted(connection, steps, periods)
    counts = {each.survey_id: known.get(each.survey_id, (0, 0)) for each in surveys}
    return {key: (n, rows_of(released)) for key, (n, released) in counts.items()}


def rows(connection: Connection, plan: FilePlan, receipt_key: bytes, text_key: bytes) -> Rows:
    """The rows of a file, shuffled. For `answers`, the tenant must be bound."""
    if plan.kind == "answers":
        steps = Steps(plan.survey or "", plan.since, plan.step)
        found = extracts.released(connection, steps, plan.period, LEAST, plan.key(receipt_key))
        for row in found:
            yield cells(plan.variables, {"answers": row.answers, "practice": plan.practice})
    elif plan.kind == "microdata":
        for row in extracts.microdata(connection, plan.chosen, plan.key(receipt_key)):
            known = {**row._mapping, "form_version": plan.versions.get(str(row.form_version_id))}
            known["practice"] = plan.practice
            # The hour of an imported answer is nobody's.
            known["hours"] = None if row.mode == IMPORT else band(row.hour)
            yield cells(plan.variables, known)
    else:
        yield from _texts(connection, plan, receipt_key, text_key)


def bind(connection: Connection, by: Scope) -> None:
    """A unit's own answers: row-level security keeps the scope, this the tenant itself."""
    tenants.write_as(connection, by.tenant_id)


def _texts(connection: Connection, plan: FilePlan, receipt_key: bytes, text_key: bytes) -> Rows:
    """One pass for each field, in an order of its own: two texts of a person stand apart."""
    for field in plan.fields:
        for row in extracts.texts(connection, plan.chosen, plan.key(receipt_key, field)):
            box = {"wrapped_key": row.text_key, "sealed": row.text_sealed}
            plain: Any = unseal(text_key, str(row.tenant_id), box)
            said = plain.get("suggestion") if field == "suggestion" else plain["items"].get(field)
            if said:
                told = {"field": field, "text": said, "practice": plan.practice}
                yield cells(plan.variables, {**row._mapping, **told})


def _own(database: Database, projection: Projection, by: Principal, survey: Survey) -> FilePlan:
    if survey.tenant_id != by.tenant_id:
        raise NotFound
    with database.scope(by.scope) as connection:
        bind(connection, by.scope)
        unit = tenants.tenant(connection, by.tenant_id)
        if unit is None:
            raise NotFound
        most = LEAST + survey.release_step
        counted = extracts.counted_up_to(connection, survey.survey_id, survey.period, most)
        if counted < most:
            counted, rows = released_of(connection, [survey])[survey.survey_id]
            if not rows:
                raise _too_few(counted, survey.release_step)
    return _plan(projection, "answers", [survey], survey.survey_id, unit["code"])


def _too_few(counted: int, step: int) -> Invalid:
    has = f"has {counted} counted answers"
    return invalid(
        "survey",
        f"{has}; a file needs {LEAST}"
        if counted < LEAST
        else f"{has}, but fewer than {LEAST} are released: more come in steps of {step}",
    )


def _filled(connection: Connection, plan: FilePlan) -> FilePlan:
    if not extracts.how_many(connection, plan.chosen):
        raise invalid("period", "has no answers of this instrument yet")
    return plan


def _plan(
    projection: Projection, kind: str, surveys: list[Survey], survey_id: str | None, tenant: str
) -> FilePlan:
    ids = dict.fromkeys(survey.form_version_id for survey in surveys)
    numbers = {each: int(projection.states[VERSIONS][each]["version"]) for each in ids}
    practice = is_practice(projection.tenant(surveys[0].tenant_id) or {})
    versions = [(numbers[each], projection.forms[each].definition) for each in ids]
    return FilePlan(
        kind=kind,
        instrument=surveys[0].instrument,
        period=surveys[0].period,
        survey=survey_id,
        tenant=tenant,
        since=stepped_since(surveys[0], clock.now()),
        step=surveys[0].release_step,
        versions=numbers,
        fields=tuple(fields_of(versions)),
        variables=tuple(variables_of(kind, versions, practice=practice)),
        practice=practice,
    )
