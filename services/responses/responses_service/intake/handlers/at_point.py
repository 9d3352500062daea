"""What is asked at a collection point now."""

import hashlib
from typing import Any, TypedDict

import orjson
from chassis import clock
from chassis.problems import NotFound, Unavailable
from chassis.tenant_tree import is_practice, name_on
from contracts.form_shapes import FormDefinition

from responses_service.shared.context import Context


class Tenant(TypedDict):
    """By its name of today; answers of one for `practice` count in nothing but its own figures."""

    name: str
    short_name: str
    practice: bool


class OpenForm(TypedDict):
    """One survey that takes answers: its times in ISO 8601, its definition as forms published it.

    `survey` and `form_version` are ids.
    """

    survey: str
    instrument: str
    period: str
    closes_at: str
    ends_at: str
    form_version: str
    definition: FormDefinition


class FormsAtPoint(TypedDict):
    """What `GET /api/v1/forms/{code}` answers but for the stamp; `point` is its name."""

    code: str
    point: str
    tenant: Tenant
    services: list[dict[str, Any]]
    surveys: list[OpenForm]


def forms_at(context: Context, code: str, also: str = "") -> FormsAtPoint:
    """Point, tenant by its name of today, and its open surveys with their definitions; `also` is a
    survey of the tenant that need not be open.

    Raise NotFound for an unknown code, Unavailable while the projection is loading.
    """
    if not context.ready():
        raise Unavailable("Surveys are still loading")
    projection = context.projection
    point = projection.point(code)
    tenant = projection.tenant(point["tenant_id"]) if point else None
    if point is None or tenant is None:
        raise NotFound("Unknown code; check the letters and numbers")
    now = clock.now()
    surveys = projection.open_surveys(point["tenant_id"], now)
    kept = projection.surveys.get(also)
    if kept and kept not in surveys and kept.tenant_id == point["tenant_id"]:
        surveys += [kept] if projection.is_public(kept) else []
    names = name_on(tenant, clock.today())
    return {
        "code": code,
        "point": point["name"],
        "tenant": {
            "name": names["name"],
            "short_name": names["short_name"],
            "practice": is_practice(tenant),
        },
        "services": [
            {name: each[name] for name in ("key", "name", "name_en")}
            for each in projection.services(point["tenant_id"])
        ],
        "surveys": [
            {
                "survey": survey.survey_id,
                "instrument": survey.instrument,
                "period": survey.period,
                "closes_at": survey.closes_at.isoformat(),
                "ends_at": survey.ends_at.isoformat(),
                "form_version": survey.form_version_id,
                "definition": projection.forms[survey.form_version_id].definition,
            }
            for survey in surveys
        ],
    }


def etag(found: FormsAtPoint) -> str:
    """Changes with what the phone shows; a form version never changes, so its id stands for it."""
    parts = [{**survey, "definition": None} for survey in found["surveys"]]
    return hashlib.sha256(orjson.dumps({**found, "surveys": parts})).hexdigest()[:20]
