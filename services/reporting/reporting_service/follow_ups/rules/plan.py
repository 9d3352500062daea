"""What is planned: texts in one line, the due day and how far it is, and after which periods an
effect is judged."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from reporting_service.dashboards.rules.numbers import following
from reporting_service.follow_ups.rules.limits import (
    JUDGED_AFTER,
    LONG_MONTHS,
    MOST_MONTHS,
    OWNER,
    PROGRAM,
    SHORT_MONTHS,
    USUAL_MONTHS,
)

# Of a field, and one word of what is wrong with it.
Fault = tuple[str, str]
# Months of a period by its letter.
MONTHS = {"Q": 3, "S": 6}
YEAR = 12
# Where the letter of a period stands, as in 2026-S1.
KIND = 5


@dataclass(frozen=True)
class Plan:
    """`owner` is a person or a post, in words."""

    program: str
    owner: str
    due: date


def read_plan(given: Mapping[str, object], today: date) -> tuple[Plan, list[Fault]]:
    """To be used only without a fault."""
    program, why_program = read_line(given.get("program"), *PROGRAM)
    owner, why_owner = read_line(given.get("owner"), *OWNER)
    due, why_due = _due(given.get("due"), today)
    told = (("program", why_program), ("owner", why_owner), ("due", why_due))
    return Plan(program, owner, due), [(field, word) for field, word in told if word]


def read_line(given: object, least: int, most: int) -> tuple[str, str]:
    """The text with its lines and blanks as single blanks, and what is wrong with it if anything:
    required, short, long or signs."""
    found = " ".join(given.split()) if isinstance(given, str) else ""
    if not found:
        return "", "required"
    if not found.isprintable():
        return "", "signs"
    if not least <= len(found) <= most:
        return "", "short" if len(found) < least else "long"
    return found, ""


def _due(given: object, today: date) -> tuple[date, str]:
    try:
        found = date.fromisoformat(given.strip() if isinstance(given, str) else "")
    except ValueError:
        return today, "required" if not given else "day"
    if found <= today:
        return today, "past"
    return found, "late" if found > months_after(today, MOST_MONTHS) else ""


def usual_due(today: date) -> date:
    return months_after(today, USUAL_MONTHS)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    year, place = divmod(day.year * YEAR + day.month - 1 + months, YEAR)
    return date(year, place + 1, min(day.day, monthrange(year, place + 1)[1]))


def term(begin: date, due: date) -> Literal["short", "medium", "long"]:
    """Short below 12 months, long above 24 (PermenPANRB 14/2017)."""
    if due < months_after(begin, SHORT_MONTHS):
        return "short"
    return "medium" if due <= months_after(begin, LONG_MONTHS) else "long"


def judged_by(period: str, opened_on: date) -> list[str]:
    """The periods, of the kind of `period`, that must be final before an effect is judged: those
    after the one in which it began."""
    found = [period_of(opened_on, period)]
    for _ in range(JUDGED_AFTER):
        found.append(following(found[-1]))
    return found[1:]


def period_of(day: date, like: str) -> str:
    """In which month, quarter or semester, as `like` is one, the day lies."""
    if not is_long(like):
        return f"{day:%Y-%m}"
    letter = like[KIND]
    return f"{day.year}-{letter}{(day.month - 1) // MONTHS[letter] + 1}"


def is_long(period: str) -> bool:
    """Whether it is a quarter or a semester."""
    return period[KIND] in MONTHS
