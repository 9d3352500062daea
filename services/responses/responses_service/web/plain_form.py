"""The plain form post as a submission body, and faults of a submission as words for a person."""

import re
from typing import Any

from chassis.problems import Problem
from werkzeug.datastructures import MultiDict

Definition = dict[str, Any]
REQUIRED = "is required"
Given = dict[str, Any]
# Types whose answer is a whole number, and what a person may type as one.
WHOLE = ("stars", "scale", "number")
NUMBER = re.compile(r"-?[0-9]{1,13}", re.ASCII)
HEAD = ("response_id", "code", "survey", "form_version", "issued", "language")


def given_in(definition: Definition, form: MultiDict[str, str]) -> Given:
    """What was sent by field name: a list where several may be chosen, else one text."""
    many = {f"a.{item['key']}" for item in definition["items"] if item["type"] == "many"}
    return {name: form.getlist(name) if name in many else form[name] for name in form}


def body_of(definition: Definition, given: Given) -> dict[str, Any]:
    """The same body that a JSON client would send."""
    body: dict[str, Any] = {name: given.get(name, "") for name in HEAD}
    kinds = {item["key"]: item["type"] for item in definition["items"]}
    body["answers"] = {
        key: int(value) if kinds.get(key) in WHOLE and NUMBER.fullmatch(value) else value
        for key, value in _part(given, "a.").items()
    }
    for name, prefix in (("profile", "p."), ("contact", "c.")):
        if part := _part(given, prefix):
            body[name] = part
    if text := given.get("text", "").strip():
        body["text"] = text
    return body


def explain(
    definition: Definition, problem: Problem | None, words: dict[str, str], language: str
) -> tuple[list[tuple[str, str]], set[str]]:
    """(anchor, words) for the summary, and the keys of items that lack an answer."""
    items = {item["key"]: item for item in definition["items"]}
    order = [f"answers.{key}" for key in items]
    faults = list(problem.faults) if problem else []
    # In the order of the page, whatever else there is after them.
    faults.sort(key=lambda each: order.index(each.field) if each.field in order else len(order))
    summary, missing = [], set()
    for fault in faults:
        part, _, key = fault.field.partition(".")
        if part == "answers" and key in items:
            missing.add(key)
            short = items[key]["short"][language]
            said = "missing" if fault.message == REQUIRED else "unclear"
            summary.append((f"i-{key}", words[said].replace("{short}", short)))
        elif part == "survey":
            summary.append(("main", words["closed"]))
        else:
            anchor = {"profile": f"p-{key}", "contact": f"c-{key}"}.get(part, part)
            summary.append((anchor, words["other_fault"].replace("{field}", fault.field)))
    return summary, missing


def _part(given: Given, prefix: str) -> Given:
    return {
        name.removeprefix(prefix): value
        for name, value in given.items()
        if name.startswith(prefix) and value
    }
