"""One row of the survey sheet as the answer that an item takes: its type and what belongs to it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from chassis.reading import read_whole
from contracts.text_answers import LONGEST
from pyxform import aliases
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.xls2json import RE_SELECT

from forms_service.xlsforms.rules.choices import Lists
from forms_service.xlsforms.rules.model import Report, Text
from forms_service.xlsforms.rules.sheets import Row

SHORT, LONG = LONGEST["short_text"], LONGEST["long_text"]
MOST_STEPS = 11
FARTHEST, LARGEST = 999_999, 999_999_999
SINGLE = aliases.select["select_one"]
MULTIPLE = aliases.select["select_multiple"]
BOUND = re.compile(r"\s*\.\s*(>=|<=|>|<)\s*(\S+)\s*")
EXCLUSIVE = re.compile(r"not\(selected\(\., '([^']+)'\) and count-selected\(\.\) > 1\)")
LENGTH = re.compile(r"string-length\(\.\) <= (\S+)")


@dataclass(frozen=True, slots=True)
class Answer:
    """`parts` go into the item; `codes` are those of its choices by their names in the file;
    `words` are those of the stars; `read` are the cells that were understood."""

    type: str
    parts: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, str | int] = field(default_factory=dict)
    words: tuple[Text, ...] = ()
    read: frozenset[str] = frozenset()


def answer_of(row: Row, kind: str, lists: Lists, other: Text, report: Report) -> Answer | None:
    """What the question asks for; None, after a report, when Suara has no such type."""
    written = " ".join(row.get("type").split())
    select = RE_SELECT.search(written)
    if select:
        return _select(row, select.groupdict(), kind, lists, other, report)
    if written == "range":
        return _range(row, lists, report)
    known = QUESTION_TYPE_DICT.get(written.lower(), {})
    bind, control = known.get("bind", {}), known.get("control", {})
    if "jr:preload" in bind or written == "audit":
        report(_named(row), "metadata_dropped")
        return None
    found = PLAIN.get(str(bind.get("type"))) if control.get("tag") == "input" else None
    if found is None:
        report(_named(row), "question_dropped")
        return None
    if bind.get("readonly"):
        return Answer("note")
    if bind.get("constraint"):
        report(written, "kept_without")
    return found(row, kind, report)


def _named(row: Row) -> str:
    return f"{row.get('type')} ({row.get('name')})" if row.get("name") else row.get("type")


def _select(
    row: Row, parsed: dict[str, Any], kind: str, lists: Lists, other: Text, report: Report
) -> Answer | None:
    type_, name = aliases.select[parsed["select_command"]], parsed["list_name"]
    if type_ not in (SINGLE, MULTIPLE) or name not in lists.lists:
        report(_named(row), "question_dropped")
        return None
    if type_ == SINGLE and kind in ("stars", "scale") and (options := lists.valued(name)):
        return _counted(kind, options)
    choices = lists.coded(name, report)
    if parsed.get("specify_other"):
        report(_named(row), "other_without_text")
        if "other" not in {choice["code"] for choice in choices}:
            choices.append({"code": "other", "label": other})
    if len(choices) < 2:
        report(_named(row), "too_few_choices")
        return None
    codes: dict[str, str | int] = {each.name: each.code for each in lists.lists[name]}
    if type_ == SINGLE:
        return Answer("one", {"choices": choices}, codes)
    return _many(row, choices, codes)


def _counted(kind: str, options: list[dict[str, Any]]) -> Answer:
    codes: dict[str, str | int] = {str(each["value"]): each["value"] for each in options}
    if kind == "scale":
        return Answer("scale", {"options": options}, codes, read=frozenset({"appearance"}))
    words = tuple(each["label"] for each in options)
    return Answer("stars", {"points": len(options)}, codes, words, frozenset({"appearance"}))


def _many(row: Row, choices: list[dict[str, Any]], codes: dict[str, str | int]) -> Answer:
    alone = EXCLUSIVE.fullmatch(row.get("bind", "constraint"))
    if alone and alone[1] in codes:
        parts = {"choices": choices, "exclusive": codes[alone[1]]}
        return Answer("many", parts, codes, read=frozenset({"constraint"}))
    return Answer("many", {"choices": choices}, codes)


def _range(row: Row, lists: Lists, report: Report) -> Answer | None:
    """A slider over few whole numbers becomes a choice of them."""
    given = dict(re.findall(r"(\w+)\s*=\s*(-?[0-9.]+)", row.get("parameters")))
    steps = [given.get("start", "1"), given.get("end", "10"), given.get("step", "1")]
    start, end, step = (read_whole(each, -FARTHEST, FARTHEST) for each in steps)
    if start is None or end is None or not step or step < 1:
        report(_named(row), "question_dropped")
        return None
    values = range(start, end + 1, step)
    if not 2 <= len(values) <= MOST_STEPS:
        report(_named(row), "question_dropped")
        return None
    report(_named(row), "read_as_one")
    codes: dict[str, str | int] = {str(each): str(each) for each in values}
    choices = [{"code": code, "label": lists.same(name)} for name, code in codes.items()]
    return Answer("one", {"choices": choices}, codes, read=frozenset({"parameters"}))


def _number(row: Row, _: str, report: Report) -> Answer:
    constraint = row.get("bind", "constraint")
    bounds = _bounds(constraint)
    return Answer("number", bounds, read=frozenset({"constraint"} if bounds else ()))


def _decimal(row: Row, kind: str, report: Report) -> Answer:
    report(_named(row), "whole_numbers")
    return _number(row, kind, report)


def _bounds(constraint: str) -> dict[str, int]:
    """`. >= 0 and . <= 120` gives min and max; empty for any other expression."""
    found: dict[str, int] = {}
    for part in constraint.split(" and ") if constraint else []:
        match = BOUND.fullmatch(part)
        number = read_whole(match[2], -LARGEST, LARGEST) if match else None
        name = "min" if match and match[1][0] == ">" else "max"
        if match is None or number is None or name in found:
            return {}
        found[name] = number + {">": 1, "<": -1}.get(match[1], 0)
    return found


def _date(row: Row, _: str, report: Report) -> Answer:
    past = row.get("bind", "constraint").replace(" ", "") in (".<=today()", "today()>=.")
    return Answer("date", {"latest": "today"}, {}, (), frozenset({"constraint"})) if past else DATE


DATE = Answer("date")


def _text(row: Row, kind: str, report: Report) -> Answer:
    """Long with the appearance `multiline`, short otherwise, unless our own export says which."""
    long = kind == "long_text" or "multiline" in row.get("control", "appearance").split()
    length = LENGTH.fullmatch(row.get("bind", "constraint"))
    kept = {"appearance"} if row.get("control", "appearance") == "multiline" else set()
    if length and read_whole(length[1], LONG if long else SHORT, LARGEST):
        kept.add("constraint")
    return Answer("long_text" if long else "short_text", read=frozenset(kept))


PLAIN: dict[str, Callable[[Row, str, Report], Answer]] = {
    "int": _number,
    "decimal": _decimal,
    "date": _date,
    "string": _text,
}
