"""Free text and contacts are encrypted before they leave the intake (design: privacy).

AES-256-GCM under a key per response; that key is wrapped for the tenant by a key derived from the
master key, so erasing the wrapped key erases the text wherever copies of it lie.
"""

import base64
import os

import orjson
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12
Sealed = dict[str, str]


def seal(master: bytes, tenant_id: str, plain: object) -> Sealed:
    """`{"wrapped_key", "sealed"}` in base64, for any JSON value."""
    box = seal_bytes(master, tenant_id, orjson.dumps(plain))
    return {name: base64.b64encode(value).decode() for name, value in box.items()}


def unseal(master: bytes, tenant_id: str, box: Sealed) -> object:
    """Raise cryptography's InvalidTag for another tenant's box or a changed one."""
    raw = {name: base64.b64decode(box[name]) for name in ("wrapped_key", "sealed")}
    return orjson.loads(unseal_bytes(master, tenant_id, raw))


def seal_bytes(master: bytes, tenant_id: str, plain: bytes) -> dict[str, bytes]:
    """`{"wrapped_key", "sealed"}`, for what is too large to be a third larger."""
    key = AESGCM.generate_key(256)
    return {
        "wrapped_key": _encrypt(_tenant_key(master, tenant_id), key, tenant_id),
        "sealed": _encrypt(key, plain, tenant_id),
    }


def unseal_bytes(master: bytes, tenant_id: str, box: dict[str, bytes]) -> bytes:
    """Raise as `unseal`."""
    key = _decrypt(_tenant_key(master, tenant_id), box["wrapped_key"], tenant_id)
    return _decrypt(key, box["sealed"], tenant_id)


def _tenant_key(master: bytes, tenant_id: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=tenant_id.encode()).derive(master)


def _encrypt(key: bytes, plain: bytes, tenant_id: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, tenant_id.encode())


def _decrypt(key: bytes, raw: bytes, tenant_id: str) -> bytes:
    return AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], tenant_id.encode())
