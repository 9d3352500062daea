"""Keys that must differ: by tenant, by response, by survey. What is sealed twice under one key, or
signed alike in two places, looks the same from within and ties together what must stay apart."""

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from responses_service.shared.arrival import device_in, kiosk_hash, token_hash
from responses_service.shared.receipt import receipt_of
from responses_service.shared.sealing import seal_bytes, unseal_bytes

MASTER, OTHER = b"m" * 32, b"o" * 32
NONCE = 12


def key_of(tenant: str) -> bytes:
    """As RFC 5869 derives it for a tenant: written again here, so that a change is noticed."""
    return HKDF(hashes.SHA256(), 32, salt=None, info=tenant.encode()).derive(MASTER)


def opened(key: bytes, raw: bytes, tenant: str) -> bytes:
    return AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], tenant.encode())


def test_the_key_of_a_response_is_wrapped_for_its_tenant_alone() -> None:
    """Not only named for it: the key of another tenant opens nothing, whatever it claims to be."""
    wrapped = seal_bytes(MASTER, "tenant-1", b"text")["wrapped_key"]
    assert len(opened(key_of("tenant-1"), wrapped, "tenant-1")) == 32
    for key, tenant in ((key_of("tenant-2"), "tenant-1"), (key_of("tenant-1"), "tenant-2")):
        with pytest.raises(InvalidTag):
            opened(key, wrapped, tenant)


def test_the_text_is_sealed_for_its_tenant_too() -> None:
    box = seal_bytes(MASTER, "tenant-1", b"text")
    key = opened(key_of("tenant-1"), box["wrapped_key"], "tenant-1")
    assert opened(key, box["sealed"], "tenant-1") == b"text"
    with pytest.raises(InvalidTag):
        opened(key, box["sealed"], "tenant-2")


def test_each_response_has_a_key_of_its_own() -> None:
    """Erasing one wrapped key erases one text."""
    boxes = [seal_bytes(MASTER, "tenant-1", b"text") for _ in range(3)]
    keys = {opened(key_of("tenant-1"), each["wrapped_key"], "tenant-1") for each in boxes}
    nonces = {each[part][:NONCE] for each in boxes for part in each}
    assert (len(keys), len(nonces)) == (3, 6)
    with pytest.raises(InvalidTag):
        unseal_bytes(MASTER, "tenant-1", {**boxes[0], "wrapped_key": boxes[1]["wrapped_key"]})


def test_a_device_has_another_name_in_every_survey_and_under_every_key() -> None:
    names = {device_in(key, survey, "d") for key in (MASTER, OTHER) for survey in ("s1", "s2")}
    assert len(names) == 4
    assert device_in(MASTER, "s1", "d") != device_in(MASTER, "s1", "e")
    assert device_in(MASTER, "s1", "") is None


def test_a_token_and_a_receipt_are_of_our_key() -> None:
    assert token_hash(MASTER, "T") != token_hash(OTHER, "T")
    assert token_hash(MASTER, "T") != token_hash(MASTER, "U")
    assert receipt_of(MASTER, "r", "d") != receipt_of(OTHER, "r", "d")
    # The same words signed for something else are something else.
    assert token_hash(MASTER, "T")[:32] != device_in(MASTER, "", "T")


def test_what_is_stored_of_a_kiosk_is_its_own_and_not_its_key() -> None:
    assert kiosk_hash("one") == kiosk_hash("one") != kiosk_hash("two")
    assert "one" not in kiosk_hash("one")
