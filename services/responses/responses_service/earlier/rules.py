"""Answers of an earlier system: what their columns are, their values, and an id for each row."""

import hashlib
import json
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from contracts.form_shapes import Item
from contracts.text_answers import LONGEST

from responses_service.shared.answers import NUMBERS
from responses_service.shared.projection import Survey
from responses_service.shared.submission_rules import Rules

# What a row may have besides answers; `id`: that of the answer in the earlier system.
CIRCUMSTANCES = ("id", "service", "date", "language")
PROFILE = "profile_"
WHOLE = re.compile(r"\d{1,12}", re.ASCII)
SEPARATORS = re.compile(r"[,;|\s]+")
# Signs of a cell that are shown: as an example of its column, and in what is wrong with it.
SHOWN_EXAMPLE, SHOWN_FAULT = 40, 120
NO_COLUMN = frozenset({*LONGEST, "note"})
MOMENT = timedelta(seconds=1)


def targets_of(rules: Rules) -> list[str]:
    """What a column can be: items that take no free text, circumstances, profile questions."""
    items = [key for key, item in rules.items.items() if item["type"] not in NO_COLUMN]
    return [*items, *CIRCUMSTANCES, *(f"{PROFILE}{key}" for key in rules.profile)]


def matched(heading: Iterable[str], targets: Sequence[str]) -> dict[str, str]:
    """Target by column, for every heading that is the name of a target; the first of two."""
    found: dict[str, str] = {}
    for name in heading:
        plain = re.sub(r"[\s\-]+", "_", name.strip().lower())
        if plain in targets and plain not in found.values():
            found[name] = plain
    return found


def content_of(rules: Rules, cells: Mapping[str, str]) -> dict[str, Any]:
    """The parts of a submission that the row says; `cells` are texts by target. What cannot be
    read stays text, so that the rules of the form name it."""
    answers: dict[str, Any] = {}
    profile: dict[str, Any] = {}
    for target, text in cells.items():
        if not text or target in CIRCUMSTANCES:
            continue
        if target in rules.items:
            answers[target] = value_of(rules.items[target], text)
        else:
            key = target.removeprefix(PROFILE)
            many, _ = rules.profile[key]
            profile[key] = SEPARATORS.split(text) if many else text
    return {"answers": answers, "profile": profile}


def service_named(services: Iterable[Mapping[str, Any]], text: str) -> str | None:
    """The key of the service with this key or name, in either language; None if there is none."""
    plain = text.strip().casefold()
    for each in services:
        if plain in {str(each[name]).casefold() for name in ("key", "name", "name_en")}:
            return str(each["key"])
    return None


def value_of(item: Item, text: str) -> Any:
    kind = item["type"]
    if kind in NUMBERS:
        return int(text) if WHOLE.fullmatch(text) else text
    if kind == "many":
        return SEPARATORS.split(text)
    return text


def allowed(rules: Rules, target: str) -> str:
    """The values that `target` takes, in a few words that need no language."""
    if target in rules.items:
        return _allowed_of(rules.items[target])
    if target.startswith(PROFILE):
        return ", ".join(sorted(rules.profile[target.removeprefix(PROFILE)][1]))
    return ", ".join(sorted(rules.languages)) if target == "language" else ""


def answered_at(survey: Survey, zone: str, day: date | None) -> datetime:
    """The start of the day at the unit, inside the survey; its opening when no day is known. The
    same whenever the same file comes again."""
    if day is None:
        return survey.opens_at
    start = datetime.combine(day, time(), ZoneInfo(zone))
    return min(max(start, survey.opens_at), survey.closes_at - MOMENT)


def is_inside(survey: Survey, zone: str, day: date) -> bool:
    start, end = (each.astimezone(ZoneInfo(zone)) for each in (survey.opens_at, survey.closes_at))
    return start.date() <= day <= (end - MOMENT).date()


def digest_of(lines: Sequence[Sequence[str]]) -> str:
    """Of what the file says, however it is saved."""
    return hashlib.sha256(json.dumps(list(map(list, lines))).encode()).hexdigest()


def id_of(digest: str, survey_id: str, row: int, earlier_id: str = "") -> str:
    """The same row of the same file is the same answer for ever; with the id it had in the earlier
    system, the same in every file."""
    where = f"id:{survey_id}:{earlier_id}" if earlier_id else f"{digest}:{survey_id}:{row}"
    raw = hashlib.sha256(f"import:{where}".encode()).digest()
    return str(uuid.UUID(bytes=raw[:16], version=4))


def _allowed_of(item: Item) -> str:
    kind = item["type"]
    if kind == "stars":
        return f"1–{item['points']}"
    if kind == "scale":
        return ", ".join(str(each["value"]) for each in item["options"])
    if kind in ("one", "many"):
        return ", ".join(each["code"] for each in item["choices"])
    if kind == "date":
        return "2026-11-24"
    low, high = item.get("min"), item.get("max")
    return f"{'' if low is None else low}–{'' if high is None else high}"
