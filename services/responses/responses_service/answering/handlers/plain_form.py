"""The plain form post as a submission body, and faults of a submission as words for a person."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from chassis.problems import Problem
from chassis.reading import read_whole
from contracts.counting import counting
from contracts.form_shapes import FormDefinition, Item, ProfileQuestion
from contracts.wording import word_in
from werkzeug.datastructures import MultiDict

from responses_service.answering.handlers.form_parts import Said, own_words
from responses_service.answering.rules import AGO
from responses_service.shared.answers import DIGITS, NUMBERS
from responses_service.shared.submission_rules import ANSWERS, HEAD

REQUIRED = "is required"
Given = dict[str, Any]
# As it is written in Indonesia, where a browser shows a plain field for a date.
DAY = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})", re.ASCII)


def given_in(definition: FormDefinition, form: MultiDict[str, str]) -> Given:
    """What was sent by field name: a list where several may be chosen, else one text."""
    many = {f"a.{item['key']}" for item in definition["items"] if item["type"] == "many"}
    many |= {f"p.{each['key']}" for each in definition.get("profile") or () if _is_many(each)}
    return {name: form.getlist(name) if name in many else form[name] for name in form}


def body_of(definition: FormDefinition, given: Given, today: date) -> dict[str, Any]:
    """The same body that a JSON client would send; `today` by the clock of the office."""
    body: dict[str, Any] = {name: given.get(name, "") for name in HEAD}
    kinds = {item["key"]: item["type"] for item in definition["items"]}
    body["answers"] = {
        key: _number(value) if kinds.get(key) in NUMBERS else value
        for key, value in _part(given, "a.").items()
    }
    for name, prefix in (("profile", "p."), ("contact", "c.")):
        if part := _part(given, prefix):
            body[name] = part
    for name in ("text", "service", "token"):
        if said := given.get(name, "").strip():
            body[name] = said
    if served := served_on(given, today):
        body["served_on"] = served
    if given.get("shared") == "true":
        body["shared"] = True
    return body


def _number(typed: str) -> int | str:
    """A whole number where it is one; else as it was typed, so that the rules name it."""
    largest = 10**DIGITS - 1
    number = read_whole(typed, -largest, largest)
    return typed if number is None else number


def served_on(given: Given, today: date) -> str:
    """The day of the service in ISO form; as it was typed, if it is none; empty if not said."""
    when = given.get("when", "")
    if when in AGO:
        return (today - AGO[when]).isoformat()
    typed = str(given.get("served_on", "")).strip()
    if found := DAY.fullmatch(typed):
        day, month, year = found.groups()
        return f"{year}-{month:0>2}-{day:0>2}"
    return typed


def explain(
    definition: FormDefinition,
    problem: Problem | None,
    words: dict[str, str],
    language: str,
    fill: Callable[[str], str],
) -> tuple[str, list[tuple[str, str]], dict[str, str]]:
    """Heading of the summary, its lines (anchor, words), and the words again by item; `fill` puts
    names in the place of placeholders."""
    items = {item["key"]: item for item in definition["items"]}
    order = [f"answers.{key}" for key in items]
    faults = list(problem.faults) if problem else []
    # In the order of the page, whatever else there is after them.
    faults.sort(key=lambda each: order.index(each.field) if each.field in order else len(order))
    said = Sayings(definition, words, language)
    summary, missing = [], {}
    for fault in faults:
        part, _, key = fault.field.partition(".")
        if fault.field == ANSWERS:
            # Said where the first of them stands.
            counted = counting(items.values()) or items
            first = next(each for each in items if each in counted)
            missing[first] = words["nothing_counts"]
            summary.append((f"i-{first}", missing[first]))
        elif part == ANSWERS and key in items:
            missing[key] = fill(said.of_item(items[key], lacks=fault.message == REQUIRED))
            summary.append((f"i-{key}", missing[key]))
        else:
            summary.append(said.of_part(part, key, fault.field))
    lacking = sum(fault.message == REQUIRED for fault in faults)
    return said.head(lacking if lacking == len(faults) else 0), summary, missing


class Sayings:
    """Faults in the words of a form, the general ones where it has none of its own."""

    def __init__(self, definition: FormDefinition, words: dict[str, str], language: str) -> None:
        self._form, self._words, self._language = definition, words, language

    def head(self, lacking: int) -> str:
        if not lacking:
            return self._words["faults_many"]
        word = self._word("missing_one" if lacking == 1 else "missing_many")
        return word.replace("{n}", str(lacking))

    def of_item(self, item: Item, *, lacks: bool) -> str:
        said = self._words["missing" if lacks else "unclear"]
        short = word_in(item["short"], self._language)
        return said.replace("{choose}", self._word("choose")).replace("{short}", short)

    def of_part(self, part: str, key: str, field: str) -> tuple[str, str]:
        if part in ("survey", "form_version", "issued"):
            return "main", self._words["closed"]
        if part == "service":
            return "i-service", self._words["service_fault"]
        if part == "served_on":
            return "served_on", self._words["when_fault"]
        anchor = {"profile": f"p-{key}", "contact": f"c-{key}"}.get(part, part)
        return anchor, self._words["other_fault"].replace("{field}", field)

    def _word(self, name: Said) -> str:
        return own_words(self._form, name, self._language) or self._words[name]


def _is_many(question: ProfileQuestion) -> bool:
    return question.get("type") == "many"


def _part(given: Given, prefix: str) -> Given:
    return {
        name.removeprefix(prefix): value
        for name, value in given.items()
        if name.startswith(prefix) and value
    }
