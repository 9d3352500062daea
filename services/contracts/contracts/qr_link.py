"""The address inside a printed QR code: forms draws it, responses checks it.

It names the point and proves who printed it; nothing in it changes with the period, the form, or
the name of the office.
"""

import base64
import hashlib
import hmac

from contracts.typed_code import LENGTH, is_code

# 30 bits: nobody finds one by trial, since every try is an opened page.
SIGNATURE = 6
# Modules of white that ISO/IEC 18004 wants around a code.
QUIET_ZONE = 4


def qr_link(base_url: str, point_id: str, code: str, key: str) -> str:
    """`HTTPS://HOST/Q/<code><signature>`: capitals only, so that the code is drawn in the
    alphanumeric mode of ISO/IEC 18004 and needs fewer and larger modules."""
    return f"{base_url}/q/{code}{signature(point_id, code, key)}".upper()


def signature(point_id: str, code: str, key: str) -> str:
    """The first 30 bits of HMAC-SHA256 over point and code, in base 32."""
    digest = hmac.new(key.encode(), f"{point_id}:{code}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest)[:SIGNATURE].decode()


def code_in(token: str) -> str:
    """The code at the start of what stands behind `/Q/`, or nothing when there is none."""
    code = token.upper()[:LENGTH]
    return code if is_code(code) else ""


def is_signed(token: str, point_id: str, code: str, key: str) -> bool:
    return hmac.compare_digest(
        token.upper()[LENGTH:].encode(), signature(point_id, code, key).encode()
    )
