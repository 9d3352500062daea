"""Receipts, the signed time, sealed text."""

from datetime import UTC, datetime

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st
from responses_service.shared.issued import issue, issued_at
from responses_service.shared.receipt import ALPHABET, is_genuine, read_receipt, receipt_of, spoken
from responses_service.shared.sealing import seal, unseal

KEY, OTHER = b"k" * 32, b"o" * 32


@given(st.uuids(version=4), st.binary(min_size=32, max_size=32))
def test_a_receipt_is_the_same_each_time_and_proves_itself(identifier, raw) -> None:
    receipt = receipt_of(KEY, str(identifier), raw.hex())
    assert receipt == receipt_of(KEY, str(identifier), raw.hex())
    assert len(receipt) == 26
    assert is_genuine(KEY, receipt)
    assert not is_genuine(OTHER, receipt)
    assert read_receipt(spoken(receipt).lower()) == receipt


def test_a_receipt_given_out_is_ours_for_ever() -> None:
    """Worked out by hand: HMAC-SHA256 with the key, twelve bytes and four of their own HMAC."""
    receipt = receipt_of(KEY, "0f5c7a52-7c1f-4a1e-9b1d-0e1f2a3b4c5d", "ab" * 32)
    assert receipt == "2R8TNNZ4YNDGEA3KNBQ9ZCAMTF"
    assert spoken(receipt) == "2R8T-NNZ4-YNDG-EA3K-NBQ9-ZCAM-TF"
    # 128 bits fit in 26 characters with two to spare, which nobody may set.
    assert not is_genuine(KEY, "Z" + receipt[1:])


def test_every_wrong_character_of_a_receipt_is_noticed() -> None:
    receipt = receipt_of(KEY, "a", "b")
    for at, right in enumerate(receipt):
        for wrong in ALPHABET:
            if wrong != right:
                assert not is_genuine(KEY, receipt[:at] + wrong + receipt[at + 1 :])


def test_another_body_gets_another_receipt() -> None:
    assert receipt_of(KEY, "a", "b") != receipt_of(KEY, "a", "c") != receipt_of(KEY, "d", "c")


@pytest.mark.parametrize("text", ["", "0" * 25, "0" * 27, "U" * 26, "é" * 26])
def test_junk_is_no_receipt(text: str) -> None:
    assert not is_genuine(KEY, read_receipt(text))


def test_the_time_of_issue_is_signed() -> None:
    now = datetime(2026, 11, 24, 12, 30, 15, 123456, tzinfo=UTC)
    token = issue(KEY, now)
    assert issued_at(KEY, token) == now
    assert issued_at(OTHER, token) is None
    assert issued_at(KEY, token.replace("1", "2", 1)) is None
    assert issued_at(KEY, "") is None


def test_sealed_text_opens_for_its_tenant_alone() -> None:
    box = seal(KEY, "tenant-1", {"text": "Pelayanan baik"})
    assert "Pelayanan" not in str(box)
    assert unseal(KEY, "tenant-1", box) == {"text": "Pelayanan baik"}
    for key, tenant in ((KEY, "tenant-2"), (OTHER, "tenant-1")):
        with pytest.raises(InvalidTag):
            unseal(key, tenant, box)
    assert seal(KEY, "tenant-1", "x") != seal(KEY, "tenant-1", "x")
