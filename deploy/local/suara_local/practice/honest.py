"""Honest practice people: they come in office hours, read before they answer, and are content or
not; each on a phone of its own. Seeded, so that the same unit gets the same people."""

import base64
import random
import secrets
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from responses_service.shared.issued import issue

SEED = 20261124
# The hours in UTC at which every office between Aceh and Papua is open.
OPENS, CLOSES = 2, 7
DEVICE_BYTES = 16


@dataclass(frozen=True)
class Visitor:
    """A body for the intake, and the cookie of the phone that sends it."""

    body: dict[str, Any]
    device: str


def visitors(
    form: dict[str, Any], survey: dict[str, Any], key: bytes, size: tuple[int, int], now: datetime
) -> Iterator[Visitor]:
    """`form` as `/api/v1/forms/{code}` gives it, `survey` one of its surveys; `key` signs when a
    form was opened. Nobody comes in the future."""
    chance = random.Random(f"{SEED}:{survey['survey']}")  # noqa: S311 (no secret)
    items = survey["definition"]["items"]
    level, weak = chance.gauss(5.1, 0.35), chance.randrange(len(items))
    for number in range(chance.randint(*size)):
        mood = level + chance.gauss(0, 0.5)
        content = chance.random() < 0.15
        answers = {
            item["key"]: _choice(chance, item, 6 if content else mood - (at == weak), content)
            for at, item in enumerate(items)
        }
        opened = _moment(chance, survey["period"], now)
        finished = opened + timedelta(seconds=chance.uniform(70, 240))
        if finished > now:
            continue
        yield Visitor(
            {
                "response_id": _uuid4(f"{SEED}:{survey['survey']}:{number}"),
                "code": form["code"],
                "survey": survey["survey"],
                "form_version": survey["form_version"],
                "answers": answers,
                "issued": issue(key, opened),
                "finished_at": finished.isoformat(),
                "language": "id",
            },
            secrets.token_urlsafe(DEVICE_BYTES),
        )


def key_of(secrets_of_stack: dict[str, str]) -> bytes:
    return base64.b64decode(secrets_of_stack["ISSUED_KEY"])


def _moment(chance: random.Random, period: str, now: datetime) -> datetime:
    """A working moment of a month (or of the last month that a semester has so far)."""
    year, part = period.split("-")
    month = int(part) if part.isdecimal() else now.month
    first = datetime(int(year), month, 1, tzinfo=UTC)
    last = min(now, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))
    # The second day on: on the first the offices in the east are ahead of the day in UTC.
    days = [first + timedelta(days=n) for n in range(1, max(2, last.day))]
    working = [day for day in days if day.weekday() < 5] or days
    hours = chance.uniform(OPENS, CLOSES)
    return chance.choice(working) + timedelta(hours=hours)


def _choice(chance: random.Random, item: dict[str, Any], stars: float, content: bool) -> int:
    """`stars` on the scale 1 to 6, mapped to the item's own scale."""
    top = int(item.get("points") or len(item.get("options") or ()) or 6)
    value = 1 + (stars - 1) * (top - 1) / 5 + (0 if content else chance.gauss(0, 0.5))
    return max(1, min(top, round(value)))


def _uuid4(key: str) -> str:
    return str(uuid.UUID(bytes=uuid.uuid5(uuid.NAMESPACE_URL, key).bytes, version=4))
