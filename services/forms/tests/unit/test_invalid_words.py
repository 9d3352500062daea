"""What the pages of a month refuse is said in the visitor's language."""

from collections.abc import Callable, Iterator

import pytest
from chassis.fields import Fields
from chassis.pages import read_texts
from chassis.problems import FieldFault, Invalid
from flask import Flask, g
from forms_service.populations import rules as population
from forms_service.shared import hours, period
from forms_service.shared.invalid_words import said, words_of

MESSAGES = (
    "must be a month like 2026-11: SPKP-SPAK runs monthly",
    "choose at least one number",
    "has nothing to open by the national schedule",
    "must be a time of day like 00:00",
    "must be of the kind of 2024-S1, not before it",
    "must be a month from 2025-11 to 2026-11",
    "remisi has changed; load the page anew",
    "is the name of another service of this unit",
    "would be number 12: retire one, 11 is the most",
    "cannot be false for the last one: a unit has a service",
    "must be unit types out of kanim, lapas; an empty list means every type",
)


@pytest.fixture(autouse=True)
def app() -> Iterator[None]:
    app = Flask("test")
    app.config["TEXTS"] = {**read_texts("chassis"), **read_texts("forms_service")}
    with app.app_context():
        yield


def messages(step: Callable[[], object]) -> list[str]:
    try:
        step()
    except Invalid as fault:
        return [each.message for each in fault.faults]
    except (ValueError, population.RefusedError) as fault:
        return [str(fault)]
    raise AssertionError


def faulty_fields() -> None:
    fields = Fields({"long": "x" * 121, "number": 12.5, "choice": "x"}, ())
    fields.text("lacking")
    fields.text("long")
    fields.id("id")
    fields.choice("choice", ("a", "b"), "a")
    fields.number("number", 1, 28)
    fields.done()


def decided(**more: object) -> Callable[[], object]:
    held = {"state": "entered", "entered_by": "somebody", **more}
    apart = held["entered_by"] != "me"
    return lambda: population.decided(held, "me", independent=apart, confirm=False, reason="no")


def all_messages() -> list[str]:
    found = messages(lambda: period.bounds("2026-13", "Asia/Jakarta"))
    # The first three are of fields that no page has.
    found += messages(faulty_fields)[3:]
    for held in ({}, {"state": "returned"}, {"entered_by": "me"}):
        found += messages(decided(**held))
    return [*found, *hours.faults([[["8", "x"]], *([[]] * 6)]), *MESSAGES]


def test_every_refusal_has_words_of_its_own_in_both_languages() -> None:
    for message in all_messages():
        g.lang = "id"
        indonesian = words_of(message)
        g.lang = "en"
        english = words_of(message)
        assert "must" not in indonesian, message
        assert indonesian != english
        assert english != message, message
        assert "{" not in indonesian + english


def test_numbers_and_periods_in_them_are_written_as_the_reader_does() -> None:
    g.lang = "id"
    assert words_of("must be a whole number from 0 to 10000000").endswith("0 sampai 10.000.000.")
    assert "November 2025" in words_of("must be a month from 2025-11 to 2026-11")
    assert said(FieldFault("period", "must be a month like 2026-11 or")).startswith("Periode: ")


def test_an_unknown_message_is_never_english_in_an_indonesian_page() -> None:
    g.lang = "id"
    assert "quite" not in words_of("is quite new")
    g.lang = "en"
    assert said(FieldFault("place", "is quite new")) == "place: is quite new"
