"""Taking one submission in: check, seal, publish, and only then the receipt."""

import hashlib
import hmac
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import orjson
from chassis.problems import FieldFault, Invalid, Unavailable
from contracts.codec import Event, new_event
from contracts.typed_code import normalise

from responses_service.domain.answers import split
from responses_service.domain.issued import issued_at
from responses_service.domain.projection import Projection, Survey
from responses_service.domain.receipt import receipt_of
from responses_service.domain.rules import Faults, answer_faults, head_faults
from responses_service.handlers.sealing import seal

SUBMITTED = "responses.submitted.v1"
CONTACTS = "responses.contacts.v1"
GRACE = timedelta(days=7)
# It is tomorrow in Jayapura before it is tomorrow in UTC.
A_DAY = timedelta(days=1)


class Publishes(Protocol):
    def publish(self, events: list[Event]) -> None: ...


@dataclass(frozen=True)
class Keys:
    receipt: bytes
    text: bytes
    contact: bytes
    issued: bytes


class Intake:
    """Holds what a process needs to take answers in; thread-safe."""

    def __init__(self, projection: Projection, publisher: Publishes, keys: Keys) -> None:
        self.projection, self._publisher, self.keys = projection, publisher, keys
        self.ready: Callable[[], bool] = lambda: True

    def submit(self, body: dict[str, Any], mode: str = "self") -> str:
        """The receipt. Raise Invalid with every fault, or Unavailable; then nothing is stored."""
        if not self.ready():
            raise Unavailable("Surveys are still loading")
        _check(head_faults(body))
        now = datetime.now(UTC)
        survey, point, issued, late = self._resolve(body, now)
        form = self.projection.forms[body["form_version"]]
        _check(answer_faults(form.rules, body, now.date() + A_DAY))
        digest = hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()
        receipt = receipt_of(self.keys.receipt, body["response_id"], digest)
        counted, details, texts = split(form.rules.items, body["answers"])
        free = {"suggestion": body.get("text") or None, "items": texts}
        payload = {
            "response_id": body["response_id"],
            "digest": digest,
            "receipt": receipt,
            "survey_id": survey.survey_id,
            "instrument": survey.instrument,
            "period": survey.period,
            "form_version_id": form.form_version_id,
            "point_id": point["point_id"],
            "answers": counted,
            "details": details,
            "profile": body.get("profile") or {},
            "mode": mode,
            "language": body["language"],
            "service": body.get("service") or None,
            "received_at": now.isoformat(),
            "issued_at": issued.isoformat(),
            "finished_at": body.get("finished_at"),
            "late": late,
            "text": seal(self.keys.text, survey.tenant_id, free) if any(free.values()) else None,
        }
        events = [new_event(SUBMITTED, survey.tenant_id, payload)]
        if body.get("contact"):
            events.append(self._contact(survey, body, now))
        self._publisher.publish(events)
        return receipt

    def _resolve(
        self, body: dict[str, Any], now: datetime
    ) -> tuple[Survey, dict[str, Any], datetime, bool]:
        """Survey, point, signed time and lateness; all faults of them together."""
        faults: Faults = []
        point = self.projection.point(normalise(body["code"]))
        survey = self.projection.surveys.get(body["survey"])
        if point is None:
            faults.append(("code", "is unknown; check the letters and numbers"))
        elif survey is None or survey.tenant_id != point["tenant_id"]:
            faults.append(("survey", "is no survey of this collection point"))
        elif body["form_version"] != survey.form_version_id:
            faults.append(("form_version", f"must be {survey.form_version_id}"))
        issued = issued_at(self.keys.issued, body["issued"])
        if issued is None:
            faults.append(("issued", "must be the one from GET /api/v1/forms/{code}"))
        if faults or point is None or survey is None or issued is None:
            raise _invalid(faults)
        late = now >= survey.closes_at + GRACE
        if issued < survey.opens_at:
            raise _invalid([("survey", "is not open yet")])
        if issued >= survey.closes_at or (not survey.is_open and now < survey.closes_at):
            raise _invalid([("survey", "is closed; fetch the form again for today's survey")])
        return survey, point, issued, late

    def _contact(self, survey: Survey, body: dict[str, Any], now: datetime) -> Event:
        """Under an id that only the key holder can tie to the response; the month alone."""
        raw = hmac.digest(self.keys.contact, body["response_id"].encode(), hashlib.sha256)
        box = seal(self.keys.contact, survey.tenant_id, body["contact"])
        contact_id = str(uuid.UUID(bytes=raw[:16], version=4))
        event = new_event(
            CONTACTS,
            survey.tenant_id,
            {"contact_id": contact_id, "month": f"{now:%Y-%m}", **box},
        )
        # The envelope's time would tie it to the response: it keeps the month only, too.
        coarse = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return Event(event.type, event.tenant_id, event.payload, event.event_id, coarse.isoformat())


def _check(faults: Faults) -> None:
    if faults:
        raise _invalid(faults)


def _invalid(faults: Faults) -> Invalid:
    return Invalid(
        "Nothing was stored. Correct the fields and send it again.",
        faults=[FieldFault(name, message) for name, message in faults],
    )
