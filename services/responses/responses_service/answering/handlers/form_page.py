"""The form of one survey as a page, the thanks after it, and the choice between several surveys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from chassis import clock
from chassis.problems import Problem, TooMany, Unavailable
from contracts.form_shapes import FormDefinition
from contracts.modes import ASSISTED, KIOSK, SELF, SHARED
from flask import Response, current_app, request

from responses_service.answering.handlers import kiosk_frame
from responses_service.answering.handlers.after import follower, main_of, result_words
from responses_service.answering.handlers.form_parts import (
    facts_of,
    parts_of,
    repeat_style,
    sounds_of,
)
from responses_service.answering.handlers.hidden import carried_on, hidden_fields
from responses_service.answering.handlers.plain_form import explain
from responses_service.answering.rules import FOLLOWS, MOST_BUTTONS, THANKS_SECONDS
from responses_service.intake.handlers.at_point import FormsAtPoint, OpenForm, forms_at
from responses_service.intake.handlers.sender import kiosk_at, remember_device
from responses_service.shared import addresses
from responses_service.shared import asset_files as assets
from responses_service.shared.context import Context
from responses_service.shared.html import html_page
from responses_service.shared.projection import State
from responses_service.shared.words import LANGUAGES, language_of, period_words, words

Given = Mapping[str, Any]
# The phone may keep it: going back shows the same form, and so sends the same id again.
OWN_COPY = "private, no-cache"


@dataclass(frozen=True)
class Asked:
    """One survey at one point, for this visitor; `others` are due there, too.

    `path`: of the page, where it is not that of the code; `kept`: what its links to other languages
    and its form repeat there; `secret`: what the form of a signed-in person repeats besides.
    """

    context: Context
    code: str
    tenant: str
    practice: bool
    point: State | None
    survey: OpenForm
    others: list[OpenForm]
    language: str
    mode: str
    zone: ZoneInfo
    path: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)
    secret: str = ""

    @property
    def definition(self) -> FormDefinition:
        return self.survey["definition"]

    @property
    def layout(self) -> str:
        """Who fills in for others has all statements before them, and needs no script."""
        if self.mode == ASSISTED:
            return "scroll"
        page = self.definition.get("page")
        return page.get("layout", "paged") if page else "paged"

    @property
    def today(self) -> date:
        """By the clock of the office."""
        return clock.today(self.zone)

    @property
    def here(self) -> str:
        return self.path or f"/s/{self.code}"

    @property
    def link(self) -> str:
        return f"{request.host_url}s/{self.code}"


def asked_in(context: Context, found: FormsAtPoint, wanted: str | None) -> Asked | None:
    """The survey `wanted`, else the main one of several; None when the visitor has to choose."""
    surveys = found["surveys"]
    chosen = main_of(surveys) if wanted is None else None
    chosen = chosen or next((each for each in surveys if each["survey"] == wanted), None)
    if chosen is None:
        return None
    point = context.projection.point(found["code"])
    kiosk = kiosk_at(context.projection, point)
    tenant = context.projection.tenant(point["tenant_id"]) if point else None
    shared = request.values.get("shared") in ("1", "true")
    return Asked(
        context=context,
        code=found["code"],
        tenant=found["tenant"]["short_name"],
        practice=found["tenant"]["practice"],
        point=point,
        survey=chosen,
        others=[each for each in surveys if each is not chosen],
        language=language_of(chosen["definition"]["languages"]),
        mode=KIOSK if kiosk else SHARED if shared else SELF,
        zone=ZoneInfo(tenant["time_zone"] if tenant else "UTC"),
        path=addresses.KIOSK_FORM if kiosk else "",
    )


def choice_page(context: Context, code: str) -> Response:
    found, language = forms_at(context, code), language_of(list(LANGUAGES))
    said = words(language)
    offered = [
        {
            "survey": survey["survey"],
            "title": survey["definition"]["title"].get(language) or survey["instrument"],
            "period": period_words(survey["period"], language),
            "about": said["about"].replace("{minutes}", str(survey["definition"]["minutes"])),
        }
        for survey in found["surveys"]
    ]
    return html_page(
        "answering/choose.html",
        language,
        200,
        keep={"survey": ""},
        code=code,
        tenant=found["tenant"]["short_name"],
        practice=found["tenant"]["practice"],
        surveys=offered,
    )


def form_page(
    asked: Asked, given: Given, *, carried: bool = False, problem: Problem | None = None
) -> Response:
    """`carried`: profile, service and day came from the survey before and are not asked again."""
    definition, language, said = asked.definition, asked.language, words(asked.language)
    shown = _thanks(asked)
    head, faults, missing = explain(definition, problem, said, language, shown["fill"])
    at_kiosk, point = asked.mode == KIOSK, asked.point
    services = asked.context.projection.services(point["tenant_id"]) if point else []
    more_style = repeat_style(definition, language) + (assets.kiosk_style() if at_kiosk else "")
    answer = html_page(
        "answering/form.html",
        language,
        problem.status if problem else 200,
        definition["languages"],
        here=asked.here,
        keep={
            "survey": asked.survey["survey"],
            **({"shared": "1"} if asked.mode == SHARED else {}),
            **asked.kept,
        },
        more_style=more_style,
        given=given,
        hidden=hidden_fields(asked.context, asked, given, carried=carried),
        fault_head=head,
        faults=faults,
        missing=missing,
        waiting=isinstance(problem, (TooMany, Unavailable)),
        kiosk_script=assets.kiosk_script_name() if at_kiosk else "",
        script="" if asked.mode == ASSISTED else assets.script_name(),
        preview=False,
        carried=carried,
        place=point["name"] if point else "",
        services=services,
        as_buttons=len(services) <= MOST_BUTTONS,
        others=[each for each in asked.others if each["instrument"] != FOLLOWS],
        facts=_facts(asked, carried=carried),
        sounds=sounds_of(asked.context.projection, point, definition, language),
        **shown,
    )
    answer.headers["Cache-Control"] = OWN_COPY if asked.mode == SELF else "no-store"
    answer.headers.update(problem.headers if problem else {})
    if at_kiosk:
        return kiosk_frame.framed(answer, more_style)
    return answer if asked.mode == ASSISTED else remember_device(answer)


def thanks_page(asked: Asked, body: State, receipt: str) -> Response:
    definition, at_kiosk = asked.definition, asked.mode == KIOSK
    shown = _thanks(asked)
    shown["receipt"], shown["carry"] = receipt, carried_on(body)
    answer = html_page(
        "answering/thanks.html",
        asked.language,
        200,
        # Another language would lead away from the receipt that is to be handed over.
        [asked.language] if asked.mode == ASSISTED else definition["languages"],
        here=asked.here,
        more_style=assets.kiosk_style() if at_kiosk else "",
        **shown,
    )
    if at_kiosk:
        answer.headers["Refresh"] = f"{THANKS_SECONDS}; url={addresses.KIOSK}"
        return kiosk_frame.framed(answer, assets.kiosk_style())
    return answer


def _facts(asked: Asked, *, carried: bool) -> State:
    """What the script has to know."""
    offset = clock.now().astimezone(asked.zone).utcoffset()
    return {
        "code": asked.code,
        "survey": asked.survey["survey"],
        "version": asked.survey["form_version"],
        "period": asked.survey["period"],
        "closes": asked.survey["closes_at"],
        "ends": asked.survey["ends_at"],
        "zone": int(offset.total_seconds() // 60) if offset else 0,
        "layout": asked.layout,
        "mode": asked.mode,
        "worker": bool(current_app.config["SETTINGS"].offline_worker) and asked.mode != KIOSK,
        "first": int(carried),
        **facts_of(asked.definition, asked.language),
    }


def _thanks(asked: Asked) -> State:
    """What the form and the page of thanks have in common."""
    settings = current_app.config["SETTINGS"]
    names = {"{unit}": asked.tenant}
    return {
        "form": asked.definition,
        "code": asked.code,
        "tenant": asked.tenant,
        "practice": asked.practice,
        "survey": asked.survey,
        "mode": asked.mode,
        "link": asked.link,
        "receipt": "",
        "carry": [],
        "main_survey": (main_of([asked.survey, *asked.others]) or asked.survey)["survey"],
        "follow": None
        if asked.mode == ASSISTED
        else follower(asked.survey, asked.others, asked.language),
        "result": result_words(asked.context.projection, asked.survey, asked.language),
        "complaint_url": settings.complaint_url,
        "whistle_url": settings.whistle_url,
        **parts_of(asked.definition, asked.language, names, asked.today),
    }
