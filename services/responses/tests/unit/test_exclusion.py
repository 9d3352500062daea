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


def test_the_second_person_is_another_one_above_the_unit_and_decides_once() -> None:
    assert decision_fault(REQUEST, "kanwil", independent=True) == ""
    assert "asked for by you" in decision_fault(REQUEST, "kanwil", independent=False)
    assert "your own office" in decision_fault(REQUEST, "unit", independent=True)
    assert "decided" in decision_fault(
        replace(REQUEST, confirmed=False), "kanwil", independent=True
    )
