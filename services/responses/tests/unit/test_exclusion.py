"""Who may take answers out of the index, and what a request must say."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from responses_service.exclusions.rules import MOST, Request, decision_fault, request_faults

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


def test_a_reason_and_an_answer_are_enough() -> None:
    assert request_faults(WISH) == []
    assert request_faults({**WISH, "receipts": [], "responses": ["b"], "excludes": False}) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": "low_stars"}, "reason"),
        ({"reason": None}, "reason"),
        ({"justification": "pendek"}, "justification"),
        ({"justification": "x" * 501}, "justification"),
        ({"justification": 7}, "justification"),
        ({"justification": "tidak dapat disimpan \0 begini"}, "justification"),
        ({"receipts": []}, "receipts"),
        ({"receipts": ["A"] * (MOST + 1)}, "receipts"),
        ({"receipts": "A"}, "receipts"),
        ({"responses": [1]}, "responses"),
        ({"excludes": "yes"}, "excludes"),
    ],
)
def test_every_fault_names_its_field(change: dict[str, Any], field: str) -> None:
    assert [name for name, _ in request_faults({**WISH, **change})] == [field]


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
