"""Follow-ups in the words of a reader: faults, numbers, days, suggested actions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from chassis.pages import lang, t, whole
from chassis.problems import FieldFault, Invalid
from contracts.wording import word_in
from flask import current_app
from sqlalchemy import Row

from reporting_service.dashboards.rules import numbers
from reporting_service.follow_ups.rules.life import is_judged
from reporting_service.follow_ups.rules.limits import SUGGESTIONS, TOLD
from reporting_service.follow_ups.rules.plan import is_long, judged_by
from reporting_service.follow_ups.rules.tally import Tally


def fault_words(fault: FieldFault) -> str:
    """What is wrong, and the way out."""
    return t(f"follow_ups.fault.{fault.field}.{fault.message}", **TOLD)


@contextmanager
def saying() -> Iterator[None]:
    """Faults of one word leave as sentences."""
    try:
        yield
    except Invalid as problem:
        said = [FieldFault(each.field, fault_words(each)) for each in problem.faults]
        raise Invalid(faults=said) from None


def on(day: date) -> str:
    """18 Juni 2026."""
    return numbers.days(day.isoformat(), day.isoformat(), lang())


def effect_words(row: Row[Any]) -> str:
    """After which results an effect is judged; empty for a follow-up that never ran, or was
    withdrawn. No figure: scoring has not judged it."""
    if not is_judged(row):
        return ""
    *names, last = (numbers.period(each, lang()) for each in judged_by(row.period, row.opened_on))
    kind = "other" if is_long(row.period) else "month"
    return t(f"follow_ups.effect.{kind}", names=", ".join(names), last=last)


def spelled(number: int) -> str:
    """The words of small numbers, the digits of others."""
    words = t("follow_ups.numbers").split()
    return words[number] if number < len(words) else whole(number)


def first_sentence(tally: Tally, of: str) -> str:
    """`of`: own or below."""
    key = f"follow_ups.h1.{of}.{tally.case}"
    alone = f"{key}.one"
    known = tally.said == 1 and alone in current_app.config["TEXTS"]
    counted = {name: spelled(value) for name, value in vars(tally).items()}
    said = t(alone if known else key, **counted)
    return said[0].upper() + said[1:]


def suggestions(statement: str) -> list[str]:
    """Actions for a statement of the public's questionnaires; none for others."""
    keys = [f"suggest.{statement}.{number}" for number in range(1, SUGGESTIONS + 1)]
    return [t(key) for key in keys if key in current_app.config["TEXTS"]]


def statement_of(row: Row[Any]) -> str:
    return word_in(row.words, lang())
