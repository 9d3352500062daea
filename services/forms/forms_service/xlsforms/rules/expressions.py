"""Show-if rules as expressions of XLSForm, and the closed set of expressions as rules. An answer is
compared with a fixed value, or asked whether it is there; one level of `and` or of `or`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chassis.reading import read_whole
from contracts import form_shapes

# As they are read, before they are checked.
Rule = dict[str, Any]
Condition = dict[str, Any]

TOKEN = re.compile(
    r"\s*(?:(?P<ref>\$\{\s*[^}\s]+\s*\})|(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>-?\d+)(?![\d.])"
    r"|(?P<op>!=|>=|<=|=|>|<)|(?P<name>[A-Za-z][A-Za-z-]*)|(?P<mark>[().,]))"
)
OPS = {"=": "equals", "!=": "not_equals", ">=": "at_least", "<=": "at_most"}
NUMBERED = ("stars", "scale", "number")
ORDERED = (*NUMBERED, "date")
FREE = ("short_text", "long_text")
DEEPEST, LARGEST = 20, 999_999_999
UNFIT = re.compile(r"[\s'\"]")


class CannotSay(Exception):
    """The expression is outside the closed set."""


@dataclass(frozen=True, slots=True)
class Known:
    """An item that comes before: its key, its type, and its codes by the names of the file."""

    key: str
    type: str
    codes: Mapping[str, str | int]


def as_expression(rule: form_shapes.Condition, types: Mapping[str, str]) -> str:
    """`{any: [{item: u1, is: at_most, value: 2}]}` gives `${u1} <= 2`; `types` by key.

    A question without an answer meets no comparison here, but `!=` there: so that is asked too.
    """
    joint = " or " if "any" in rule else " and "
    conditions = rule.get("any") or rule.get("all") or []
    return joint.join(_written(each, types.get(each["item"], "")) for each in conditions)


def _written(condition: form_shapes.Rule, type_: str) -> str:
    answer, is_ = f"${{{condition['item']}}}", condition["is"]
    if is_ in ("answered", "not_answered"):
        return f"{answer} {'!=' if is_ == 'answered' else '='} ''"
    value = _literal(condition["value"], type_)
    if is_ == "includes":
        return f"selected({answer}, {value})"
    if is_ == "not_equals":
        return f"({answer} != '' and {answer} != {value})"
    op = next(op for op, name in OPS.items() if name == is_)
    return f"{answer} {op} {value}"


def _literal(value: str | int, type_: str) -> str:
    if type_ == "date":
        return f"date('{value}')"
    return str(value) if isinstance(value, int) else f"'{code_name(value)}'"


def code_name(code: str) -> str:
    """A code as a name of a choice, which has neither spaces nor quotes there."""
    return UNFIT.sub("_", code)


def as_rule(expression: str, known: Mapping[str, Known]) -> Rule:
    """The rule that says the same about items of `known` (by their names in the file).

    Raise CannotSay, which names the part that is outside the closed set.
    """
    parser = _Parser(_tokens(expression), known)
    joint, conditions = parser.joined(0)
    if parser.rest:
        raise CannotSay(parser.rest[0][1])
    return {joint or "all": conditions}


def both(outer: Rule, inner: Rule) -> Rule:
    """A group's rule and that of a question in it; raise CannotSay where `or` meets `and`."""
    parts = [rule.get("all") or rule.get("any") or [] for rule in (outer, inner)]
    if any("any" in rule and len(rule["any"]) > 1 for rule in (outer, inner)):
        raise CannotSay("or")
    return {"all": [*parts[0], *(each for each in parts[1] if each not in parts[0])]}


def _tokens(expression: str) -> list[tuple[str, str]]:
    """(kind, text) of the whole expression."""
    found, at = [], 0
    text = expression.strip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise CannotSay(text[at : at + 20])
        found.append((str(match.lastgroup), match[0].strip()))
        at = match.end()
    return found


class _Parser:
    """Recursive descent; `rest` are the tokens still to be read."""

    def __init__(self, tokens: list[tuple[str, str]], known: Mapping[str, Known]) -> None:
        self.rest, self.known = tokens, known

    def joined(self, depth: int) -> tuple[str, list[Condition]]:
        """(all, any or '' for a single condition, conditions)."""
        joint, conditions = self._term(depth)
        while self.rest and self.rest[0] in (("name", "and"), ("name", "or")):
            word = self._take("name")
            said = "all" if word == "and" else "any"
            inner, more = self._term(depth)
            if {joint, inner} - {"", said}:
                raise CannotSay(word)
            joint, conditions = said, [*conditions, *more]
        return joint, conditions

    def _term(self, depth: int) -> tuple[str, list[Condition]]:
        if self.rest and self.rest[0] == ("mark", "(") and depth < DEEPEST:
            self._take("mark")
            found = self.joined(depth + 1)
            self._take("mark", ")")
            return _other_answer(*found)
        if self.rest and self.rest[0][0] == "ref":
            return "", [self._compared(self._item())]
        return "", [self._called(self._take("name"))]

    def _called(self, function: str) -> Condition:
        self._take("mark", "(")
        item = self._item()
        if function == "selected":
            self._take("mark", ",")
            value = self._take("text")[1:-1]
            self._take("mark", ")")
            return _condition(item, "includes" if item.type == "many" else "equals", value)
        if function == "string-length":
            self._take("mark", ")")
            return _length(item, self._take("op"), self._take("number"))
        raise CannotSay(function)

    def _compared(self, item: Known) -> Condition:
        op = self._take("op")
        if self.rest and self.rest[0] == ("name", "date"):
            self._take("name")
            self._take("mark", "(")
            value = self._take("text")
            self._take("mark", ")")
            return _condition(item, op, value[1:-1])
        kind = "number" if self.rest and self.rest[0][0] == "number" else "text"
        value = self._take(kind)
        bare = value[1:-1] if kind == "text" else value
        if not bare and op in ("=", "!="):
            return {"item": item.key, "is": "not_answered" if op == "=" else "answered"}
        return _condition(item, op, bare)

    def _item(self) -> Known:
        name = self._take("ref")[2:-1].strip()
        if name not in self.known:
            raise CannotSay(name)
        return self.known[name]

    def _take(self, kind: str, text: str = "") -> str:
        found = self.rest.pop(0) if self.rest else ("", "")
        if found[0] != kind or (text and found[1] != text):
            raise CannotSay(found[1] or "end")
        return found[1]


def _other_answer(joint: str, conditions: list[Condition]) -> tuple[str, list[Condition]]:
    """`answered` says nothing more beside `not_equals` of the same item."""
    if [each["is"] for each in conditions] == ["answered", "not_equals"] and joint == "all":
        first, second = conditions
        if first["item"] == second["item"]:
            return "", [second]
    return joint, conditions


def _length(item: Known, op: str, number: str) -> Condition:
    if (op, number) in ((">", "0"), (">=", "1"), ("!=", "0")):
        return {"item": item.key, "is": "answered"}
    if (op, number) in (("=", "0"), ("<", "1")):
        return {"item": item.key, "is": "not_answered"}
    raise CannotSay("string-length")


def _condition(item: Known, op: str, value: str) -> Condition:
    """`<` and `>` of whole numbers become at_most and at_least."""
    step = {">": 1, "<": -1}.get(op, 0)
    is_ = OPS.get({">": ">=", "<": "<="}.get(op, op), op)
    ordered = is_ in ("at_least", "at_most")
    if (
        (ordered and item.type not in ORDERED)
        or item.type in FREE
        or (step and item.type == "date")
    ):
        raise CannotSay(op)
    if item.type == "many" and is_ != "includes":
        raise CannotSay(op)
    return {"item": item.key, "is": is_, "value": _value(item, value, step)}


def _value(item: Known, value: str, step: int) -> str | int:
    """An answer that the item takes."""
    if item.type in NUMBERED:
        told = read_whole(value, -LARGEST, LARGEST)
        if told is None:
            raise CannotSay(value)
        number = told + step
        if item.codes and number not in item.codes.values():
            raise CannotSay(value)
        return number
    if item.codes and value not in item.codes:
        raise CannotSay(value)
    return item.codes.get(value, value)
