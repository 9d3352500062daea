"""What the handlers refuse, in the visitor's language: the field by its name, then the way out."""

import re
from collections.abc import Iterable

from chassis.pages import lang, read_texts, t, whole
from chassis.problems import FieldFault

from forms_service.shared.wording import period_name

# What a handler says, and the key of the same in both languages.
KNOWN = (
    (re.compile(r"must be a (?:month|semester) from (?P<first>\S+) to (?P<last>\S+)$"), "months"),
    (re.compile(r"must be a (month|semester) like "), "period"),
    (re.compile(r"must be of the kind of (?P<first>\S+), not before it$"), "last_period"),
    (re.compile(r"has nothing to open by the national schedule$"), "nothing_to_open"),
    (re.compile(r"must be a time of day like 00:00$"), "time"),
    (re.compile(r"must be unit types out of "), "unit_types"),
    (re.compile(r"must be a whole number from (?P<low>\d+) to (?P<high>\d+)$"), "number"),
    (re.compile(r"is required, as text$"), "required"),
    (re.compile(r"must be at most (?P<n>\d+) printable characters in one line$"), "text"),
    (re.compile(r"must be at most (?P<n>\d+) printable characters$"), "long_text"),
    (re.compile(r"waits for no decision any more$"), "decided"),
    (re.compile(r"(is|was) closed already$"), "closed"),
    (re.compile(r"cannot be closed before it opens"), "ahead"),
    (re.compile(r"waits for a decision on an early close already$"), "asked"),
    (re.compile(r"must be one of "), "choice"),
    (re.compile(r"must be an id \(UUID\)"), "id"),
    (re.compile(r"is needed( to correct a confirmed number)?: at least (?P<n>\d+) "), "reason"),
    (
        re.compile(
            r"was entered by you or an account tied to yours; somebody else must confirm it$"
        ),
        "own",
    ),
    (re.compile(r"(waits for no decision|has changed); load the page anew$"), "changed"),
    (re.compile(r"choose at least one number$"), "choose"),
    (re.compile(r"is the name of another service of this unit$"), "service_twice"),
    (re.compile(r"would be number \d+: retire one, (?P<n>\d+) is the most$"), "service_many"),
    (re.compile(r"cannot be false for the last one: a unit has a service$"), "service_last"),
    (re.compile(r"^day (?P<day>[1-7]): must be pairs "), "hours"),
)


def said(fault: FieldFault) -> str:
    """For the page of a problem, on which no field stands: its name comes first."""
    name = f"invalid.field.{fault.field}"
    known = name in read_texts("forms_service")
    return f"{t(name) if known else fault.field}: {words_of(fault.message)}"


def words_of(message: str) -> str:
    """Of a message that nobody gave words, an Indonesian reader is told that it was refused."""
    for shape, key in KNOWN:
        if found := shape.search(message):
            values = {name: _shown(name, value) for name, value in found.groupdict().items()}
            return t(f"invalid.{key}", **values)
    return message if lang() == "en" else t("invalid.other")


def by_field(faults: Iterable[FieldFault]) -> dict[str, str]:
    """What is said at each field of a form."""
    return {each.field: words_of(each.message) for each in faults}


def _shown(name: str, value: str) -> str:
    if name in ("first", "last"):
        return period_name(value)
    if name == "day":
        return t(f"points.day.{value}")
    return whole(int(value))
