"""Who may take answers out of the index, and what a request must say."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from responses_service.exclusions.rules import Request, decision_fault, request_faults

WISH: dict[str, Any] = {
    "reason": "test_entry",
    "justification": "Diisi oleh petugas saat pelatihan tanggal 3.",
    "receipts": ["A"],
}
ASKED_AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
REQUEST = Request(
    request_id="r",
    tenant_id="unit",
    unit="W11-01",
    excludes=True,
    reason="test_entry",
    justification=WISH["justification"],
    requested_by="one",
    requester="One",
    requested_at=ASKED_AT,
    confirmed=None,
    note=None,
    decider=None,
    decided_at=None,
    answers=1,
)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"receipts": [], "responses": ["b"], "excludes": False},
        {"receipts": ["A"] * 150, "responses": ["b"] * 50},
        {"justification": "x" * 20},
        {"justification": f" {'x' * 500} "},
    ],
)
def test_a_reason_and_an_answer_are_enough(change: dict[str, Any]) -> None:
    assert request_faults({**WISH, **change}) == []


WORDS = {
    "reason": "must be one of test_entry, token, wrong_unit, staff_fill_in",
    "justification": "must be text of 20 to 500 characters",
    "excludes": "must be true or false",
}
COUNT, LIST = "name 1 to 200 answers", "must be a list of texts"


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        *(({"reason": value}, ["reason"]) for value in ("low_stars", None)),
        *(
            ({"justification": value}, ["justification"])
            for value in ("x" * 19, f" {'x' * 19} ", "x" * 501, 7, "dengan karakter \0 begini saja")
        ),
        ({"excludes": "yes"}, ["excludes"]),
        (
            {"excludes": 1, "reason": "", "justification": ""},
            ["reason", "justification", "excludes"],
        ),
    ],
)
def test_every_fault_names_its_field(change: dict[str, Any], faults: list[str]) -> None:
    assert request_faults({**WISH, **change}) == [(name, WORDS[name]) for name in faults]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"receipts": []}, ("receipts", COUNT)),
        ({"receipts": ["A"] * 201}, ("receipts", COUNT)),
        ({"receipts": ["A"] * 150, "responses": ["b"] * 51}, ("receipts", COUNT)),
        ({"receipts": "A"}, ("receipts", LIST)),
        ({"responses": [1]}, ("responses", LIST)),
    ],
)
def test_answers_are_named_and_not_too_many(change: dict[str, Any], fault: tuple[str, str]) -> None:
    assert request_faults({**WISH, **change}) == [fault]


@pytest.mark.parametrize(
    ("change", "by_tenant", "independent", "why"),
    [
        ({}, "kanwil", True, ""),
        ({"confirmed": False}, "kanwil", True, "is decided already"),
        ({"confirmed": True}, "kanwil", True, "is decided already"),
        ({}, "unit", True, "is about your own office: the kanwil or the ministry decides"),
        (
            {},
            "kanwil",
            False,
            "was asked for by you, or one of you two made or changed the account of the other, or"
            " the same person made or changed both: somebody else decides",
        ),
    ],
)
def test_the_second_person_is_another_one_above_the_unit_and_decides_once(
    change: dict[str, Any], by_tenant: str, why: str, *, independent: bool
) -> None:
    assert decision_fault(replace(REQUEST, **change), by_tenant, independent=independent) == why
