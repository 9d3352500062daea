"""What a submission may hold: every fault is named, nothing faulty passes."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from responses_service.shared.submission_rules import (
    Faults,
    answer_faults,
    compile_rules,
    head_faults,
    latest_day,
    moment,
)

DEFINITION: dict[str, Any] = {
    "languages": ["id", "en"],
    "items": [
        {"key": "a", "type": "stars", "points": 6, "required": True},
        {"key": "b", "type": "scale", "required": False, "options": [{"value": 1}, {"value": 4}]},
    ],
    "profile": [
        {"key": "usia", "type": "one", "options": [{"code": "tua"}, {"code": "muda"}]},
        {"key": "jalur", "type": "many", "options": [{"code": "loket"}, {"code": "daring"}]},
    ],
    "page": {"suggestion": {"prompt": {}}, "contact": {"prompt": {}}},
}
TODAY = date(2026, 11, 24)
LOW = {"all": [{"item": "a", "is": "at_most", "value": 3}]}
WRONG_STARS = (7, 0, True, 3.0, "3", None)
BODY: dict[str, Any] = {
    "response_id": "0f5c7a52-7c1f-4a1e-9b1d-0e1f2a3b4c5d",
    "code": "ABCDEFG",
    "survey": "s",
    "form_version": "f",
    "answers": {"a": 6, "b": 4},
    "issued": "t",
    "language": "id",
}


def check(body: dict[str, Any], **form: Any) -> Faults:
    return answer_faults(compile_rules({**DEFINITION, **form}), body, TODAY)


def test_a_complete_body_has_no_fault() -> None:
    body = {**BODY, "text": "Baik", "contact": {"name": "A"}, "profile": {"usia": "tua"}}
    assert head_faults(body) == []
    assert check(body) == []


@pytest.mark.parametrize(
    "name", ["response_id", "code", "survey", "form_version", "issued", "language"]
)
@pytest.mark.parametrize("given", [None, 7, ""])
def test_what_is_required_is_asked_for(name: str, given: Any) -> None:
    assert head_faults({**BODY, name: given}) == [(name, "is required, as text")]
    lacking = {key: value for key, value in BODY.items() if key != name}
    assert head_faults(lacking) == [(name, "is required, as text")]


def test_answers_are_asked_for() -> None:
    words = "is required, as an object of item keys and values"
    assert head_faults({**BODY, "answers": [6]}) == [("answers", words)]


CHOICE = "must be one of the offered options"
NO_PROFILE = "is no profile question of this form version"
WHOLE = "must be a whole number from 1 to 6"


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        *(({"answers": {"a": value}}, [("answers.a", WHOLE)]) for value in WRONG_STARS),
        ({"answers": {"b": 4}}, [("answers.a", "is required")]),
        ({"answers": {"a": 3, "b": 2}}, [("answers.b", "must be a whole number from 1 to 4")]),
        ({"answers": {"a": 3, "c": 2}}, [("answers.c", "is no item of this form version")]),
        ({"language": "ja"}, [("language", "must be one of en, id")]),
        ({"profile": {"usia": "lain"}}, [("profile.usia", CHOICE)]),
        ({"profile": {"usia": ["tua"]}}, [("profile.usia", CHOICE)]),
        ({"profile": {"jalur": ["loket", "x"]}}, [("profile.jalur", CHOICE)]),
        ({"profile": {"jalur": 7}}, [("profile.jalur", CHOICE)]),
        (
            {"profile": {"nama": "x", "usia": "lain"}},
            [("profile.usia", CHOICE), ("profile.nama", NO_PROFILE)],
        ),
        ({"text": "x" * 2001}, [("text", "must be at most 2000 characters")]),
        ({"contact": {"address": "x"}}, [("contact.address", "is no field of a contact")]),
        *(
            (
                {"contact": {"phone": value}},
                [("contact.phone", "must be text of at most 200 characters")],
            )
            for value in (8, "0" * 201)
        ),
    ],
)
def test_each_fault_names_its_field_and_the_way_out(change: dict[str, Any], faults: Faults) -> None:
    assert check({**BODY, **change}) == faults


@pytest.mark.parametrize(
    "change",
    [
        {"text": "x" * 2000},
        {"contact": {"phone": "0" * 200, "name": "Siti"}},
        {"profile": {"jalur": ["loket", "daring"], "usia": "tua"}},
        {"profile": {"jalur": "loket"}},
    ],
)
def test_the_most_that_fits_has_no_fault(change: dict[str, Any]) -> None:
    assert check({**BODY, **change}) == []


def test_a_form_without_text_and_contact_takes_none() -> None:
    plain: dict[str, Any] = {"page": None, "profile": None}
    more = {"text": "Baik", "contact": {"name": "A"}, "profile": {"usia": "tua"}}
    assert check({**BODY, **more, "language": "ja"}, **plain) == [
        ("language", "must be one of en, id"),
        ("profile.usia", NO_PROFILE),
        ("text", "this form has no text box"),
        ("contact", "this form asks for no contact"),
    ]
    assert check({**BODY, "text": "", "contact": {}, "profile": {}}, **plain) == []


def test_what_is_not_asked_is_neither_taken_nor_lacking() -> None:
    """The second statement is asked when the first one has few stars."""
    second = {**DEFINITION["items"][0], "key": "why", "show_if": LOW}
    items = [*DEFINITION["items"], second]
    hidden = check({**BODY, "answers": {"a": 6, "why": 2}}, items=items)
    assert hidden == [("answers.why", "is not asked, because of the answers before it")]
    assert check({**BODY, "answers": {"a": 6}}, items=items) == []
    assert check({**BODY, "answers": {"a": 2}}, items=items) == [("answers.why", "is required")]


PRINTABLE = "must be text of at most 120 printable characters"
SMALL = "must be a whole number from 0 to 1000"
TIME, DAY = "must be a time like 2026-11-24T09:30:00+07:00", "must be a date like 2026-11-24"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        *(({"service": value}, PRINTABLE) for value in ("\0", "a\nb", "x" * 121, 7)),
        *(({name: 7}, "must be text") for name in ("text", "token")),
        *(({name: "yes"}, "must be true or false") for name in ("consent", "shared")),
        *(({"changes": value}, SMALL) for value in (-1, True, 1001, 1.0)),
        *(({"finished_at": value}, TIME) for value in ("yesterday", "2026-11-24T09:30:00", 7)),
        *(({"served_on": value}, DAY) for value in ("24-11-2026", "2026-02-30", 7)),
        *(({name: "x"}, "must be an object") for name in ("contact", "profile")),
        ({"stars": 6}, "is not a field of a submission"),
    ],
)
def test_what_came_with_the_answers_is_checked_too(change: dict[str, Any], words: str) -> None:
    (name,) = change
    assert head_faults({**BODY, **change}) == [(name, words)]


@pytest.mark.parametrize(
    "change", [{"service": "x" * 120}, {"changes": 0}, {"changes": 1000}, {"consent": False}]
)
def test_the_most_that_came_with_them_has_no_fault(change: dict[str, Any]) -> None:
    assert head_faults({**BODY, **change}) == []


def test_a_body_with_all_circumstances_has_no_fault() -> None:
    more = {
        "service": "Kunjungan",
        "token": "K7M4-QXP2-9TBA",
        "shared": True,
        "changes": 3,
        "finished_at": "2026-11-24T09:30:00+07:00",
        "served_on": "2026-11-23",
    }
    assert head_faults({**BODY, **more}) == []


def test_faults_come_in_the_order_of_the_fields_and_of_the_questionnaire() -> None:
    """Not in that of a set, which is another one in every process."""
    body = {"z1": 1, "z2": 1, "z3": 1, "z4": 1, "changes": -1, "token": 7, "language": 1, "code": 1}
    assert [name for name, _ in head_faults(body)] == [
        "response_id",
        "code",
        "survey",
        "form_version",
        "issued",
        "language",
        "answers",
        "token",
        "changes",
        "z1",
        "z2",
        "z3",
        "z4",
    ]
    items = [
        {"key": key, "type": "stars", "points": 6, "required": True}
        for key in ("sopan", "jelas", "adil")
    ]
    rules = compile_rules({**DEFINITION, "items": items})
    given = {"zz": 1, "adil": 9, "lain": 1}
    said = {"answers": given, "contact": {"x": 1, "phone": 8, "name": 7}, "language": "xx"}
    found = answer_faults(rules, {**BODY, **said}, TODAY)
    assert [name for name, _ in found] == [
        "language",
        "answers.sopan",
        "answers.jelas",
        "answers.adil",
        "answers.zz",
        "answers.lain",
        "contact.name",
        "contact.phone",
        "contact.x",
    ]


@given(st.dictionaries(st.text(), st.none() | st.integers() | st.text() | st.booleans()))
def test_any_object_gets_an_answer_and_never_an_exception(body: dict[str, Any]) -> None:
    assert head_faults(body)


def test_a_version_1_id_is_refused() -> None:
    body = {**BODY, "response_id": "0f5c7a52-7c1f-1a1e-9b1d-0e1f2a3b4c5d"}
    words = "must be a random UUID (version 4) in lower case"
    assert head_faults(body) == [("response_id", words)]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("served_on", "2026-W01-1"),
        ("served_on", "20260101"),
        ("served_on", "2026-01-01T00"),
        ("served_on", "２０２６-01-01"),
        ("finished_at", "2026-11-24T09:30:00"),
        ("finished_at", "0001-01-01T00:00:00+14:00"),
        ("finished_at", "2026-11-24"),
        ("response_id", BODY["response_id"] + "\n"),
    ],
)
def test_times_and_ids_have_one_form(name: str, given: str) -> None:
    """Python reads more of them than PostgreSQL keeps."""
    assert [field for field, _ in head_faults({**BODY, name: given})] == [name]


def test_it_is_tomorrow_somewhere_before_it_is_here() -> None:
    assert latest_day(datetime(2026, 11, 30, 23, 59, tzinfo=UTC)) == date(2026, 12, 1)


def test_a_time_in_a_zone_that_postgresql_does_not_know_is_kept_in_utc() -> None:
    found = moment("2026-11-24T09:30:00+20:00")
    assert found == datetime(2026, 11, 23, 13, 30, tzinfo=UTC)
    # Whatever the zone of this machine.
    assert found.tzinfo is UTC
