"""Taking one submission in: check, seal, publish, and only then the receipt."""

import hashlib
from datetime import datetime
from typing import Any, cast

import orjson
from chassis import clock
from chassis.events import new_event
from chassis.problems import FieldFault, Invalid, Unavailable
from contracts.codec import Event
from contracts.modes import IMPORT
from contracts.typed_code import normalise

from responses_service.intake.rules import out_of_hours
from responses_service.shared.answers import split
from responses_service.shared.arrival import Arrival, device_in, token_hash
from responses_service.shared.context import Context
from responses_service.shared.issued import issued_at
from responses_service.shared.projection import Form, State, Survey
from responses_service.shared.receipt import receipt_of
from responses_service.shared.sealing import seal
from responses_service.shared.submission_rules import (
    Faults,
    Submission,
    answer_faults,
    day,
    head_faults,
    latest_day,
    moment,
)
from responses_service.shared.unlinkable import coarse, contact_id_of

SUBMITTED = "responses.submitted.v1"
CONTACTS = "responses.contacts.v1"
PUBLIC = Arrival()


def submit(context: Context, body: dict[str, Any], arrival: Arrival = PUBLIC) -> str:
    """The receipt. Raise Invalid with every fault, or Unavailable; then nothing is stored."""
    receipt, events = take(context, body, arrival)
    context.publisher.publish(events)
    return receipt


def take(context: Context, given: dict[str, Any], arrival: Arrival) -> tuple[str, list[Event]]:
    """The receipt, and what is to be published for it. Raise as `submit`."""
    if not context.ready():
        raise Unavailable("Surveys are still loading")
    _check(head_faults(given))
    body = cast(Submission, given)
    now = clock.now()
    survey, point, issued, late = _resolve(context, body, arrival, now)
    form = context.projection.forms[body["form_version"]]
    _check(answer_faults(form.rules, body, latest_day(now)))
    _check([*_served_faults(body, now), *_service_faults(context, survey, body)])
    digest = hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()
    receipt = receipt_of(context.keys.receipt, body["response_id"], digest)
    payload = {
        "response_id": body["response_id"],
        "digest": digest,
        "receipt": receipt,
        "survey_id": survey.survey_id,
        "instrument": survey.instrument,
        "period": survey.period,
        "form_version_id": form.form_version_id,
        "point_id": point["point_id"],
        "late": late,
        **_content(context, survey, form, body, arrival),
        **_circumstances(context, survey, form, point, body, arrival, issued, now),
    }
    events = [new_event(SUBMITTED, survey.tenant_id, payload)]
    if contact := body.get("contact"):
        events.append(_contact(context, survey, body["response_id"], contact, now))
    return receipt, events


def _content(
    context: Context, survey: Survey, form: Form, body: Submission, arrival: Arrival
) -> State:
    """What the person said, free texts sealed."""
    counted, details, texts = split(form.rules.items, body["answers"])
    free = {"suggestion": body.get("text") or None, "items": texts}
    sealed = seal(context.keys.text, survey.tenant_id, free) if any(free.values()) else None
    return {
        "answers": counted,
        "details": details,
        "profile": body.get("profile") or {},
        "language": body["language"],
        "service": body.get("service") or None,
        "served_on": body.get("served_on"),
        "changes": body.get("changes"),
        "consent": form.consents.get(body["language"]) if _has_agreed(body, arrival) else None,
        "text": sealed,
    }


def _circumstances(
    context: Context,
    survey: Survey,
    form: Form,
    point: State,
    body: Submission,
    arrival: Arrival,
    issued: datetime,
    now: datetime,
) -> State:
    """How, when and by what the answer came."""
    told = moment(body.get("finished_at"))
    # A phone's clock may be wrong: nobody answers before the form was handed out, or tomorrow.
    finished = min(max(told, issued), now) if told else None
    seconds = ((finished or now) - issued).total_seconds()
    signs = list(arrival.signs)
    if seconds < form.shortest.get(body["language"], 0):
        signs.append("fast")
    tenant = context.projection.tenant(survey.tenant_id)
    if tenant and out_of_hours(point, tenant["time_zone"], finished or now):
        signs.append("hours")
    token = normalise(body.get("token") or "")
    return {
        "mode": arrival.mode,
        "reason": arrival.reason,
        "received_at": now.isoformat(),
        "issued_at": issued.isoformat(),
        "finished_at": finished.isoformat() if finished else None,
        "device": device_in(context.keys.receipt, survey.survey_id, arrival.device),
        "token": token_hash(context.keys.receipt, token) if token else None,
        "signs": signs,
    }


def _resolve(
    context: Context, body: Submission, arrival: Arrival, now: datetime
) -> tuple[Survey, dict[str, Any], datetime, bool]:
    """Survey, point, signed time and lateness; all faults of them together. The window of a survey
    decides which services it is about: one of another day never counts in it."""
    faults: Faults = []
    point = context.projection.point(normalise(body["code"]))
    survey = context.projection.surveys.get(body["survey"])
    if point is None:
        faults.append(("code", "is unknown; check the letters and numbers"))
    elif survey is None or survey.tenant_id != point["tenant_id"]:
        faults.append(("survey", "is no survey of this collection point"))
    elif body["form_version"] != survey.form_version_id:
        faults.append(("form_version", f"must be {survey.form_version_id}"))
    elif not context.projection.is_public(survey):
        faults.append(("survey", "is for employees and is answered at no public point"))
    issued = issued_at(context.keys.issued, body["issued"])
    if issued is None:
        faults.append(("issued", "must be the one from GET /api/v1/forms/{code}"))
    if faults or point is None or survey is None or issued is None:
        raise _invalid(faults)
    if issued < survey.opens_at:
        raise _invalid([("survey", "is not open yet")])
    ended = not survey.is_open and now < survey.closes_at and not arrival.belated
    if issued >= survey.closes_at or ended:
        raise _invalid([("survey", "is closed; fetch the form again for today's survey")])
    served = None if arrival.belated else day(body.get("served_on"))
    home = context.projection.survey_of_day(survey, served) if served else survey
    if arrival.belated or (home and now < home.ends_at):
        return home or survey, point, issued, False
    # Of a day whose survey takes no answers any more: it is kept where it was given.
    return survey, point, issued, True


def _service_faults(context: Context, survey: Survey, body: Submission) -> Faults:
    """A key, never words of a person's own: services are counted, and stand in topics."""
    named = body.get("service")
    keys = {each["key"] for each in context.projection.services_ever(survey.tenant_id)}
    if not named or named in keys:
        return []
    return [("service", "must be the key of a service of the unit: GET /api/v1/forms/{code}")]


def _contact(
    context: Context, survey: Survey, response_id: str, contact: State, now: datetime
) -> Event:
    """Under an id that only the key holder can tie to the response; the month alone."""
    box = seal(context.keys.contact, survey.tenant_id, contact)
    contact_id = contact_id_of(context.keys.contact, response_id)
    payload = {"contact_id": contact_id, "month": f"{now:%Y-%m}", **box}
    return coarse(new_event(CONTACTS, survey.tenant_id, payload))


def _has_agreed(body: Submission, arrival: Arrival) -> bool:
    """Who begins has read it, on the page or on the sheet; of an earlier system nobody knows."""
    return arrival.mode != IMPORT and body.get("consent") is not False


def _served_faults(body: Submission, now: datetime) -> Faults:
    served = day(body.get("served_on"))
    future = served is not None and served > latest_day(now)
    return [("served_on", "must not be in the future")] if future else []


def _check(faults: Faults) -> None:
    if faults:
        raise _invalid(faults)


def _invalid(faults: Faults) -> Invalid:
    return Invalid(
        "Nothing was stored. Correct the fields and send it again.",
        faults=[FieldFault(name, message) for name, message in faults],
    )
