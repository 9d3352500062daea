"""What a submission may hold, compiled once per form version; no library on the hot path."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from contracts.conditions import asked

from responses_service.shared import answers

Faults = list[tuple[str, str]]
TEXT_LIMIT = 2000
CONTACT_LIMIT = 200
MOST_CHANGES = 1000
LABEL_LIMIT = 120
FIELDS = frozenset(
    {
        "response_id",
        "code",
        "survey",
        "form_version",
        "answers",
        "issued",
        "language",
        "service",
        "consent",
        "contact",
        "finished_at",
        "text",
        "profile",
        "served_on",
        "token",
        "changes",
        "shared",
    }
)
CONTACT_FIELDS = frozenset({"name", "phone"})
# It is tomorrow in Jayapura before it is tomorrow in UTC.
A_DAY = timedelta(days=1)
UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Rules:
    """Items by key, required items, profile codes of one form version."""

    items: Mapping[str, Mapping[str, Any]]
    required: frozenset[str]
    profile: Mapping[str, tuple[bool, frozenset[str]]]
    languages: frozenset[str]
    takes_text: bool
    takes_contact: bool


def compile_rules(definition: dict[str, Any]) -> Rules:
    """`definition` is the payload of a form version."""
    page = definition.get("page") or {}
    return Rules(
        items={item["key"]: item for item in definition["items"]},
        required=frozenset(item["key"] for item in definition["items"] if item["required"]),
        profile={
            question["key"]: (
                question["type"] == "many",
                frozenset(option["code"] for option in question["options"]),
            )
            for question in definition.get("profile") or []
        },
        languages=frozenset(definition["languages"]),
        takes_text=bool(page.get("suggestion")),
        takes_contact=bool(page.get("contact")),
    )


def head_faults(body: dict[str, Any]) -> Faults:
    """Faults of the parts that do not need the form: ids, types, unknown fields."""
    faults: Faults = [(name, "is not a field of a submission") for name in body.keys() - FIELDS]
    for name in ("response_id", "code", "survey", "form_version", "issued", "language"):
        if not isinstance(body.get(name), str) or not body[name]:
            faults.append((name, "is required, as text"))
    identifier = body.get("response_id")
    if isinstance(identifier, str) and identifier and not UUID4.fullmatch(identifier):
        faults.append(("response_id", "must be a random UUID (version 4) in lower case"))
    if not isinstance(body.get("answers"), dict):
        faults.append(("answers", "is required, as an object of item keys and values"))
    return faults + [
        (name, words)
        for name, fits, words in OPTIONAL
        if body.get(name) is not None and not fits(body[name])
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


def answer_faults(rules: Rules, body: dict[str, Any], today: date) -> Faults:
    """Faults of the answers against the form; no date may lie after `today`."""
    faults = _item_faults(rules, body["answers"], today)
    if body["language"] not in rules.languages:
        known = ", ".join(sorted(rules.languages))
        faults.append(("language", f"must be one of {known}"))
    if body.get("profile"):
        faults += _profile_faults(rules, body["profile"])
    if body.get("text"):
        faults += _text_faults(rules, body["text"])
    if body.get("contact"):
        faults += (
            contact_faults(body["contact"])
            if rules.takes_contact
            else [("contact", "this form asks for no contact")]
        )
    return faults


def _item_faults(rules: Rules, given: Mapping[str, Any], today: date) -> Faults:
    faults: Faults = []
    shown = asked(list(rules.items.values()), given)
    for key, value in given.items():
        if key not in rules.items:
            faults.append((f"answers.{key}", "is no item of this form version"))
        elif key not in shown:
            faults.append((f"answers.{key}", "is not asked, because of the answers before it"))
        elif words := answers.fault(rules.items[key], value, today):
            faults.append((f"answers.{key}", words))
    lacking = sorted((rules.required & shown) - given.keys())
    return faults + [(f"answers.{key}", "is required") for key in lacking]


def _profile_faults(rules: Rules, profile: dict[str, Any]) -> Faults:
    faults: Faults = []
    for key, value in profile.items():
        if key not in rules.profile:
            faults.append((f"profile.{key}", "is no profile question of this form version"))
            continue
        many, codes = rules.profile[key]
        given = value if many and isinstance(value, list) else [value]
        if not all(isinstance(code, str) and code in codes for code in given):
            faults.append((f"profile.{key}", "must be one of the offered options"))
    return faults


def _text_faults(rules: Rules, text: str) -> Faults:
    if not rules.takes_text:
        return [("text", "this form has no text box")]
    if len(text) > TEXT_LIMIT:
        return [("text", f"must be at most {TEXT_LIMIT} characters")]
    return []


def contact_faults(contact: Mapping[str, Any]) -> Faults:
    faults: Faults = []
    for name, value in contact.items():
        if name not in CONTACT_FIELDS:
            faults.append((f"contact.{name}", "is no field of a contact"))
        elif not isinstance(value, str) or len(value) > CONTACT_LIMIT:
            words = f"must be text of at most {CONTACT_LIMIT} characters"
            faults.append((f"contact.{name}", words))
    return faults


OPTIONAL: tuple[tuple[str, Callable[[Any], bool], str], ...] = (
    *((name, _is_text, "must be text") for name in ("text", "token")),
    ("service", is_label, f"must be text of at most {LABEL_LIMIT} printable characters"),
    *((name, _is_object, "must be an object") for name in ("contact", "profile")),
    *((name, _is_bool, "must be true or false") for name in ("consent", "shared")),
    (
        "finished_at",
        lambda given: moment(given) is not None,
        "must be a time like 2026-11-24T09:30:00+07:00",
    ),
    ("served_on", lambda given: day(given) is not None, "must be a date like 2026-11-24"),
    ("changes", _is_small, f"must be a whole number from 0 to {MOST_CHANGES}"),
)
