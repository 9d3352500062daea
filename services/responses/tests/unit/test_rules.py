"""What a submission may hold: every fault is named, nothing faulty passes."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from responses_service.shared.form_rules import (
    Faults,
    answer_faults,
    compile_rules,
    head_faults,
    moment,
)

DEFINITION: dict[str, Any] = {
    "languages": ["id", "en"],
    "items": [
        {"key": "a", "type": "stars", "points": 6, "required": True},
        {"key": "b", "type": "scale", "required": False, "options": [{"value": 1}, {"value": 4}]},
    ],
    "profile": [{"key": "usia", "type": "one", "options": [{"code": "tua"}, {"code": "muda"}]}],
    "page": {"suggestion": {"prompt": {}}, "contact": {"prompt": {}}},
}
RULES = compile_rules(DEFINITION)
TODAY = date(2026, 11, 24)
BODY: dict[str, Any] = {
    "response_id": "0f5c7a52-7c1f-4a1e-9b1d-0e1f2a3b4c5d",
    "code": "ABCDEFG",
    "survey": "s",
    "form_version": "f",
    "answers": {"a": 6, "b": 4},
    "issued": "t",
    "language": "id",
}


def check(body: dict[str, Any]) -> Faults:
    return answer_faults(RULES, body, TODAY)


def test_a_complete_body_has_no_fault() -> None:
    body = {**BODY, "text": "Baik", "contact": {"name": "A"}, "profile": {"usia": "tua"}}
    assert head_faults(body) == []
    assert check(body) == []


@pytest.mark.parametrize("name", ["response_id", "code", "survey", "form_version", "answers"])
def test_what_is_required_is_asked_for(name: str) -> None:
    body = {key: value for key, value in BODY.items() if key != name}
    assert [field for field, _ in head_faults(body)] == [name]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"answers": {"a": 7}}, "answers.a"),
        ({"answers": {"a": 0}}, "answers.a"),
        ({"answers": {"a": True}}, "answers.a"),
        ({"answers": {"a": 3.0}}, "answers.a"),
        ({"answers": {"a": "3"}}, "answers.a"),
        ({"answers": {"a": None}}, "answers.a"),
        ({"answers": {"b": 4}}, "answers.a"),
        ({"answers": {"a": 3, "b": 2}}, "answers.b"),
        ({"answers": {"a": 3, "c": 2}}, "answers.c"),
        ({"language": "ja"}, "language"),
        ({"profile": {"usia": "lain"}}, "profile.usia"),
        ({"profile": {"nama": "x"}}, "profile.nama"),
        ({"profile": {"usia": ["tua"]}}, "profile.usia"),
        ({"text": "x" * 2001}, "text"),
        ({"contact": {"address": "x"}}, "contact.address"),
        ({"contact": {"phone": 8}}, "contact.phone"),
    ],
)
def test_each_fault_names_its_field(change: dict[str, Any], field: str) -> None:
    assert field in [name for name, _ in check({**BODY, **change})]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"service": "\0"}, "service"),
        ({"service": "a\nb"}, "service"),
        ({"service": "x" * 121}, "service"),
        ({"service": 7}, "service"),
        ({"token": 7}, "token"),
        ({"shared": "yes"}, "shared"),
        ({"changes": -1}, "changes"),
        ({"changes": True}, "changes"),
        ({"changes": 1001}, "changes"),
        ({"finished_at": "yesterday"}, "finished_at"),
        ({"finished_at": "2026-11-24T09:30:00"}, "finished_at"),
        ({"served_on": "24-11-2026"}, "served_on"),
        ({"served_on": "2026-02-30"}, "served_on"),
        ({"contact": []}, "contact"),
        ({"profile": "x"}, "profile"),
    ],
)
def test_what_came_with_the_answers_is_checked_too(change: dict[str, Any], field: str) -> None:
    assert [name for name, _ in head_faults({**BODY, **change})] == [field]


def test_a_body_with_all_circumstances_has_no_fault() -> None:
    more = {
        **{"service": "Kunjungan", "token": "K7M4-QXP2-9TBA", "shared": True, "changes": 3},
        **{"finished_at": "2026-11-24T09:30:00+07:00", "served_on": "2026-11-23"},
    }
    assert head_faults({**BODY, **more}) == []


def test_faults_come_in_the_order_of_the_fields_and_of_the_questionnaire() -> None:
    """Not in that of a set, which is another one in every process."""
    body = {"z1": 1, "z2": 1, "z3": 1, "z4": 1, "changes": -1, "token": 7, "language": 1, "code": 1}
    assert [name for name, _ in head_faults(body)] == [
        *("response_id", "code", "survey", "form_version", "issued", "language", "answers"),
        *("token", "changes", "z1", "z2", "z3", "z4"),
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
        *("language", "answers.sopan", "answers.jelas", "answers.adil", "answers.zz"),
        *("answers.lain", "contact.name", "contact.phone", "contact.x"),
    ]


@given(st.dictionaries(st.text(), st.none() | st.integers() | st.text() | st.booleans()))
def test_any_object_gets_an_answer_and_never_an_exception(body: dict[str, Any]) -> None:
    assert head_faults(body)


def test_a_version_1_id_is_refused() -> None:
    body = {**BODY, "response_id": "0f5c7a52-7c1f-1a1e-9b1d-0e1f2a3b4c5d"}
    assert [field for field, _ in head_faults(body)] == ["response_id"]


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


def test_a_time_in_a_zone_that_postgresql_does_not_know_is_kept_in_utc() -> None:
    found = moment("2026-11-24T09:30:00+20:00")
    assert found == datetime(2026, 11, 23, 13, 30, tzinfo=UTC)
    assert found.isoformat().endswith("+00:00")
