"""Who sends: a browser with its cookie, a kiosk with its key, or somebody without either.

The cookie is random, says nothing about the person and is known to no other site; it keeps one
phone from answering a hundred times unnoticed. Without it answering works just as well.
"""

import re
import secrets

from contracts.modes import KIOSK, SELF, SHARED
from flask import Response, request

from responses_service.intake.handlers.limiting import Limits
from responses_service.intake.rules import DEVICE_KEPT
from responses_service.shared.arrival import Arrival, kiosk_hash
from responses_service.shared.projection import Projection, State

COOKIE, KIOSK_COOKIE = "device", "kiosk"
SHAPE = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)


def arrival_at(
    limits: Limits, projection: Projection, point: State | None, body: dict[str, object]
) -> Arrival:
    """How this request's answer comes in. Raise TooMany for a device that sends too many."""
    kiosk = kiosk_at(projection, point)
    mode = KIOSK if kiosk else SHARED if body.get("shared") is True else SELF
    device = kiosk["device_id"] if kiosk else device_of_request()
    place = point["point_id"] if point else ""
    response_id, page = (str(body.get(name, ""))[:80] for name in ("response_id", "issued"))
    signs = limits.admit(place, device, mode, response_id, page)
    return Arrival(mode, device, signs)


def kiosk_at(projection: Projection, point: State | None) -> State | None:
    """The kiosk that this browser is, if it is one of this very point."""
    found = kiosk_here(projection)
    return found if found and point and found["point_id"] == point["point_id"] else None


def kiosk_here(projection: Projection) -> State | None:
    """The active kiosk that this browser is, of whatever point."""
    key = request.cookies.get(KIOSK_COOKIE, "")
    return projection.kiosk(kiosk_hash(key)) if key else None


def device_of_request() -> str:
    given = request.cookies.get(COOKIE, "")
    return given if SHAPE.fullmatch(given) else ""


def remember_device(answer: Response) -> Response:
    """A new cookie for a browser that has none."""
    if not device_of_request():
        answer.set_cookie(
            COOKIE,
            secrets.token_urlsafe(16),
            max_age=DEVICE_KEPT,
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )
    return answer
