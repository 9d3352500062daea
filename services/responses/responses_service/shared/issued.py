"""The server-signed time at which a form was handed out: it decides the period of late answers."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime

_MAC = 9
# A form handed out in the second of the close must fall on its right side.
MICROSECONDS = 1_000_000


def issue(key: bytes, now: datetime) -> str:
    stamp = str(int(now.timestamp() * MICROSECONDS))
    return f"{stamp}.{_mac(key, stamp)}"


def issued_at(key: bytes, token: str) -> datetime | None:
    """The signed time; None when the signature is not ours."""
    stamp, _, mac = token.partition(".")
    # As bytes: `compare_digest` takes no text beyond ASCII, and a caller may send any.
    if not hmac.compare_digest(_bytes(mac), _bytes(_mac(key, stamp))):
        return None
    # Ours, hence the digits that `issue` wrote.
    return datetime.fromtimestamp(int(stamp) / MICROSECONDS, UTC)


def _mac(key: bytes, stamp: str) -> str:
    raw = hmac.digest(key, _bytes(stamp), hashlib.sha256)[:_MAC]
    return base64.urlsafe_b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    """Half a surrogate has no bytes; the `?` in its place is in nothing that we signed."""
    return text.encode(errors="replace")
