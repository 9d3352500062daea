"""Files of answers: who may have which, and the rows that stand in them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from chassis import tenants
from chassis.database import Database, Scope
from chassis.principal import Principal
from chassis.problems import Forbidden, NotFound, invalid
from chassis.tenant_tree import is_practice
from contracts.modes import IMPORT
from sqlalchemy import Connection

from responses_service.exports.rules.plan import PERMISSION, FilePlan
from responses_service.exports.rules.release import LEAST, Standing
from responses_service.exports.rules.variables import band, cells, fields_of, variables_of
from responses_service.exports.store import extracts, finals
from responses_service.shared.projection import Projection, Survey
from responses_service.shared.sealing import unseal

VERSIONS = "forms.form-versions.v1"
Rows = Iterator[list[Any]]


class NoFileError(Exception):
    """A survey of the unit, which lives in `zone`, has no file; `standing` says why, and from when
    on it may have one."""

    def __init__(self, standing: Standing, zone: str) -> None:
        super().__init__(standing, zone)
        self.standing, self.zone = standing, zone


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
    """Raise NotFound for what is not the caller's, NoFileError, Invalid where nobody answered."""
    survey = projection.surveys.get(survey_id)
    if survey is None or survey.form_version_id not in projection.forms:
        raise NotFound
    if kind == "answers":
        return _own(database, projection, by, survey)
    with database.scope(by.scope) as connection:
        unit = tenants.tenant(connection, survey.tenant_id)
        if unit is None:
            raise NotFound
        plan = _plan(projection, kind, [survey], unit["code"], survey.survey_id)
        return _filled(connection, plan)


def of_scope(
    database: Database, projection: Projection, by: Principal, kind: str, wish: dict[str, Any]
) -> FilePlan:
    """All surveys of (instrument, period) that the caller's scope has; of practice tenants only
    when it is the scope of one. Raise Invalid."""
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
        return _filled(connection, _plan(projection, kind, surveys, ""))


def standings(
    connection: Connection, projection: Projection, survey_ids: list[str]
) -> dict[str, Standing]:
    """Of surveys of the bound tenant."""
    due = {each: projection.final_at(each) for each in survey_ids}
    found = {each: Standing(0, None, due[each]) for each in survey_ids}
    for row in finals.standing(connection, survey_ids):
        found[row.survey_id] = Standing(row.n, row.released_at, due[row.survey_id])
    return found


def rows(connection: Connection, plan: FilePlan, receipt_key: bytes, text_key: bytes) -> Rows:
    """The rows of a file, shuffled. For `answers`, the tenant must be bound."""
    if plan.kind == "answers":
        own = plan.survey or ""
        for row in extracts.final(connection, own, plan.period, LEAST, plan.key(receipt_key)):
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
        standing = standings(connection, projection, [survey.survey_id])[survey.survey_id]
    since = standing.file_since
    if since is None:
        raise NoFileError(standing, unit["time_zone"])
    plan = _plan(projection, "answers", [survey], unit["code"], survey.survey_id)
    return replace(plan, since=since.isoformat())


def _filled(connection: Connection, plan: FilePlan) -> FilePlan:
    if not extracts.how_many(connection, plan.chosen):
        raise invalid("period", "has no answers of this instrument yet")
    return plan


def _plan(
    projection: Projection,
    kind: str,
    surveys: list[Survey],
    tenant: str,
    survey_id: str | None = None,
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
        since=None,
        versions=numbers,
        fields=tuple(fields_of(versions)),
        variables=tuple(variables_of(kind, versions, practice=practice)),
        practice=practice,
    )
