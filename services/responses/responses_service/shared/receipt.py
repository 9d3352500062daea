"""Receipts that prove themselves: 16 bytes, the last four an HMAC of the first twelve."""

import hashlib
import hmac

# Crockford's base 32: no I L O U, so that a receipt can be read aloud and typed.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BODY, _SEAL = 12, 4
_LENGTH = 26
_READ_AS = str.maketrans("ILO", "110", " -")


def receipt_of(key: bytes, response_id: str, digest: str) -> str:
    """The same submission gives the same receipt, whichever process answers."""
    body = _mac(key, f"{response_id}:{digest}".encode())[:_BODY]
    return _encode(body + _mac(key, body)[:_SEAL])


def is_genuine(key: bytes, receipt: str) -> bool:
    """Whether `receipt` (from `read_receipt`) was given out by us; no look-up needed."""
    try:
        raw = _decode(receipt)
    except ValueError:
        return False
    return hmac.compare_digest(raw[_BODY:], _mac(key, raw[:_BODY])[:_SEAL])


def read_receipt(typed: str) -> str:
    """A receipt as typed by a person: groups, small letters and look-alikes are understood."""
    return typed.upper().translate(_READ_AS)


def spoken(receipt: str) -> str:
    """In groups of four."""
    return "-".join(receipt[at : at + 4] for at in range(0, len(receipt), 4))


def _mac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, hashlib.sha256)


def _encode(raw: bytes) -> str:
    number = int.from_bytes(raw)
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))


def _decode(text: str) -> bytes:
    """Raise ValueError for what is no receipt: of another length, alphabet or size."""
    if len(text) != _LENGTH:
        raise ValueError
    number = 0
    for character in text:
        number = number << 5 | ALPHABET.index(character)
    if number >> 128:
        raise ValueError
    return number.to_bytes(16)
