"""What a submission may hold, compiled once per form version; no library on the hot path."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Required, TypedDict

from contracts.conditions import asked
from contracts.counting import counting
from contracts.form_shapes import FormDefinition, Item
from contracts.text_answers import LONGEST

from responses_service.shared import answers

Faults = list[tuple[str, str]]
# The suggestion has the room of any long text.
TEXT_LIMIT = LONGEST["long_text"]
CONTACT_LIMIT = 200
MOST_CHANGES = 1000
LABEL_LIMIT = 120
NO_LABEL = f"must be text of at most {LABEL_LIMIT} printable characters"
CONTACT_FIELDS = ("name", "phone")
# The field of a fault that is about all of them.
ANSWERS = "answers"
# It is tomorrow in Jayapura before it is tomorrow in UTC.
A_DAY = timedelta(days=1)
UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


class Submission(TypedDict, total=False):
    """The body of an answer once `head_faults` has found none in it; faults of its fields are told
    in this order. `survey` and `form_version` are ids, `answers` and `profile` by key, `issued` is
    the stamp of the form, times are ISO 8601, `changes` counts how often a choice was changed."""

    response_id: Required[str]
    code: Required[str]
    survey: Required[str]
    form_version: Required[str]
    issued: Required[str]
    language: Required[str]
    answers: Required[dict[str, Any]]
    profile: dict[str, Any] | None
    text: str | None
    contact: dict[str, Any] | None
    service: str | None
    served_on: str | None
    token: str | None
    consent: bool | None
    shared: bool | None
    finished_at: str | None
    changes: int | None


FIELDS = tuple(Submission.__annotations__)
# Texts without which nothing is known of an answer.
HEAD = ("response_id", "code", "survey", "form_version", "issued", "language")


@dataclass(frozen=True)
class Rules:
    """Items by key, required ones, those that count, profile codes of one form version."""

    items: Mapping[str, Item]
    required: frozenset[str]
    counting: frozenset[str]
    profile: Mapping[str, tuple[bool, frozenset[str]]]
    languages: frozenset[str]
    takes_text: bool
    takes_contact: bool


def compile_rules(definition: FormDefinition) -> Rules:
    """Of a draft too, which is previewed and may lack what a published form has."""
    page = definition.get("page")
    return Rules(
        items={item["key"]: item for item in definition["items"]},
        required=frozenset(item["key"] for item in definition["items"] if item["required"]),
        counting=counting(definition["items"]),
        profile={
            question["key"]: (
                question["type"] == "many",
                frozenset(option["code"] for option in question["options"]),
            )
            for question in definition.get("profile") or []
        },
        languages=frozenset(definition["languages"]),
        takes_text=bool(page and page.get("suggestion")),
        takes_contact=bool(page and page.get("contact")),
    )


def head_faults(body: dict[str, Any]) -> Faults:
    """Faults of the parts that do not need the form: ids, types, and at last unknown fields."""
    faults = {
        name: "is required, as text"
        for name in HEAD
        if not isinstance(body.get(name), str) or not body[name]
    }
    if "response_id" not in faults and not UUID4.fullmatch(body["response_id"]):
        faults["response_id"] = "must be a random UUID (version 4) in lower case"
    if not isinstance(body.get("answers"), dict):
        faults["answers"] = "is required, as an object of item keys and values"
    for name, fits, words in OPTIONAL:
        if body.get(name) is not None and not fits(body[name]):
            faults[name] = words
    unknown = [name for name in body if name not in FIELDS]
    return [
        *((name, faults[name]) for name in FIELDS if name in faults),
        *((name, "is not a field of a submission") for name in unknown),
    ]


def moment(text: Any) -> datetime | None:
    """An ISO time with its zone, in UTC: PostgreSQL knows fewer zones; None for anything else."""
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else None
    except (OverflowError, TypeError, ValueError):
        return None


def day(text: Any) -> date | None:
    """A date as YYYY-MM-DD; None for anything else, such as the week dates of ISO 8601."""
    try:
        found = date.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return found if found.isoformat() == text else None


def latest_day(now: datetime) -> date:
    """The last date that may be today somewhere."""
    return now.date() + A_DAY


def _is_text(given: Any) -> bool:
    return isinstance(given, str)


def is_label(given: Any) -> bool:
    """PostgreSQL keeps no NUL: a text that cannot be stored must never reach the recorder."""
    return isinstance(given, str) and len(given) <= LABEL_LIMIT and given.isprintable()


def _is_object(given: Any) -> bool:
    return isinstance(given, dict)


def _is_bool(given: Any) -> bool:
    return isinstance(given, bool)


def _is_small(given: Any) -> bool:
    return type(given) is int and 0 <= given <= MOST_CHANGES


def answer_faults(rules: Rules, body: Submission, today: date) -> Faults:
    """Faults of the answers against the form; no date may lie after `today`."""
    faults: Faults = []
    if body["language"] not in rules.languages:
        known = ", ".join(sorted(rules.languages))
        faults.append(("language", f"must be one of {known}"))
    faults += _item_faults(rules, body["answers"], today)
    if profile := body.get("profile"):
        faults += _profile_faults(rules, profile)
    if text := body.get("text"):
        faults += _text_faults(rules, text)
    if contact := body.get("contact"):
        faults += (
            contact_faults(contact)
            if rules.takes_contact
            else [("contact", "this form asks for no contact")]
        )
    return faults


def _item_faults(rules: Rules, given: Mapping[str, Any], today: date) -> Faults:
    """In the order of the questionnaire; what it does not ask comes last. Who leaves empty all that
    counts has answered nothing: it would fill a target, and be in no index."""
    faults: Faults = []
    shown = asked(list(rules.items.values()), given)
    for key, item in rules.items.items():
        if key not in given:
            if key in rules.required and key in shown:
                faults.append((f"answers.{key}", "is required"))
        elif key not in shown:
            faults.append((f"answers.{key}", "is not asked, because of the answers before it"))
        elif words := answers.fault(item, given[key], today):
            faults.append((f"answers.{key}", words))
    wanted = shown & (rules.counting or rules.items.keys())
    if wanted and not faults and not given.keys() & wanted:
        known = ", ".join(key for key in rules.items if key in wanted)
        faults.append((ANSWERS, f"must hold an answer to at least one of {known}"))
    unknown = [key for key in given if key not in rules.items]
    return faults + [(f"answers.{key}", "is no item of this form version") for key in unknown]


def _profile_faults(rules: Rules, profile: dict[str, Any]) -> Faults:
    faults: Faults = []
    for key, (many, codes) in rules.profile.items():
        value = profile.get(key)
        given = value if many and isinstance(value, list) else [value]
        if key in profile and not all(isinstance(each, str) and each in codes for each in given):
            faults.append((f"profile.{key}", "must be one of the offered options"))
    unknown = [key for key in profile if key not in rules.profile]
    return faults + [
        (f"profile.{key}", "is no profile question of this form version") for key in unknown
    ]


def _text_faults(rules: Rules, text: str) -> Faults:
    if not rules.takes_text:
        return [("text", "this form has no text box")]
    if len(text) > TEXT_LIMIT:
        return [("text", f"must be at most {TEXT_LIMIT} characters")]
    return []


def contact_faults(contact: Mapping[str, Any]) -> Faults:
    words = f"must be text of at most {CONTACT_LIMIT} characters"
    bad = [
        name
        for name in CONTACT_FIELDS
        if name in contact
        and not (isinstance(contact[name], str) and len(contact[name]) <= CONTACT_LIMIT)
    ]
    unknown = [name for name in contact if name not in CONTACT_FIELDS]
    return [
        *((f"contact.{name}", words) for name in bad),
        *((f"contact.{name}", "is no field of a contact") for name in unknown),
    ]


OPTIONAL: tuple[tuple[str, Callable[[Any], bool], str], ...] = (
    ("text", _is_text, "must be text"),
    ("token", _is_text, "must be text"),
    ("service", is_label, NO_LABEL),
    ("contact", _is_object, "must be an object"),
    ("profile", _is_object, "must be an object"),
    ("consent", _is_bool, "must be true or false"),
    ("shared", _is_bool, "must be true or false"),
    (
        "finished_at",
        lambda given: moment(given) is not None,
        "must be a time like 2026-11-24T09:30:00+07:00",
    ),
    ("served_on", lambda given: day(given) is not None, "must be a date like 2026-11-24"),
    ("changes", _is_small, f"must be a whole number from 0 to {MOST_CHANGES}"),
)
