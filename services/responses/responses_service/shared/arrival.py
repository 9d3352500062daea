"""How an answer came in. Who sends decides it, never the body."""

import hashlib
import hmac
from dataclasses import dataclass

from contracts.modes import SELF

_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Arrival:
    """`device` tells one browser from another; `signs` are flags that the intake itself noticed;
    what is `belated` counts after the close too: an administrator brings it from an earlier system.
    `reason`, one of `shared.reasons`: why a member of the staff filled it in for somebody.
    """

    mode: str = SELF
    device: str = ""
    signs: tuple[str, ...] = ()
    belated: bool = False
    reason: str | None = None


def device_in(key: bytes, survey_id: str, device: str) -> str | None:
    """The device as one survey knows it: another survey, another name, so that nobody can follow a
    phone from office to office or from month to month."""
    if not device:
        return None
    return hmac.new(key, f"device:{survey_id}:{device}".encode(), hashlib.sha256).hexdigest()[
        :_DIGITS
    ]


def kiosk_hash(key: str) -> str:
    """What is stored of the key of a kiosk."""
    return hashlib.sha256(key.encode()).hexdigest()


def token_hash(key: bytes, token: str) -> str:
    """What is stored of a visit token; `token` in capitals, without groups."""
    return hmac.new(key, f"token:{token}".encode(), hashlib.sha256).hexdigest()
