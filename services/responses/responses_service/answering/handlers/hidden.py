"""What a form carries along without showing it."""

import uuid
from collections.abc import Mapping
from typing import Any, Protocol

from chassis import clock
from contracts.modes import SHARED

from responses_service.intake.handlers.at_point import OpenForm
from responses_service.shared.context import Context
from responses_service.shared.issued import issue
from responses_service.visits.handlers import telling

Fields = list[tuple[str, str]]


class OfSurvey(Protocol):
    """One survey at one point, as `form_page.Asked`."""

    @property
    def code(self) -> str: ...
    @property
    def survey(self) -> OpenForm: ...
    @property
    def language(self) -> str: ...
    @property
    def mode(self) -> str: ...
    @property
    def kept(self) -> Mapping[str, str]: ...
    @property
    def secret(self) -> str: ...


def hidden_fields(
    context: Context, asked: OfSurvey, given: Mapping[str, Any], *, carried: bool
) -> Fields:
    """Id, version and signed time; after a fault the same ones again. With `carried` also what the
    survey before has asked."""
    fields = [
        ("response_id", given.get("response_id") or str(uuid.uuid4())),
        ("code", asked.code),
        ("survey", asked.survey["survey"]),
        ("form_version", asked.survey["form_version"]),
        ("issued", given.get("issued") or issue(context.keys.issued, clock.now())),
        ("language", asked.language),
        ("entry", telling.entry_field()),
    ]
    if asked.mode == SHARED:
        fields.append(("shared", "true"))
    fields += asked.kept.items()
    if asked.secret:
        fields.append(("csrf_token", asked.secret))
    if carried:
        fields += [("carried", "true"), *_carried(given)]
    return fields


def carried_on(body: Mapping[str, Any]) -> Fields:
    """Of an answer that was taken in, for the form after it."""
    profile = {f"p.{key}": value for key, value in (body.get("profile") or {}).items()}
    said = {name: body[name] for name in ("service", "served_on") if body.get(name)}
    return _carried({**profile, **said})


def _carried(given: Mapping[str, Any]) -> Fields:
    fields: Fields = []
    for name, value in given.items():
        if name.startswith("p.") or name in ("service", "served_on"):
            fields += [(name, each) for each in (value if isinstance(value, list) else [value])]
    return fields
