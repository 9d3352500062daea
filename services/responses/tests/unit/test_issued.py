"""The signed time of a form: only ours is read, and no text of a caller breaks the check."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from responses_service.shared.issued import issue, issued_at

KEY = b"k" * 32
NOW = datetime(2026, 11, 29, 8, 30, 0, 123456, tzinfo=UTC)


def test_what_we_signed_is_read_back_to_the_microsecond() -> None:
    assert issued_at(KEY, issue(KEY, NOW)) == NOW


@pytest.mark.parametrize(
    "token",
    [
        "123.é",
        "123.\ud800",
        "\ud800.x",
        "１２.é",
        "5" * 5000 + ".é",
        "5" * 5000,
        "²." + "A" * 12,
        ".",
    ],
)
def test_a_signature_that_cannot_be_ours_is_none(token: str) -> None:
    assert issued_at(KEY, token) is None


@given(st.text(), st.text())
def test_no_text_breaks_it(stamp: str, mac: str) -> None:
    assert issued_at(KEY, f"{stamp}.{mac}") is None


def test_a_changed_stamp_is_not_ours() -> None:
    stamp, _, mac = issue(KEY, NOW).partition(".")
    assert issued_at(KEY, f"{int(stamp) + 1}.{mac}") is None
    wide = stamp.translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)})
    assert issued_at(KEY, f"{wide}.{mac}") is None
